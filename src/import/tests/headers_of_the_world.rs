//! Header sets in Indonesian, Turkish, Romanian, Vietnamese and Thai; of form tools; codes, axes and days that no usual word names.

use super::headers::check;
use super::{import, sheet};
use crate::model::FileKind::{Accounts, Activities, OrderLines, Targets};
use crate::model::Role;

#[test]
fn indonesian() {
    check(
        "pelanggan.csv",
        Accounts,
        "pelanggan_id | P1 | P2 | P3 | Id
         nama | Toko Maju | Sumber Rejeki | Toko Maju | Name
         alamat | Jl. Melati 1 | Jl. Mawar 2 | Jl. Kenanga 3 | Attribute
         kota | Bandung | Surabaya | Medan | City
         provinsi | Jawa Barat | Jawa Timur | Sumatera Utara | Region
         kode_pos | 40111 | 60241 | 20111 | Postal code
         no_hp | 081234567890 | 081345678901 | 081987654321 | Attribute
         penjualan | 1200 | 3400 | 560 | Measure",
    );
    check(
        "toko.csv",
        Accounts,
        "KodeToko | T1 | T2 | T3 | Id
         NamaToko | Maju | Jaya | Makmur | Name
         Kabupaten | Sleman | Bantul | Sleman | City",
    );
}

#[test]
fn turkish_romanian_and_vietnamese() {
    check(
        "bayiler.csv",
        Accounts,
        "bayi_kodu | B1 | B2 | B3 | Id
         bayi_adi | Yıldız Market | Deniz Gıda | Ay Bakkal | Name
         ilce | Kadıköy | Çankaya | Bornova | City
         posta_kodu | 34710 | 06680 | 35040 | Postal code",
    );
    check(
        "clienti.csv",
        Accounts,
        "Cod client | C1 | C2 | C3 | Id
         Denumire | Alfa SRL | Beta SA | Gama SRL | Name
         Strada | Unirii 1 | Lungă 2 | Mare 3 | Attribute
         Oraș | Brașov | Cluj-Napoca | Iași | City
         Județ | Brașov | Cluj | Iași | Region
         Cod poștal | 500001 | 400001 | 700001 | Postal code",
    );
    check(
        "khach_hang.csv",
        Accounts,
        "Mã khách hàng | K1 | K2 | K3 | Id
         Tên khách hàng | Minh Anh | Hoa Sen | Phú Quý | Name
         Địa chỉ | 1 Lê Lợi | 2 Hai Bà Trưng | 3 Nguyễn Huệ | Attribute
         Thành phố | Hà Nội | Đà Nẵng | Huế | City",
    );
    check(
        "shops.csv",
        Accounts,
        "รหัสลูกค้า | K1 | K2 | Id
         ชื่อลูกค้า | สมชาย | มาลี | Name
         จังหวัด | เชียงใหม่ | ภูเก็ต | Region
         รหัสไปรษณีย์ | 50000 | 83000 | Postal code",
    );
}

#[test]
fn first_and_last_names_make_a_name_in_turkish() {
    let people = "musteri_id,ad,soyad,tarif_adi,pin\nC1,Kamran,Abbasov,GO 7.99,0763\nC2,Leyla,Aliyeva,GO 9.99,3999\n";
    let sheets = [sheet("musteriler.csv", people)];
    let pin = &sheets[0].mappings()[4];
    assert_eq!((pin.header.as_str(), pin.role), ("pin", Role::Attribute), "four figures are no postal code of India");
    let found = import(&sheets).expect("a usable file");
    assert_eq!(found.dataset.accounts().names.iter().collect::<Vec<_>>(), ["Kamran Abbasov", "Leyla Aliyeva"]);
}

#[test]
fn the_part_of_a_header_that_says_something_names_the_column() {
    check(
        "kunden.csv",
        Accounts,
        "KU_NUM | 10001 | 10002 | 10003 | Id
         KU_RECH_NAM | Nord GmbH | Feuerwehr Köln | West KG | Name
         KU_RECH_POSTFACH | 1234 | 66 | 4711 | Attribute
         KU_RECH_PLZ | 22113 | 50737 | 01067 | Postal code
         KU_RECH_ORT | Hamburg | Köln | Dresden | City
         KU_RECH_LKZ | D | D | D | Country
         taxfree | nein | ja | nein | Yes or no",
    );
    check(
        "Accounts.csv",
        Accounts,
        "Accounts Angaza ID | AC1 | AC2 | AC3 | Id
         Accounts Name | Achieng | Wanjiru | Otieno | Name
         Accounts Area | Kisumu | Nakuru | Kisumu | City
         Accounts Country | Kenya | Kenya | Kenya | Country",
    );
    check(
        "visitas.csv",
        Activities,
        "VISITA > Nome do(a) técnico(a) responsável | Ana | Rui | Ana | Rep
         VISITA > Data da realização da atividade | 22/01/2026 | 23/01/2026 | 24/01/2026 | Date of the row",
    );
    check(
        "clientes.csv",
        Accounts,
        "Cliente | Alfa | Beta | Gama | Name
         DADOS > Localização da UPF (Latitude) | -10.825 | -10.858 | -10.861 | Latitude
         DADOS > Localização da UPF (Longitude) | -39.229 | -39.206 | -39.211 | Longitude",
    );
    check(
        "contacts.csv",
        Accounts,
        "*ContactName | Marlow Pty Ltd | Ashfield Trust | Pine & Co | Name
         AccountNumber | M1 | A1 | P1 | Id
         POCity | Parramatta | Ashfield | Perth | City
         PORegion | NSW | NSW | WA | Region
         POPostalCode | 2150 | 2131 | 6000 | Postal code
         POCountry | Australia | Australia | Australia | Country
         SACity | Sydney | | | Attribute",
    );
}

#[test]
fn the_account_is_named_before_its_branch_and_its_distributor() {
    check(
        "retailers.csv",
        Accounts,
        "Name | Corner Shop | Market Hall | Kiosk | Name
         DistributorName | Nord Drinks | Nord Drinks | Süd Drinks | Attribute
         City | Gary | Erie | Ogden | City",
    );
    check(
        "kunden.csv",
        Accounts,
        "Filiale | Zürich | Bern | Zürich | Attribute
         Firma | Nord AG | Süd AG | West AG | Name
         Ort | Zürich | Bern | Baden | City",
    );
}

#[test]
fn cities_may_stand_below_a_header_that_says_a_place_alone() {
    for header in ["Localisation", "Location", "Standort", "HQ", "Sede", "Area"] {
        let columns = format!(
            "Customer | Alfa | Beta | Gamma | Name
             {header} | Namur | Charleroi | Mons | City
             Country | Belgium | Belgium | Belgium | Country"
        );
        check("customers.csv", Accounts, &columns);
    }
    for values in ["Floor 1 | Floor 2 | Floor 3", "North | South | East", "yes | no | yes"] {
        let table = format!("Customer,Location,Country\n{}", {
            let cells: Vec<&str> = values.split(" | ").collect();
            format!("Alfa,{},Belgium\nBeta,{},Belgium\nGamma,{},Belgium\n", cells[0], cells[1], cells[2])
        });
        assert_ne!(sheet("customers.csv", &table).mappings()[1].role, Role::City, "{values}");
    }
}

#[test]
fn axes_are_degrees_where_they_fit_and_else_nothing() {
    check(
        "dealers.csv",
        Accounts,
        "Dealer Name | Larkspur | Pinyon | Ombra | Name
         X | -79.91671 | -76.18263 | -83.04575 | Longitude
         Y | 36.98631 | 39.52743 | 42.33143 | Latitude",
    );
    let metres =
        sheet("dealers.csv", "Dealer,City,POINT_X,POINT_Y\nAsh,Gary,512345.5,4651234.5\nElm,Erie,512399.1,4651299.2\n");
    for axis in &metres.mappings()[2..] {
        assert_eq!((axis.role, axis.note.as_str()), (Role::Attribute, "projected coordinates: not understood"));
    }
}

#[test]
fn numbers_of_taxes_registers_and_phones_are_not_summed() {
    check(
        "customers.csv",
        Accounts,
        "Customer ID | C1 | C2 | C3 | C4 | Id
         Customer Name | Larkspur Dental | Pinyon Freight | Café Ombra | Dot | Name
         City | Gary | Erie | Ogden | Salem | City
         SIRET | 81234567800019 | 52345678900027 | 81234567800019 | 33456789000031 | Attribute
         NAICS | 621210 | 484110 | 722515 | 541511 | Attribute
         msisdn | 994551815908 | 994992819482 | 994503334455 | 994771112233 | Attribute
         VAT | 123456789 | 987654321 | 192837465 | 564738291 | Attribute
         法人番号 | 1010001000006 | 3010401008848 | 5120001077461 | 9013401005070 | Attribute
         全国地方公共団体コード | 402052 | 402052 | 402052 | 402052 | Attribute
         Week | 1 | 2 | 2 | 14 | Attribute
         IVA | 21.5 | 84.2 | 10 | 33 | Measure
         margen_12m | 139749737 | 467797843 | 329730833 | 112233441 | Measure",
    );
}

#[test]
fn figures_of_one_length_are_codes_below_a_word_that_counts_nothing() {
    let table = |header: &str, values: [u32; 8]| {
        let rows = values.iter().enumerate().map(|(at, value)| format!("C{at},Shop {at},Gary,{value}\n"));
        format!("id,Customer Name,City,{header}\n{}", rows.collect::<String>())
    };
    let role = |header, values| sheet("customers.csv", &table(header, values)).mappings()[3].role;
    let alike = [12_485_671, 74_311_015, 81_234_567, 99_123_456, 10_203_049, 77_712_345, 33_456_781, 56_473_829];
    assert_eq!(role("Legajo", alike), Role::Attribute);
    assert_eq!(role("Revenue", alike), Role::Measure);
    let unlike = [12_485_671, 743_110, 81_234_567, 9_912_345, 10_203_049, 77_712, 33_456_781, 56_473_829];
    assert_eq!(role("Legajo", unlike), Role::Measure);
    assert_eq!(role("Legajo", alike.map(|value| value / 100 * 100)), Role::Measure);
}

#[test]
fn the_only_day_of_order_lines_is_their_date() {
    for header in
        ["txn_date", "posting_date", "Lieferdatum", "data_emissao", "sold_on", "dt", "tanggal", "売上日", "下单时间"]
    {
        let lines = sheet(
            "sales.csv",
            &format!(
                "order_id,customer_id,product,amount,{header}\nS1,1,X,100,2024-01-15\nS2,2,Y,50,2024-02-16\n\
                 S3,1,X,20,2024-03-17\nS4,3,X,20,2024-03-18\n"
            ),
        );
        assert_eq!((lines.kind(), lines.mappings()[4].role), (OrderLines, Role::Date), "{header}");
    }
    for header in ["bulan", "dönem", "miesiąc", "maand", "年月", "месяц"] {
        let columns = format!(
            "rep | Ana | Bob | Ana | Rep
             {header} | 2026-01 | 2026-01 | 2026-02 | Date of the row
             target | 100 | 120 | 110 | Amount"
        );
        check("targets.csv", Targets, &columns);
    }
}

#[test]
fn who_sells_goes_by_many_words() {
    for header in ["csm_owner", "AccountMgr", "Key Account Manager", "handled_by", "业务负责人", "销售代表", "Sorumlu"]
    {
        let columns = format!(
            "Customer | Alfa | Beta | Gamma | Dot | Name
             City | Gary | Erie | Ogden | Salem | City
             {header} | Ann Lee | Bob Ray | Ann Lee | Bob Ray | Rep"
        );
        check("customers.csv", Accounts, &columns);
    }
    check(
        "取引先.csv",
        Accounts,
        "取引先名 | 青山商店 | 赤坂商会 | 白金堂 | Name
         取引先担当者 | 佐藤 | 鈴木 | 高橋 | Attribute
         営業担当者 | 田中 | 伊藤 | 田中 | Rep",
    );
}
