//! Header sets in German, French, Spanish, Portuguese, Italian, Dutch and Russian.

use super::headers::check;
use crate::model::FileKind::{
    Accounts, Activities, Areas, Expenses, Opportunities, OrderLines, Products, Reps, Targets,
};

#[test]
fn skills_of_reps_in_five_languages() {
    for (header, rep) in [
        ("Skills", "Sales rep"),
        ("Languages", "Sales rep"),
        ("Fähigkeiten", "Vertreter"),
        ("Sprachkenntnisse", "Vertreter"),
        ("Compétences", "Vendeur"),
        ("Langues", "Vendeur"),
        ("Idiomas", "Vendedor"),
        ("Habilidades", "Vendedor"),
        ("Competências", "Vendedor"),
        ("Certificações", "Vendedor"),
    ] {
        let columns = format!(
            "{rep} | Ann | Bob | Cy | Name
             FTE | 1 | 0.5 | 1 | Capacity
             {header} | English; Spanish | English | | Skills"
        );
        check("reps.csv", Reps, &columns);
    }
}

#[test]
fn german() {
    check(
        "kunden.csv",
        Accounts,
        "Kundennummer | 10001 | 10002 | 10003 | Id
         Firma | Nord GmbH | Süd AG | West KG | Name
         Straße | Weg 1 | Weg 2 | Weg 3 | Attribute
         PLZ | 01067 | 80331 | 50667 | Postal code
         Ort | Dresden | München | Köln | City
         Bundesland | Sachsen | Bayern | NRW | Region
         Land | DE | DE | DE | Country
         Umsatz | 1.234,50 | 99,90 | 7,10 | Measure
         Kundenbetreuer | Anna Vogt | Ben Kurz | Anna Vogt | Rep
         Erstellt am | 14.03.2024 | 01.02.2025 | 03.04.2025 | Date
         Newsletter | ja | nein | ja | Yes or no
         Mitarbeiterzahl | 12 | 250 | 3 | Measure",
    );
    check(
        "verkaufschancen.csv",
        Opportunities,
        "Verkaufschance | Anlage 1 | Anlage 2 | Wartung | Name
         Kunde | Nord GmbH | Süd AG | Nord GmbH | Account
         Phase | Gewonnen | Angebot | Verloren | Stage
         Betrag | 1.200,00 € | 5.300,50 € | 800,00 € | Amount
         Abschlussdatum | 14.03.2026 | 30.04.2026 | 01.02.2026 | Closed
         Erstelldatum | 14.01.2026 | 15.01.2026 | 16.01.2026 | Created
         Inhaber | Anna Vogt | Ben Kurz | Anna Vogt | Rep",
    );
    check(
        "besuche.csv",
        Activities,
        "Datum | 14.03.2026 | 15.03.2026 | 16.03.2026 | Date of the row
         Kunde | Nord GmbH | Süd AG | Nord GmbH | Account
         Mitarbeiter | Anna | Ben | Anna | Rep
         Art | Besuch | Anruf | Besuch | Kind",
    );
    check(
        "reisekosten.csv",
        Expenses,
        "Belegdatum | 14.03.2026 | 15.03.2026 | Date of the row
         Mitarbeiter | Anna | Ben | Rep
         Kategorie | Hotel | Bahn | Kind
         Betrag | 120,50 | 60,00 | Amount",
    );
    check(
        "aussendienst.csv",
        Reps,
        "Mitarbeiternummer | 1 | 2 | Id
         Name | Anna Vogt | Ben Kurz | Name
         Wohnort | Dresden | Köln | City
         PLZ | 01067 | 50667 | Postal code
         Kapazität | 100 % | 50 % | Capacity
         Sprachen | Deutsch, Englisch | Deutsch | Skills
         Branche | Bergbau | Handel | Attribute
         Berufserfahrung | 12 | 3 | Measure",
    );
    check(
        "ziele.csv",
        Targets,
        "Verkäufer | Anna | Ben | Anna | Rep
         Monat | 2026-01 | 2026-01 | 2026-02 | Date of the row
         Umsatzziel | 10.000 | 12.000 | 11.000 | Amount",
    );
    check(
        "kaufkraft.csv",
        Areas,
        "PLZ | 01067 | 80331 | 50667 | Postal code
         Einwohner | 1200 | 3400 | 5600 | Measure
         Kaufkraft | 21000,5 | 31000 | 28000 | Measure",
    );
    check(
        "auftraege.csv",
        OrderLines,
        "Auftragsnummer | A1 | A1 | A2 | Leave out
         Auftragsdatum | 14.03.2026 | 14.03.2026 | 15.03.2026 | Date of the row
         Kundennr | 10001 | 10001 | 10002 | Id
         Kunde | Nord GmbH | Nord GmbH | Süd AG | Name
         Artikel | X | Y | X | Leave out
         Menge | 1 | 2 | 3 | Measure
         Umsatz | 5,50 | 6,00 | 7,00 | Measure",
    );
    check(
        "artikel.csv",
        Products,
        "Artikelnummer | A1 | A2 | Id\nBezeichnung | Schraube | Mutter | Name\nPreis | 1,50 | 0,20 | Amount",
    );
}

#[test]
fn french() {
    check(
        "clients.csv",
        Accounts,
        "N° client | C1 | C2 | C3 | Id
         Raison sociale | Boulangerie A | Garage B | Café C | Name
         Adresse | 1 rue X | 2 rue Y | 3 rue Z | Attribute
         Code postal | 75001 | 69001 | 06000 | Postal code
         Ville | Paris | Lyon | Nice | City
         Pays | France | France | France | Country
         Chiffre d'affaires | 1 234,50 | 99,90 | 7,10 | Measure
         Nombre d'employés | 12 | 250 | 3 | Measure
         Commercial | Anne Roux | Luc Petit | Anne Roux | Rep
         Actif | oui | non | oui | Yes or no",
    );
    check(
        "opportunites.csv",
        Opportunities,
        "Nom de l'opportunité | Projet 1 | Projet 2 | Projet 3 | Name
         Nom du compte | Boulangerie A | Garage B | Café C | Account
         Étape | Gagnée | Qualification | Perdue | Stage
         Montant | 1 200,00 € | 5 300,50 € | 800,00 € | Amount
         Date de clôture | 14/03/2026 | 30/04/2026 | 01/02/2026 | Closed
         Date de création | 14/01/2026 | 15/01/2026 | 16/01/2026 | Created
         Propriétaire | Anne Roux | Luc Petit | Anne Roux | Rep",
    );
    check(
        "visites.csv",
        Activities,
        "Date de visite | 14/03/2026 | 15/03/2026 | 16/03/2026 | Date of the row
         Client | A | B | A | Account
         Vendeur | Anne | Luc | Anne | Rep
         Type | Visite | Appel | Visite | Kind",
    );
    check(
        "objectifs.csv",
        Targets,
        "Vendeur | Anne | Luc | Anne | Rep
         Trimestre | T1 2026 | T1 2026 | T2 2026 | Date of the row
         Objectif | 10000 | 12000 | 11000 | Amount",
    );
}

#[test]
fn spanish() {
    check(
        "clientes.csv",
        Accounts,
        "Código cliente | C1 | C2 | C3 | Id
         Razón social | Panadería A | Taller B | Café C | Name
         Dirección | Calle 1 | Calle 2 | Calle 3 | Attribute
         Código postal | 28001 | 41001 | 08001 | Postal code
         Ciudad | Madrid | Sevilla | Barcelona | City
         Provincia | Madrid | Sevilla | Barcelona | Region
         País | ES | ES | ES | Country
         Ventas | 1.234,50 | 99,90 | 7,10 | Measure
         Vendedor | Ana Gil | Luis Paz | Ana Gil | Rep
         Activo | sí | no | sí | Yes or no",
    );
    check(
        "oportunidades.csv",
        Opportunities,
        "Nombre de la oportunidad | P1 | P2 | P3 | Name
         Nombre de la cuenta | A | B | C | Account
         Etapa | Cerrada ganada | Propuesta | Cerrada perdida | Stage
         Importe | 1.200,00 | 5.300,50 | 800,00 | Amount
         Fecha de cierre | 14/03/2026 | 30/04/2026 | 01/02/2026 | Closed
         Fecha de creación | 14/01/2026 | 15/01/2026 | 16/01/2026 | Created
         Propietario | Ana | Luis | Ana | Rep",
    );
    check(
        "gastos.csv",
        Expenses,
        "Fecha | 14/03/2026 | 15/03/2026 | Date of the row
         Vendedor | Ana | Luis | Rep
         Tipo de gasto | Hotel | Gasolina | Kind
         Importe | 120,50 | 60,00 | Amount",
    );
}

#[test]
fn portuguese() {
    check(
        "clientes.csv",
        Accounts,
        "Código do cliente | C1 | C2 | C3 | Id
         Razão social | Padaria A | Oficina B | Café C | Name
         Endereço | Rua 1 | Rua 2 | Rua 3 | Attribute
         CEP | 50010-000 | 53010-000 | 01310-100 | Postal code
         Cidade | Recife | Olinda | São Paulo | City
         UF | PE | PE | SP | Region
         Faturamento | R$ 1.234,50 | R$ 99,90 | R$ 7,10 | Measure
         Vendedor | Ana | Rui | Ana | Rep
         Ativo | sim | não | sim | Yes or no",
    );
    check(
        "negocios.csv",
        Opportunities,
        "Nome do negócio | P1 | P2 | P3 | Name
         Cliente | A | B | A | Account
         Etapa | Ganho | Proposta | Perdido | Stage
         Valor | 1.200,00 | 5.300,50 | 800,00 | Amount
         Data de fechamento | 14/03/2026 | 30/04/2026 | 01/02/2026 | Closed
         Data de criação | 14/01/2026 | 15/01/2026 | 16/01/2026 | Created
         Responsável | Ana | Rui | Ana | Rep",
    );
}

#[test]
fn italian() {
    check(
        "clienti.csv",
        Accounts,
        "Codice cliente | C1 | C2 | C3 | Id
         Ragione sociale | Forno A | Officina B | Café C | Name
         Indirizzo | Via Roma 1 | Via Po 2 | Via Mare 3 | Attribute
         CAP | 00184 | 20121 | 10121 | Postal code
         Città | Roma | Milano | Torino | City
         Provincia | RM | MI | TO | Region
         Regione | Lazio | Lombardia | Piemonte | Attribute
         Paese | IT | IT | IT | Country
         Fatturato | 1.234,50 | 99,90 | 7,10 | Measure
         Agente | Anna Gallo | Luca Riva | Anna Gallo | Rep",
    );
    check(
        "fatturato.csv",
        Accounts,
        "Cliente | Forno A | Officina B | Café C | Name
         CAP | 20121 | 20122 | 10121 | Postal code
         Regione | Lombardia | Lombardia | Piemonte | Region
         Fatturato | 1.234,50 | 99,90 | 7,10 | Measure",
    );
}

#[test]
fn dutch() {
    check(
        "klanten.csv",
        Accounts,
        "Klantnummer | K1 | K2 | K3 | Id
         Klant | Bakkerij A | Garage B | Café C | Name
         Adres | Dam 1 | Markt 2 | Singel 3 | Attribute
         Postcode | 1012 JS | 3011 AA | 3511 AB | Postal code
         Plaats | Amsterdam | Rotterdam | Utrecht | City
         Provincie | Noord-Holland | Zuid-Holland | Utrecht | Region
         Land | NL | NL | NL | Country
         Omzet | 1.234,50 | 99,90 | 7,10 | Measure
         Verkoper | Anna Bos | Jan Vos | Anna Bos | Rep",
    );
}

#[test]
fn questions_answered_by_figures() {
    check(
        "accounts.csv",
        Accounts,
        "Account Name | Larkspur Dental | Pinyon Freight | Café Ombra | Name
         City | Boston | Denver | Austin | City
         Do Not Call | 0 | 1 | 0 | Yes or no
         DoNotEmail | 1 | 0 | 0 | Yes or no
         Email Opt Out | 0 | 0 | 1 | Yes or no
         HasOptedOutOfEmail | 0 | 1 | 1 | Yes or no
         Has Contract | 1 | 0 | 1 | Yes or no
         Nicht anrufen | 0 | 1 | 0 | Yes or no
         Ne pas appeler | 1 | 1 | 0 | Yes or no
         Units | 0 | 1 | 1 | Measure",
    );
}

#[test]
fn russian() {
    check(
        "клиенты.csv",
        Accounts,
        "ИНН | 7701234567 | 7802345678 | 5403456789 | Id
         Название компании | ООО Ромашка | ЗАО Восток | ИП Орлов | Name
         Город | Москва | Казань | Томск | City
         Адрес | ул. Ленина, 1 | ул. Мира, 2 | ул. Лесная, 3 | Attribute
         Почтовый индекс | 125009 | 420111 | 634050 | Postal code
         Телефон | +7 495 123-45-67 | +7 843 234-56-78 | +7 382 345-67-89 | Attribute
         Менеджер | Анна | Пётр | Анна | Rep
         Выручка | 1 200,50 | 99,90 | 7,10 | Measure",
    );
}
