//! Encodings: text of a table in each, told by its letters alone.

use super::super::text::is_foreign;
use super::super::{Limits, unpack_as};
use super::{check, check_words, gzipped, zipped};
use crate::model::Code;
use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, Encoding, GBK, ISO_2022_JP, ISO_8859_2, SHIFT_JIS, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252,
    WINDOWS_1253, WINDOWS_1254,
};

fn check_encoding(encoding: &'static Encoding, text: &str, name: &str) {
    let (bytes, _, replaced) = encoding.encode(text);
    assert!(!replaced, "{text} can be written in {name}");
    let texts = check("table.csv", &bytes, &[("table.csv", text)]);
    check_words(&texts[0].remarks[0].message, &["Not UTF-8", name]);
}

#[test]
fn encodings_are_told_by_their_letters() {
    check_encoding(WINDOWS_1252, "name;città;prix\nCafé Müller;Genève;5 €\nPeña & Søn;Århus;9 €\n", "Windows-1252");
    check_encoding(
        WINDOWS_1250,
        "název;město\nPražská pekárna Žižkov;Plzeň\nŽelezářství Novák;Děčín\nKšticová s.r.o.;České Budějovice\n",
        "Windows-1250",
    );
    check_encoding(
        ISO_8859_2,
        "nazwa;miasto\nPiekarnia Wiśniewska;Łódź\nŻółta Łąka Spółka;Częstochowa\nKsięgarnia Świt;Gdańsk\n",
        "ISO-8859-2",
    );
    check_encoding(
        WINDOWS_1251,
        "название;город\nРоманов и сыновья;Москва\nСеверный ветер;Санкт-Петербург\n",
        "Windows-1251",
    );
    check_encoding(WINDOWS_1253, "όνομα;πόλη\nΑφοί Παπαδόπουλοι;Θεσσαλονίκη\nΚαφέ Ακρόπολη;Αθήνα\n", "Windows-1253");
    check_encoding(
        WINDOWS_1254,
        "ad;şehir\nYıldız Ticaret Şirketi;İstanbul\nGüneş İnşaat;Diyarbakır\nÇağdaş Eğitim Dağıtım;Eskişehir\n",
        "Windows-1254",
    );
    check_encoding(SHIFT_JIS, "会社名,市区町村\n株式会社山田商店,横浜市\nさくら薬局,札幌市\n", "Shift_JIS");
    check_encoding(EUC_JP, "会社名,市区町村\n株式会社山田商店,横浜市\nさくら薬局,札幌市\n", "EUC-JP");
    check_encoding(ISO_2022_JP, "会社名,市区町村\n株式会社山田商店,横浜市\n", "ISO-2022-JP");
    check_encoding(GBK, "公司名称,城市\n北京科技有限公司,北京\n上海贸易有限公司,上海\n", "GBK");
    check_encoding(BIG5, "公司名稱,城市\n臺灣電腦股份有限公司,臺北市\n大同貿易公司,高雄市\n", "Big5");
    check_encoding(EUC_KR, "회사명,도시\n한국전자주식회사,서울\n부산무역,부산광역시\n", "EUC-KR");
}

#[test]
fn a_few_broken_bytes_make_no_other_encoding() {
    let mut bytes = "name,città\nCafé,Genève\n".repeat(10).into_bytes();
    bytes.extend(b"Mu\xF1oz,M\xE9rida\n");
    let expected = "name,città\nCafé,Genève\n".repeat(10) + "Muñoz,Mérida\n";
    let texts = check("mixed.csv", &bytes, &[("mixed.csv", &expected)]);
    check_words(&texts[0].remarks[0].message, &["UTF-8 but for 2 places"]);
}

#[test]
fn what_needs_no_decoding_is_not_foreign() {
    let check = |bytes: &[u8], expected: bool| assert_eq!(is_foreign(bytes), expected, "{bytes:?}");
    check(b"", false);
    check(b"name,city\n", false);
    check("café,λ\n".as_bytes(), false);
    check(b"\xFF\xFEa\0,\0\xE9\0", false);
    check(b"a\0,\0\xE9\0\n\0", false);
    check(b"a\x1B[1mb", false);
    check(b"caf\xE9", true);
    let mut filled_up = b"caf\xE9\n".to_vec();
    filled_up.extend([0; 100]);
    check(&filled_up, true);
}

#[test]
fn a_person_says_what_letters_are_encoded_in() {
    let text = |label: &str| {
        let bytes: &[u8] = b"Name\nKo\xE8\n";
        let packed = [("f.csv", bytes.to_vec()), ("f.csv.gz", gzipped(bytes)), ("f.zip", zipped(&[("f.csv", bytes)]))];
        let found = packed.map(|(name, bytes)| {
            let found = unpack_as(name, &bytes, label, &Limits::default()).expect("a text").remove(0);
            let said = found.remarks.iter().find(|remark| remark.code == Code::Encoding).map(|remark| &remark.message);
            (String::from_utf8(found.bytes).expect("UTF-8"), said.is_some_and(|said| said.contains('�')))
        });
        assert!(found.iter().all(|own| *own == found[0]), "packed or not: {found:?}");
        found[0].clone()
    };
    assert_eq!(text("windows-1252"), ("Name\nKoè\n".to_owned(), false));
    assert_eq!(text("windows-1250"), ("Name\nKoč\n".to_owned(), false));
    assert_eq!(text("utf-8"), ("Name\nKo\u{FFFD}\n".to_owned(), true));
    assert_eq!((text("none of these"), text("")), (text("windows-1252"), text("windows-1252")));
}
