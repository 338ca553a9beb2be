//! What single words of headers mean, in English, German, French, Spanish, Portuguese, Italian, Dutch and Russian, and the commonest
//! in a dozen other languages, accents folded.

use super::fields::field;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The meaning of a word in a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    Account,
    Activity,
    Address,
    /// `X`, `Y`: degrees, or metres of a projection.
    Axis,
    Billing,
    Capacity,
    City,
    Closed,
    Contact,
    /// A lead that became an account.
    Converted,
    Country,
    County,
    Created,
    Currency,
    Date,
    /// What is counted of the people of an area: inhabitants, households, income.
    Demography,
    Due,
    Duration,
    Email,
    End,
    /// Expected, planned, actual: the same thing, less or more exactly.
    Estimate,
    Expense,
    /// Says nothing by itself: of, the, de.
    Filler,
    First,
    /// Answered by yes or no.
    Flag,
    /// What accounts are put together by: a route, a beat, a cluster.
    Group,
    Home,
    /// `id`, `guid`: made to identify.
    Id,
    Kind,
    Last,
    Latitude,
    Lead,
    Lifecycle,
    /// What only who signs in to a system has: a profile, a role among its users.
    Login,
    Longitude,
    Manager,
    Modified,
    Money,
    Name,
    /// `number`, `code`, `nr`: may identify.
    Number,
    Opportunity,
    Order,
    /// What the rows of the file are; stands in rules for one of the other words.
    Own,
    Parent,
    Period,
    Person,
    Phone,
    /// A PIN, which is a postal code in India and a secret elsewhere.
    Pin,
    /// Says which of several places is meant: primary, office, mailing.
    Place,
    /// What is so until it changes: the current owner beside the new one.
    Present,
    Product,
    Quantity,
    /// What orders rows: the first, the second.
    Rank,
    /// A price, a discount, a margin: does not add up.
    Rate,
    Record,
    Region,
    /// A number by which an office, a bank or a trade knows somebody: of taxes, a register, an industry.
    Register,
    /// What an activity is about.
    Related,
    Row,
    /// What is judged or set and not counted: a score, a rating, a limit.
    Score,
    Shipping,
    /// What a person can: skills, languages, certificates.
    Skill,
    Source,
    Stage,
    Start,
    State,
    Status,
    Subject,
    Target,
    /// A tax, or the number by which its office knows somebody.
    Tax,
    /// A sales force, in the names of files.
    Team,
    Territory,
    Title,
    Unknown,
    Web,
    Year,
    Zip,
}

/// Words by meaning. A header's token is looked up here, and cut into several of these when it is not one itself.
const WORDS: &[(Word, &str)] = &[
    (
        Word::Account,
        "pelanggan toko perusahaan nasabah klien syarikat isyeri khachhang cuahang congty klienci klientow partenaire 特约店 代理店 販売店 施設 klinik apotik account accounts customer customers client clients company companies organization organisation organizations \
         business firm cust acct dealer dealers distributor distributors hospital hospitals clinic clinics facility facilities \
         restaurant restaurants pharmacy pharmacies outlet outlets retailer retailers reseller resellers school schools doctor \
         doctors physician provider providers practice practices hcp hco apotheke apotheken praxis arzt handler fachhandler clinica clinique pharmacie revendeur enseigne \
         farmacia farmacias distribuidor pdv negozio bayi prospect prospects store stores shop shops party debtor kunde kunden kd firma firmen unternehmen \
         konto konten debitor debitoren auftraggeber geschaftspartner geschaeftspartner interessent bp societe societes \
         entreprise entreprises etablissement compte comptes cliente clientes empresa empresas cuenta cuentas conta \
         contas organizacion organizacao tienda loja magasin filiale filialen azienda societa klant klanten bedrijf клиент клиента клиенты компания компании \
         организация организации контрагент контрагента контрагенты покупатель покупателя заказчик заказчика предприятие фирма магазин \
         客户 客戶 顧客 取引先 得意先 会社 企業 企业 公司 门店 門店 店铺 店舗 店鋪 거래처 고객 고객사 업체 매장 klienta kontrahent zakaznik zakaznika ugyfel vevo musteri kund foretag kunder asiakas \
         πελατησ πελατη πελατεσ εταιρια εταιρεια 회사 기업",
    ),
    (
        Word::Activity,
        "kunjungan activity activities task tasks call calls visit visits meeting meetings event events appointment appointments \
         besuch besuche besuchs termin termine aktivitat aktivitaten aktivitaet anruf visite visites rendezvous bezoek bezoeken rdv \
         activite activites appel visita visitas actividad actividades atividade atividades llamada reuniao reunion \
         reunioes touchpoint interaction engagement engagements 拜访 拜訪 訪問 방문 besok besog wizyta navsteva ziyaret",
    ),
    (
        Word::Address,
        "strada diachi sokak cadde ubikacja 詳細住所 详细地址 address addresses street line adresse anschrift strasse strae str stras hausnummer rue direccion calle \
         endereco rua morada logradouro voie domicilio indirizzo adres alamat straat адрес улица дом \
         地址 住所 所在地 주소 소재지 adresa ulica ulice cim utca osoite gatuadress gata διευθυνση οδοσ katuosoite",
    ),
    (
        Word::Billing,
        " billing bill billto card rechnungs rechnungsadresse facturation facturacion faturamento cobranca invoicing",
    ),
    (
        Word::Capacity,
        "capacity fte workingshare kapazitat kapazitaet auslastung arbeitszeit capacite capacidad capacidade jornada etp",
    ),
    (
        Word::City,
        "kabupaten kotakab thanhpho telepules kunta kommun plaatsnaam seher bandar bandaraya 所在城市 市町村 市区 kelurahan taluka tehsil barangay city town village municipality suburb locality place stadt ort gemeinde wohnort ville commune localite ciudad \
         municipio localidad poblacion cidade localidade citta comune localita plaats woonplaats gemeente vestigingsplaats miejscowosc comuna oras localitate kota lieu город пункт \
         城市 市区町村 도시 miasto mesto obec varos sehir ilce kaupunki postort poststed sted πολη postitoimipaikka",
    ),
    (
        Word::Closed,
        "close closed closing closure won abschluss abgeschlossen geschlossen cloture cloturee ferme cierre cerrado \
         cerrada fechamento fechado encerramento completed",
    ),
    (
        Word::Contact,
        "contact contacts ansprechpartner kontakt contacto contato interlocuteur 联系人 聯絡人 연락처 kontaktperson",
    ),
    (Word::Converted, "converted konvertiert converti convertido"),
    (
        Word::Country,
        "negara quocgia country ctry nation land staat pays pais countrycode landercode lander paese nazione страна \
         国家 國家 국가 zeme orszag ulke maa tara kraina χωρα",
    ),
    (
        Word::County,
        "kecamatan mahalle quanhuyen huyen distrik okres powiat county counties landkreis kreis stadtkreis arrondissement comarca condado concelho parish borough msa neighborhood neighbourhood metro cbsa dma district stadtteil barrio bairro quartier wijk",
    ),
    (
        Word::Created,
        "dibuat created create creation engage engaged added add opened erstell erstellt erstellung angelegt anlage eroffnet \
         cree creee creado creada creacion criado criada criacao abertura apertura ouverture erdat создан создания создано 创建 作成 登録 등록",
    ),
    (
        Word::Currency,
        "currency currencies wahrung waehrung devise monnaie moneda divisa moeda transactioncurrency waers waerk",
    ),
    (
        Word::Date,
        "tanggal tarihi tarix tarixi 時間 时间 日時 年月日 売上日 受注日 注文日 下单 date dates datum datetime day time timestamp since fecha jour tag dia hora heure zeit zeitpunkt data дата \
         日期 日付 날짜 tarih dato datumet paivamaara ημερομηνια",
    ),
    (
        Word::Demography,
        "residents bewohner vecinos moradores foyers inwoners residenti voters population populations pop households household income einwohner einwohnerzahl bevolkerung haushalte kaufkraft \
         habitants menages hogares habitantes renta domicilios populacao poblacional density dichte dwellings gdp pib \
         bip",
    ),
    (Word::Due, "due fallig faellig falligkeit echeance vencimiento vencimento deadline"),
    (Word::Duration, "duration dauer duree duracion duracao minutes minuten"),
    (
        Word::Email,
        "surel email emails mail mailadresse correo courriel emailaddress почта \
         邮箱 郵箱 电子邮件 電子郵件 メール メールアドレス 이메일 eposta epost",
    ),
    (Word::End, "end ende endet fin fim termino finish"),
    (
        Word::Estimate,
        "expected estimated est scheduled planned actual projected erwartet erwartetes erwarteter voraussichtlich \
         voraussichtliches geplant tatsachlich prevu prevue estime previsao prevision previsto prevista estimado estimada reel real",
    ),
    (
        Word::Expense,
        "expense expenses spesen reisekosten auslage auslagen ausgabe ausgaben frais depense depenses gasto gastos \
         despesa despesas spesa spese rimborso rimborsi reembolso reembolsos remboursement viaticos mileage reimbursement reimbursable merchant receipt beleg belegart",
    ),
    (
        Word::Filler,
        "realizacao realizacion realisation durchfuhrung execucao ejecucion handlowy obchodni of the a an and or to by in on at for with from de du des la le les el der die das den do da dos em di d l o y \
         e et und oder von am fiscal utc eur usd gbp chf ttc ht brut incl excl zum im text only iso c full display hs api sold net this all social sociale completo property properties legal \
         vollstandiger vollstandig associated vertrieb vertriebs list sf crm label field prefix variant each ordered complete \
         complet completa formatted whole entire combined postale postalische vollstandige volle ganze и в по на \
         почтовый полный эл",
    ),
    (Word::First, "prenume first given vorname prenom primeiro voornaam imie"),
    (
        Word::Flag,
        "is has active enabled aktiv actif activo ativo flag deleted inactive optout optin isactive donotcall exempt \
         archived gesperrt blocked private",
    ),
    (Word::Group, "route beat cluster tour tournee rota ruta"),
    (Word::Home, "home wohn domicile heimat"),
    (Word::Id, "token id ids guid uuid uid key identifier kennung identifiant identificador ид идентификатор"),
    (
        Word::Kind,
        "jenis kategori type typ types soort art kind nature concepto rubrique causale kategorie category categorie categoria tipo channel kanal canal medium typecode adressattyp class \
         klasse тип вид категория \
         类型 類型 種別 区分 유형 구분 类别 rodzaj druh",
    ),
    (
        Word::Last,
        "soyad soyadi soyisim last surname nazwisko prijmeni nachname familienname cognome achternaam apellido apellidos sobrenome letzte letzter next nachste ultima",
    ),
    (
        Word::Latitude,
        "lintang szerokosc latitude lat breitengrad breite latitud широта \
         纬度 緯度 위도 enlem breddgrad",
    ),
    (Word::Lead, "lead leads"),
    (Word::Lifecycle, "lifecycle lebenszyklus lifecyclestage"),
    (
        Word::Longitude,
        "bujur dlugosc longitude lon lng long laengengrad langengrad lange laenge longitud долгота \
         经度 經度 経度 경도 boylam langdgrad",
    ),
    (Word::Manager, "manager mgr supervisor vorgesetzter leiter gerente"),
    (
        Word::Modified,
        "modified updated changed geandert geaendert modification modifie modificado modificacion alteracao aenderung",
    ),
    (
        Word::Money,
        "penjualan omset jualan tutar satis vanzari valoare doanhthu doanhso toplam kwota tutari 总价 总额 sales revenue amount amounts turnover value values profit cost costs spend spent potential mrr arr total \
         totals sum umsatz umsatze betrag wert gewinn ertrag erlos kosten summe gesamt nettowert bruttowert \
         auftragswert chiffre affaires ca montant valeur ventes vente importe ventas venta ingresos valor receita \
         vendas venda lucro faturacao facturado fatturato importo omzet bedrag gesamtergebnis netwr netto brutto potenzial potentiel potencial cout custo coste costo \
         monto выручка сумма оборот продажи стоимость прибыль доход \
         销售额 銷售額 金额 金額 売上 売上高 매출 매출액 금액 营业额 sprzedaz przychod przychody obrot trzby obrat arbevetel ciro omsattning omsetning omsaetning liikevaihto wartosc \
         τζιροσ πωλησεισ ποσο αξια",
    ),
    (
        Word::Name,
        "denumire name names nom nombre nome bezeichnung denominacion razon razao raison ragione libelle naam nama designation descripcion namen \
         название наименование имя \
         名称 名稱 名前 氏名 姓名 名 이름 성명 상호 명 nazwa nazev nev adi namn navn nimi nume isim \
         επωνυμια ονομα",
    ),
    (
        Word::Number,
        "代号 number º no nr num numb kode nummer numero code codigo codice cod ref reference referenz kennziffer n nº numer номер код инн \
         кпп огрн \
         编号 編號 编码 番号 コード 代码 번호 코드 kod cislo szam numara kodu \
         κωδικοσ",
    ),
    (
        Word::Opportunity,
        "opportunity opportunities deal deals pipeline quote quotes chance verkaufschance verkaufschancen opportunite \
         opportunites affaire oportunidad oportunidades oportunidade funil funnel embudo angebot angebote angebots offerte negocio negocios opp",
    ),
    (
        Word::Order,
        "faktur pesanan transaksi fattura fatture faktury faktura ordine ordini dokument order orders invoice invoices transaction transactions purchase purchases document bestellung bestellungen \
         bestell auftrag auftrage auftrags rechnung rechnungen rechnungs verkaufsbeleg commande commandes facture factures pedido \
         pedidos factura facturas fatura faturas encomenda заказ заказа \
         订单 訂單 注文 受注 주문 zamowienie objednavka siparis",
    ),
    (Word::Parent, "parent subsidiary ultimate konzern mutter muttergesellschaft mere matriz ubergeordneter"),
    (
        Word::Period,
        "maanden kvartal ceyrek mesic maned manad kuukausi hethang 月份 四半期 분기 월 месяц квартал период month months quarter quarters period week monat monate quartal zeitraum periode mois trimestre periodo mes \
         semaine semana woche bulan miesiac maand donem kwartal kwartaal 月 年月 季度",
    ),
    (
        Word::Person,
        "karyawan pegawai sorumlu pracownik responsabile accountbeheerder assessor assessores assessore agenti ejecutivos asesores vendedoras 销售代表 业务负责人 nhanvien chargeclientele rep reps representative representatives owner agent agents user users seller sellers salesperson salespeople \
         salesrep salesreps slp assigned assignee responsible vertreter verkaufer verkaeufer aussendienst \
         salesman salesmen salespersons consultant consultants technician technicians tecnico tecnica tecnicos bdm merchandiser merchandisers emp empl handelsvertreter vertriebler verantwortlich verantwortlicher delegue delegado promotor \
         funzionario vrp aussendienstler mitarbeiter betreuer inhaber besitzer zustandig zustandiger zustaendiger employee vendeur \
         vendeurs representant representante proprietaire responsable vendedor vendedora vendedores ejecutivo \
         propietario asesor agente venditore verkoper vertegenwoordiger responsavel proprietario comercial commercial commerciaux comerciales adm kam gestor \
         sachbearbeiter collaborateur collaboratrice employe salarie empleado empleada colaborador colaboradora funcionario \
         dipendente collaboratore addetto medewerker менеджер ответственный представитель сотрудник продавец \
         业务员 業務員 销售员 担当者 担当 営業 담당자 담당 영업사원 负责人 負責人 broker advisor 营业担当 営業担当 handlowiec opiekun obchodnik temsilci temsilcisi saljare selger saelger myyja \
         πωλητησ zastupce przedstawiciel",
    ),
    (
        Word::Phone,
        "msisdn whatsapp telepon sodienthoai telefonas phone extension durchwahl telephone tel mobile fax telefon handy telefono telefone movil celular cell telefonnummer mobil телефон \
         тел мобильный \
         电话 電話 전화 手机 手機 携帯 휴대폰 telefoni puhelin",
    ),
    (
        Word::Place,
        "lokalizacja lokasi lokasyon lokation konum localizzazione primary default hq headquarter headquarters office offices mailing location locations physical main other site \
         standort base geo sitz visiting postanschrift principal registered ubicacion localizacao localizacion \
         localisation emplacement юридический фактический",
    ),
    (Word::Present, "current atual aktueller aktuelle bisheriger bisherige actuel actuelle"),
    (
        Word::Product,
        "produk barang sanpham product products item items sku produkt produkte artikel article articles produit produits producto productos \
         produto produtos material matnr asin товар товара продукт \
         产品 產品 商品 제품 상품 produkty urun tuote",
    ),
    (
        Word::Quantity,
        "jumlah miktar cantitate soluong quantity qty units unit menge anzahl stuck stueck quantite cantidad quantidade pieces employees \
         numberofemployees headcount beschaftigte mitarbeiterzahl mitarbeiteranzahl effectif effectifs empleados \
         funcionarios salaries count kwmeng times количество \
         数量 數量 수량 ilosc mnozstvi adet antal antall",
    ),
    (
        Word::Rank,
        "rank ranking level tier decile quartile quintile percentile priority rang niveau nivel livello prioritat priorite \
         prioridad prioridade priorita",
    ),
    (
        Word::Rate,
        "harga discount einzelpreis unitario unitaire unitaria pu percent percentage pct rate ratio margin price prices average avg mean median rabatt prozent preis \
         stuckpreis listenpreis satz marge prix remise taux precio descuento porcentaje preco desconto percentual \
         probability msrp uvp wahrscheinlichkeit probabilite probabilidad probabilidade tarif",
    ),
    (
        Word::Record,
        "record new neuer neue nouveau nouvelle nuevo nueva novo proposed external system legacy internal interne salesforce hubspot sap digit object sugar zoho datensatz",
    ),
    (Word::Region, "region regions regiao regionen regione регион"),
    (
        Word::Register,
        "siren siret cnpj npwp regon steuernummer steuernr handelsregister ncpdp lanr bsnr barcode iban swift naics isic costcenter \
         costcentre kostenstelle kostenstellen glaccount bankaccount kontonummer bankleitzahl ytunnus partitaiva codicefiscale \
         orgnr municipalitycode postfach pobox",
    ),
    (Word::Related, "related regarding regardingobject what bezug relatif relacionado relacionada concernant"),
    (Word::Row, "row index unnamed 序号 zeile zeilenbeschriftungen linha fila ligne checksum"),
    (
        Word::Score,
        "score scores scoring rating ratings nps csat bewertung bewertungen puntaje puntuacion pontuacao punteggio calificacion \
         valoracion avaliacao beoordeling limit limits limite kreditlimit geofence radius frequency frequencia frecuencia frequence \
         frequenz",
    ),
    (Word::Shipping, "shipping ship shipto delivery liefer lieferung livraison envio entrega versand warenempfanger"),
    (
        Word::Skill,
        "skill skills skillset language languages competency competencies competence competences expertise \
         certification certifications certificate certificates qualification qualifications sprache sprachen \
         sprachkenntnisse kenntnisse fachkenntnisse fahigkeit fahigkeiten faehigkeit faehigkeiten kompetenz kompetenzen \
         qualifikation qualifikationen zertifikat zertifikate langue langues certificat certificats habilitation \
         habilitations idioma idiomas habilidad habilidades competencia competencias conocimientos certificacion \
         certificaciones aptitud aptitudes lingua linguas habilidade habilidades conhecimentos certificacao \
         certificacoes aptidao aptidoes qualificacao qualificacoes",
    ),
    (Word::Source, "source quelle origine origen origem herkunft"),
    (
        Word::Stage,
        "tahap asama stage stages phase verkaufsphase etape etapa fase stufe stepname salesstage dealstage stagename этап стадия",
    ),
    (Word::Start, "start started starting begin beginn beginnt debut inicio gestartet"),
    (
        Word::State,
        "propinsi negeri tinhthanh wilaya governorate emirate judetul kraje state states province stateprovince stateorprovince statecd bundesland bundeslander kanton canton etat \
         departement estado provincia provinsi provincie prov uf prefecture comunidad regio federal область край республика \
         省 省份 州 都道府県 wojewodztwo lan fylke megye judet vojvodstvi maakunta \
         νομοσ περιφερεια",
    ),
    (
        Word::Status,
        "durum status statut statecode statuscode situacao situacion zustand статус \
         状态 狀態 状態 상태",
    ),
    (Word::Subject, "subject topic thema betreff objet asunto assunto"),
    (
        Word::Target,
        "target targets quota quotas goal goals ziel ziele soll sollwert vorgabe vorgaben planwert objectif objectifs presupuesto orcamento \
         objetivo obiettivo obiettivi doel doelen objetivos cuota cuotas meta metas budget budgets kontingent \
         目标 目標 목표 hedef",
    ),
    (Word::Team, "team teams equipe equipo mannschaft"),
    (
        Word::Territory,
        "wilayah territory territories gebiet gebiete verkaufsgebiet vertriebsgebiet territoire secteur territorio zona zone \
         area areas bezirk",
    ),
    (Word::Title, "title titel titre titulo"),
    (Word::Web, "web website url domain homepage webseite websiteurl siteweb"),
    (Word::Year, "tahun year years jahr annee ano geschaftsjahr"),
    (
        Word::Zip,
        "kodepos poskod postakodu zip zips zcta postal postcode postcodes postleitzahl postleitzahlen plz cep pincode zipcode zipcodes \
         postalcode cp pstlz codepostal eircode индекс \
         邮编 郵編 邮政编码 郵遞區號 郵便番号 우편번호 pocztowy pocztowa psc iranyitoszam posta postinumero postnummer postnr",
    ),
];

/// The words with their meanings, cut up once: a header may ask for dozens of beginnings of a token.
static MEANINGS: LazyLock<HashMap<&str, Word>> = LazyLock::new(|| {
    let each = |&(word, words): &(Word, &'static str)| words.split_ascii_whitespace().map(move |one| (one, word));
    WORDS.iter().flat_map(each).collect()
});

/// What a token means, if it is one of the words. O(length).
pub fn meaning(token: &str) -> Option<Word> {
    MEANINGS.get(token).copied()
}

/// Adds the meanings of a token, which may be written together: `companyname`, `estimatedclosedate`, `rechnungsort`.
/// O(length³) at worst, where words begin everywhere.
pub fn add_meanings(token: &str, meanings: &mut Vec<Word>) {
    if let Some(words) = field(token) {
        meanings.extend(words);
    } else if let Some(word) = meaning(token) {
        meanings.push(word);
    } else if let Some(words) = keyed(token) {
        meanings.extend(words);
    } else {
        let start = meanings.len();
        if !cut(token, PARTS, meanings) {
            meanings.truncate(start);
            meanings.push(Word::Unknown);
            meanings.extend(ending(token));
        }
    }
}

/// What a token means that begins with the word for an id or a number: `idcliente`, `nrklienta`.
fn keyed(token: &str) -> Option<[Word; 2]> {
    let of = |key: &str, word: Word| Some([word, token.strip_prefix(key).and_then(meaning)?]);
    of("id", Word::Id).or_else(|| of("nr", Word::Number))
}

/// What the longest word says that ends one written without blanks, as East Asian ones are: 法人番号 ends in a number.
fn ending(token: &str) -> Option<Word> {
    let is_eastern = token.chars().all(|letter| letter > '\u{2E80}');
    let mut ends = token.char_indices().skip(1).map(|(at, _)| &token[at..]).filter(|_| is_eastern);
    ends.find_map(|end| meaning(end).filter(|_| end.chars().count() > 1))
}

/// The most words that are written together.
const PARTS: usize = 4;
/// Longer tokens are no words.
const LONGEST: usize = 48;
/// Shorter words only end a longer one, as `id` in `accountid`.
const SHORTEST: usize = 3;

/// Cuts a token into words, the longest first word first, a German `s` between them left out.
fn cut(token: &str, parts: usize, meanings: &mut Vec<Word>) -> bool {
    if let Some(word) = meaning(token) {
        meanings.push(word);
        return true;
    }
    if parts == 1 || token.len() > LONGEST {
        return false;
    }
    // The longest first, so that `customerid` is not cut after a shorter one.
    for length in (SHORTEST..token.len()).rev() {
        let Some(word) = token.get(..length).and_then(meaning) else { continue };
        let start = meanings.len();
        for tail in [token.get(length..), token.get(length..).and_then(|tail| tail.strip_prefix('s'))] {
            meanings.push(word);
            if tail.is_some_and(|tail| tail.len() > 1 && cut(tail, parts - 1, meanings)) {
                return true;
            }
            meanings.truncate(start);
        }
    }
    false
}
