//! zip and gzip.

use super::{check, check_refused, check_words, gzipped, zipped};

const CSV: &[u8] = b"Name,City\nAcme,Boston\n";

#[test]
fn a_gzip_file_gives_its_one_text() {
    let texts = check("accounts.csv.gz", &gzipped(CSV), &[("accounts.csv", "Name,City\nAcme,Boston\n")]);
    check_words(&texts[0].remarks[0].message, &["accounts.csv.gz"]);
    let twice = [gzipped(b"Name,City\n"), gzipped(b"Acme,Boston\n")].concat();
    check("ACCOUNTS.CSV.GZ", &twice, &[("ACCOUNTS.CSV", "Name,City\nAcme,Boston\n")]);
    check("no ending", &gzipped(CSV), &[("no ending", "Name,City\nAcme,Boston\n")]);
}

#[test]
fn an_archive_gives_its_tables_and_names_the_rest() {
    let archive = zipped(&[
        ("__MACOSX/._accounts.csv", b"\0\0"),
        ("2024/accounts.csv", CSV),
        ("readme.pdf", b"%PDF"),
        ("more.zip", b"PK\x03\x04"),
        (".DS_Store", b"x"),
        ("reps.TXT", b"Rep\nAda\n"),
    ]);
    let expected = [("all.zip · 2024/accounts.csv", "Name,City\nAcme,Boston\n"), ("all.zip · reps.TXT", "Rep\nAda\n")];
    let texts = check("all.zip", &archive, &expected);
    check_words(&texts[0].remarks[0].message, &["Table 1 of 2", "all.zip"]);
    check_words(&texts[0].remarks[1].message, &["readme.pdf", "more.zip” (an archive"]);
    assert_eq!(texts[1].remarks.len(), 1);
}

#[test]
fn a_damaged_file_of_many_is_left_out() {
    let archive = zipped(&[("a.csv", CSV), ("b.xlsx", b"PK\x03\x04 and no more")]);
    let texts = check("two.zip", &archive, &[("two.zip · a.csv", "Name,City\nAcme,Boston\n")]);
    check_words(&texts[0].remarks[1].message, &["b.xlsx"]);
}

#[test]
fn what_holds_no_table_is_refused() {
    check_refused("pictures.zip", &zipped(&[("a.png", b"\x89PNG")]), &["pictures.zip", "no table", "a.png"]);
    check_refused("empty.zip", &zipped(&[]), &["empty.zip", "no table"]);
    check_refused("letter.docx", &zipped(&[("word/document.xml", b"<w/>")]), &["a Word document"]);
    check_refused("twice.csv.gz", &gzipped(&gzipped(CSV)), &["an archive inside an archive"]);
    check_refused("zip.gz", &gzipped(&zipped(&[("a.csv", CSV)])), &["an archive inside an archive"]);
    let mut tar = vec![0; 1024];
    tar[257..262].copy_from_slice(b"ustar");
    check_refused("all.tar.gz", &gzipped(&tar), &["a tar archive"]);
}

#[test]
fn damage_is_told() {
    let mut archive = zipped(&[("a.csv", &CSV.repeat(50))]);
    let packed = gzipped(&CSV.repeat(50));
    check_refused("cut.gz", &packed[..packed.len() / 2], &["cut.gz", "damaged"]);
    check_refused("cut.zip", &archive[..archive.len() / 2], &["cut.zip", "damaged"]);
    archive[45] ^= 0xFF;
    check_refused("flipped.zip", &archive, &["flipped.zip", "damaged"]);
}
