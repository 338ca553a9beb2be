//! Tables in web pages and in XML of 2003, as programs write them.

use super::{check, check_refused, check_words, gzipped, zipped};
use crate::unpack::Unpacked;
use encoding_rs::WINDOWS_1252;

fn check_page(text: &str, expected: &str) -> Vec<Unpacked> {
    check("report.xls", text.as_bytes(), &[("report.xls", expected)])
}

/// A report of a CRM in the cloud: a page called XLS.
#[test]
fn a_report_of_a_crm() {
    let page = r#"<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-1">
<style>td { mso-number-format:\@; } <table> </style><title>Accounts <table></title></head><body>
<table border=1 id="report">
<tr bgcolor="CCCCCC"><th>Account ID</th><th>Account Name</th><th>Billing Street</th><th>Billing Zip/Postal Code</th><th>Annual Revenue</th></tr>
<tr><td>0015g00000A1</td><td>M&uuml;ller &amp; S&ouml;hne</td><td>Hauptstra&szlig;e 5<br>Hof 2</td><td style='mso-number-format:"\@"'>04109</td><td>"EUR 1.234,50"</td></tr>
<tr><td>0015g00000A2</td><td>Café, Noir</td><td>&nbsp;</td><td>75001</td><td>EUR&nbsp;99,00</td></tr>
</table></body></html>"#;
    let (bytes, ..) = WINDOWS_1252.encode(page);
    let expected = "Account ID,Account Name,Billing Street,Billing Zip/Postal Code,Annual Revenue\n\
                    0015g00000A1,Müller & Söhne,\"Hauptstraße 5\nHof 2\",04109,\"\"\"EUR 1.234,50\"\"\"\n\
                    0015g00000A2,\"Café, Noir\",,75001,\"EUR 99,00\"\n";
    let texts = check("report.xls", &bytes, &[("report.xls", expected)]);
    check_words(&texts[0].remarks[0].message, &["the web page that “report.xls” is"]);
    check_words(&texts[0].remarks[1].message, &["Windows-1252, as it says of itself"]);
}

/// A list of an ERP: titles as tables of their own, ends of tags left out, merged cells.
#[test]
fn a_list_of_an_erp() {
    let page = "<HTML><BODY><table><tr><td nowrap>Debitorenliste</td></tr></table>\
                <!-- list --><TABLE>\
                <THEAD><TR><TD ROWSPAN=2>Debitor<TD COLSPAN=2>Anschrift<TD>Umsatz\
                <TR><TD>Ort<TD>PLZ<TD>2025</THEAD>\
                <TBODY><TR><TD rowspan=2>0000104711<TD>Hof<TD align=right>95028<TD>1.234,50-\
                <TR><TD>Bad   Steben<TD>95138<TD><script>var x = '<td>';</script>7,00\
                </TABLE>";
    let expected = "Debitor,Anschrift,,Umsatz\nDebitor,Ort,PLZ,2025\n\
                    0000104711,Hof,95028,\"1.234,50-\"\n0000104711,Bad Steben,95138,\"7,00\"\n";
    let texts = check_page(page, expected);
    check_words(&texts[0].remarks[0].message, &["Left out: 1 piece", "2 cells below merged ones"]);
}

/// Accounts of a CRM that writes XML of 2003.
#[test]
fn a_workbook_as_xml() {
    let book = r#"<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:x">
<Styles><Style ss:ID="s1"><NumberFormat ss:Format="Short Date"/></Style></Styles>
<Worksheet ss:Name="Accounts"><Table ss:ExpandedColumnCount="4">
<Column ss:Width="90"/>
<Row><Cell><Data ss:Type="String">Account</Data></Cell><Cell><Data ss:Type="String">City</Data></Cell><Cell><Data ss:Type="String">Since</Data></Cell><Cell><Data ss:Type="String">Active</Data></Cell></Row>
<Row><Cell ss:MergeDown="1"><Data ss:Type="String">A&amp;B &#x2013; &quot;One&quot;</Data><Comment><ss:Data>no value</ss:Data></Comment></Cell><Cell ss:Index="3" ss:StyleID="s1"><Data ss:Type="DateTime">2025-03-01T00:00:00.000</Data></Cell><Cell><Data ss:Type="Boolean">1</Data></Cell></Row>
<Row ss:Index="4"><Cell><Data ss:Type="Number">12.5</Data></Cell><Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><B>Bos</B>ton</ss:Data></Cell><Cell><Data ss:Type="DateTime">2025-03-01T08:30:00.000</Data></Cell></Row>
</Table><WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>
<Worksheet ss:Name="Empty"/>
<Worksheet ss:Name="Reps"><Table><Row><Cell><Data ss:Type="String"><![CDATA[Ada & Co]]></Data></Cell></Row></Table></Worksheet>
</Workbook>"#;
    let accounts = "Account,City,Since,Active\n\"A&B – \"\"One\"\"\",,2025-03-01,TRUE\n\
                    \"A&B – \"\"One\"\"\",,,\n12.5,Boston,2025-03-01 08:30:00.000,\n";
    let expected = [("all.xls · Accounts", accounts), ("all.xls · Reps", "Ada & Co\n")];
    let texts = check("all.xls", book.as_bytes(), &expected);
    check_words(&texts[0].remarks[0].message, &["Sheet 1 of 2", "hidden there", "1 cell below merged ones"]);
    let cut = &book.as_bytes()[..book.len() - 80];
    check_refused("cut.xml", cut, &["cut.xml", "damaged"]);
    let utf16: Vec<u8> = "\u{feff}".encode_utf16().chain(book.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    check("all.xls", &utf16, &expected);
}

#[test]
fn tables_in_tables_are_their_own() {
    let page = "<table><tr><td>menu</td><td><table><tr><th>Id<th>Address<tr><td>1\
                <td><table><tr><td>Main St 1<tr><td>Boston</table><tr><td>2<td>-</table></td></tr></table>";
    check_page(page, "Id,Address\n1,Main St 1 Boston\n2,-\n");
    let two = "<p>x<table><tr><td>a<td>b<tr><td>1<td>2</table><table><tr><td>c<td>d<tr><td>3<td>4";
    let texts =
        check("two.htm", two.as_bytes(), &[("two.htm · table 1", "a,b\n1,2\n"), ("two.htm · table 2", "c,d\n3,4\n")]);
    check_words(&texts[1].remarks[0].message, &["Table 2 of 2", "ends within it"]);
    check_page("<table><tr><td>Id</td></tr><tr><td>7</td></tr></table>", "Id\n7\n");
    check_page("<table><tr><td>a<td>b<table><tr><td>c<td>d<tr><td>1<td>2", "c,d\n1,2\n");
}

/// A spreadsheet of an ERP as one file: each sheet a page of it.
#[test]
fn pages_bundled_as_mail() {
    let bundle = "MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related;\r\n\tboundary=\"==x\"\r\n\r\n\
        A note for who cannot read this.\r\n\
        --==x\r\nContent-Location: file:///Book.htm\r\nContent-Type: text/html; charset=\"utf-8\"\r\n\r\n<frameset></frameset>\r\n\
        --==x\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Type: text/html; charset=\"iso-8859-1\"\r\n\r\n\
        <table><tr><td class=3Dxl24>Kunde</td><td>Or=\r\nt</td></tr><tr><td>M=FCller</td><td>Hof</td></tr></table>\r\n\
        --==x\r\nContent-Transfer-Encoding: base64\r\nContent-Type: text/html\r\n\r\n\
        PHRhYmxlPjx0cj48dGQ+YTx0ZD5iPHRyPjx0\r\nZD4xPHRkPjI8L3RhYmxlPg==\r\n\
        --==x\r\nContent-Type: image/png\r\n\r\n<table>\r\n--==x--\r\n";
    let expected = [("b.xls · table 1", "Kunde,Ort\nMüller,Hof\n"), ("b.xls · table 2", "a,b\n1,2\n")];
    check("b.xls", bundle.as_bytes(), &expected);
    let head = &bundle[..bundle.find("--==x\r\nContent-Transfer").expect("there")];
    check_refused("b.mht", head.as_bytes(), &["without a table"]);
    check_refused("b.mht", head.replace("boundary", "bounds").as_bytes(), &["b.mht", "damaged"]);
}

#[test]
fn packed_pages_are_read_too() {
    let page = b"<table><tr><td>Id<td>City<tr><td>1<td>Hof</table>";
    check("a.xls.gz", &gzipped(page), &[("a.xls", "Id,City\n1,Hof\n")]);
    check("a.zip", &zipped(&[("b.html", page)]), &[("a.zip · b.html", "Id,City\n1,Hof\n")]);
}

#[test]
fn what_has_no_table_says_so() {
    let login = b"<!DOCTYPE html><html><body><form><input name=user></form><table><tr><td></td></tr></table>";
    check_refused("accounts.xls", login, &["accounts.xls", "web page without a table", "log in"]);
    check_refused(
        "feed.xml",
        b"<?xml version='1.0'?><rss><item/></rss>",
        &["feed.xml", "XML file, but no spreadsheet"],
    );
    check_refused("none.xml", b"<?xml version='1.0'?><Workbook><Worksheet/></Workbook>", &["without a filled cell"]);
}
