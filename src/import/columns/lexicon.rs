//! What single words of headers mean, in English, German, French, Spanish and Portuguese, accents folded.

/// The meaning of a word in a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    Account,
    Activity,
    Address,
    Billing,
    Capacity,
    City,
    Contact,
    Country,
    Date,
    Email,
    /// Says nothing by itself: of, the, de.
    Filler,
    First,
    Home,
    /// `id`, `guid`: made to identify.
    Id,
    Last,
    Latitude,
    Longitude,
    Money,
    Name,
    /// `number`, `code`, `nr`: may identify.
    Number,
    Opportunity,
    Order,
    Parent,
    Person,
    Phone,
    /// Says which of several places is meant: primary, office, mailing.
    Place,
    Product,
    Quantity,
    /// A price, a discount, a margin: does not add up.
    Rate,
    Record,
    Region,
    Row,
    Shipping,
    State,
    /// A sales force, in the names of files.
    Team,
    Unknown,
    Web,
    Year,
    Zip,
}

/// Words by meaning; a header's token is looked up here, and cut into two of these when it is not one itself.
const WORDS: &[(Word, &str)] = &[
    (
        Word::Account,
        "account accounts customer customers client clients company companies organization organisation business firm \
         prospect lead store shop kunde kunden firma unternehmen konto debitor societe entreprise compte cliente \
         clientes empresa cuenta conta",
    ),
    (Word::Activity, "activity task call visit meeting event besuch termin visite rendezvous visita reuniao reunion"),
    (
        Word::Address,
        "address street line adresse anschrift strasse str rue direccion calle endereco rua morada logradouro",
    ),
    (Word::Billing, "billing bill billto rechnungs facturation facturacion faturamento cobranca"),
    (
        Word::Capacity,
        "capacity fte workingshare kapazitat kapazitaet auslastung capacite capacidad capacidade jornada etp",
    ),
    (
        Word::City,
        "city town village municipality suburb locality stadt ort gemeinde wohnort ville commune localite ciudad municipio \
         localidad poblacion cidade localidade",
    ),
    (Word::Contact, "contact ansprechpartner kontakt contacto contato"),
    (Word::Country, "country nation land staat pays pais"),
    (Word::Date, "date datum day time timestamp created modified updated since fecha jour tag dia hora heure"),
    (Word::Email, "email mail mailadresse correo courriel"),
    (Word::Filler, "of the a an and or de du des la le el der die das do da text only iso c full display"),
    (Word::First, "first given vorname prenom"),
    (Word::Home, "home wohn domicile domicilio"),
    (Word::Id, "id ids guid uuid key identifier kennung identifiant"),
    (Word::Last, "last surname nachname familienname apellido apellidos sobrenome"),
    (Word::Latitude, "latitude lat breitengrad breite latitud"),
    (Word::Longitude, "longitude lon lng long laengengrad langengrad laenge longitud"),
    (
        Word::Money,
        "sales revenue amount turnover value profit cost spend potential umsatz betrag wert gewinn ertrag chiffre \
         montant valeur ventes importe ventas ingresos valor receita vendas lucro faturacao",
    ),
    (Word::Name, "name names nom nombre nome bezeichnung title denominacion razon razao"),
    (Word::Number, "number no nr num numb nummer numero code codigo ref reference"),
    (
        Word::Opportunity,
        "opportunity opportunities deal deals stage pipeline quote chance opportunite oportunidad oportunidade",
    ),
    (
        Word::Order,
        "order orders invoice transaction purchase bestellung auftrag rechnung commande facture pedido factura fatura",
    ),
    (Word::Parent, "parent subsidiary ultimate konzern mutter mere matriz filiale"),
    (
        Word::Person,
        "rep reps representative owner agent user seller salesperson salesrep vertreter verkaufer verkaeufer \
         aussendienst mitarbeiter employee vendeur representant representante vendedor vendedora ejecutivo comercial",
    ),
    (Word::Phone, "phone telephone tel mobile fax telefon handy telefono telefone movil celular cell"),
    (
        Word::Place,
        "primary hq headquarter headquarters office mailing location physical main other site standort base geo",
    ),
    (Word::Product, "product products item sku produkt artikel article produit producto produto material"),
    (Word::Quantity, "quantity qty units menge anzahl stuck stueck quantite cantidad quantidade pieces"),
    (
        Word::Rate,
        "discount percent percentage pct rate ratio margin price average avg mean rabatt prozent preis satz marge \
         prix remise taux precio descuento porcentaje preco desconto percentual",
    ),
    (Word::Record, "record external crm system legacy internal salesforce hubspot sap digit"),
    (Word::Region, "region regions regiao"),
    (Word::Row, "row index zeile linha fila ligne"),
    (Word::Shipping, "shipping ship shipto delivery liefer lieferung livraison envio entrega"),
    (
        Word::State,
        "state province stateprovince stateorprovince bundesland kanton canton etat departement estado provincia uf prefecture",
    ),
    (Word::Team, "team teams equipe equipo mannschaft"),
    (Word::Web, "web website url domain homepage webseite"),
    (Word::Year, "year jahr annee ano established founded grundung gruendung"),
    (Word::Zip, "zip postal postcode postleitzahl plz cep pincode pin zipcode postalcode cp"),
];

/// What a token means, if it is one of the words. O(words).
pub fn meaning(token: &str) -> Option<Word> {
    WORDS.iter().find(|(_, words)| words.split_ascii_whitespace().any(|word| word == token)).map(|&(word, _)| word)
}

/// The meanings of a token written together, `companyname` or `rechnungsadresse`.
pub fn meanings(token: &str) -> Vec<Word> {
    if let Some(word) = meaning(token) {
        return vec![word];
    }
    // The longest first word wins, so that `customerid` is not cut after a shorter one.
    let cuts = (2..token.len().saturating_sub(1)).rev().filter(|&cut| token.is_char_boundary(cut));
    let both = |cut: usize| {
        let (head, tail) = token.split_at(cut);
        let first = meaning(head).filter(|_| head.len() > 2)?;
        let second = meaning(tail).or_else(|| tail.strip_prefix('s').and_then(meaning))?;
        Some(vec![first, second])
    };
    cuts.into_iter().find_map(both).unwrap_or_else(|| vec![Word::Unknown])
}
