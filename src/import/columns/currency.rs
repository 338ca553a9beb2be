//! Currencies before or after amounts, and in headers.

/// Signs and codes, and the currency that each stands for; none where several countries write it so. A longer one stands
/// before what it ends with.
const MARKS: &[(&str, &str)] = &[
    ("US$", "USD"),
    ("CA$", "CAD"),
    ("C$", "CAD"),
    ("AU$", "AUD"),
    ("A$", "AUD"),
    ("NZ$", "NZD"),
    ("HK$", "HKD"),
    ("MX$", "MXN"),
    ("NT$", "TWD"),
    ("R$", "BRL"),
    ("S$", "SGD"),
    ("$", "USD"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("CN¥", "CNY"),
    ("¥", "JPY"),
    ("￥", "JPY"),
    ("元", "CNY"),
    ("₹", "INR"),
    ("₩", "KRW"),
    ("₽", "RUB"),
    ("₺", "TRY"),
    ("₴", "UAH"),
    ("₪", "ILS"),
    ("₫", "VND"),
    ("₦", "NGN"),
    ("₱", "PHP"),
    ("฿", "THB"),
    ("zł", "PLN"),
    ("Kč", "CZK"),
    ("SFr.", "CHF"),
    ("Fr.", "CHF"),
    ("Rs.", "INR"),
    ("Rs", "INR"),
    ("Ft", "HUF"),
    ("kr.", ""),
    ("kr", ""),
    ("Euro", "EUR"),
    ("euros", "EUR"),
];
/// ISO 4217 codes of the currencies that business is done in.
const CODES: &str = "USD EUR GBP CHF CAD AUD NZD JPY CNY RMB HKD SGD SEK NOK DKK ISK PLN CZK HUF RON BGN TRY RUB UAH BRL MXN \
    ARS CLP COP PEN UYU INR PKR BDT LKR IDR MYR THB PHP VND KRW TWD ZAR NGN KES GHS EGP MAD TND AED SAR QAR KWD ILS RSD";

/// Takes a currency off the start or the end of an amount: the rest, and its code, empty for one that is not settled.
pub fn take_currency(amount: &str) -> Option<(&str, &'static str)> {
    let off = |mark: &str| amount.strip_prefix(mark).or_else(|| amount.strip_suffix(mark));
    if let Some(found) = MARKS.iter().find_map(|&(mark, code)| off(mark).map(|rest| (rest, code))) {
        return Some(found);
    }
    let ends = [amount.get(..3), amount.len().checked_sub(3).and_then(|start| amount.get(start..))];
    let code = ends.into_iter().flatten().find_map(code_of)?;
    off(code).or_else(|| off(&code.to_ascii_lowercase())).map(|rest| (rest, code))
}

/// The currency of a cell that holds nothing else.
pub fn code_of(cell: &str) -> Option<&'static str> {
    let is_code = cell.len() == 3 && cell.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_code.then(|| CODES.split_ascii_whitespace().find(|code| code.eq_ignore_ascii_case(cell)))?
}

/// The currency that a header names, `Amount (USD)` or `Umsatz in €`; `%` for per cent.
pub fn of_header(header: &str) -> Option<&'static str> {
    if header.contains('%') {
        return Some("%");
    }
    let parts = header.split(|letter: char| {
        letter.is_whitespace() || matches!(letter, '(' | ')' | '[' | ']' | '/' | '_' | '-' | ',')
    });
    let is_shouted = |part: &&str| part.bytes().all(|byte| byte.is_ascii_uppercase());
    let of_part =
        |part: &str| MARKS.iter().find(|(mark, code)| *mark == part && !code.is_empty()).map(|&(_, code)| code);
    // A header in capitals may name anything in three letters.
    parts.skip(1).find_map(|part| Some(part).filter(is_shouted).and_then(code_of).or_else(|| of_part(part)))
}
