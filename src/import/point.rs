//! A point in one cell: “42.36, -71.06”, “42,36; -71,06”, “42°21'36" N, 71°3'36" W”, “POINT (-71.06 42.36)”, `GeoJSON`.

/// Decimals that coordinates have at least: “10, 20” is something else.
const DECIMALS: usize = 2;
/// No point takes more bytes.
const LONGEST: usize = 96;
/// What `PostGIS` writes before a point in degrees.
const SRID: &str = "srid=4326;";
/// What stands before the numbers of a point in `GeoJSON`.
const COORDINATES: &str = "\"coordinates\"";
/// Marks of minutes and of seconds, as people type them.
const MINUTES: &str = "'’′";
const SECONDS: &str = "\"”″";

/// Latitude and longitude as a cell has them, wherever they lie. O(bytes).
pub fn point_in(cell: &str) -> Option<[f64; 2]> {
    let cell = cell.trim();
    let srid = cell.get(..SRID.len()).filter(|head| head.eq_ignore_ascii_case(SRID));
    let cell = &cell[srid.map_or(0, str::len)..];
    if cell.starts_with('{') {
        return geo_json(cell);
    }
    if cell.len() <= LONGEST && cell.contains('°') && cell.contains(|letter| MINUTES.contains(letter)) {
        return sexagesimal(cell);
    }
    let has_figure =
        cell.bytes().next().is_some_and(|byte| !byte.is_ascii_alphabetic() || b"PNSEWpnsew".contains(&byte));
    if cell.len() > LONGEST || !has_figure {
        return None;
    }
    let head = cell.get(..5).filter(|head| head.eq_ignore_ascii_case("point"));
    let body = &cell[head.map_or(0, str::len)..];
    // Commas are decimal where there is no point, and something else keeps the numbers apart.
    let is_comma = !body.contains('.') && body.matches(',').count() == 2 && body.contains([';', '/', '|', ' ']);
    let pointed = if is_comma { body.replace(',', ".") } else { String::new() };
    let body = if is_comma { pointed.as_str() } else { body };
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

/// A latitude or a longitude of its own, with its sign, where it is more than a number: `42°21'36" N`, “71 3 36 W”, “N42.36”,
/// “-71°3.6'”. O(bytes).
pub fn angle_in(cell: &str) -> Option<f64> {
    let is_number = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b'-' | b'+');
    if cell.len() > LONGEST || cell.bytes().all(is_number) {
        return None;
    }
    let cell = cell.trim().to_ascii_uppercase();
    let ahead = cell.strip_prefix(['N', 'S', 'E', 'W']);
    let body = ahead.or_else(|| cell.strip_suffix(['N', 'S', 'E', 'W'])).unwrap_or(&cell).trim();
    let side = if body.len() == cell.len() {
        None
    } else if ahead.is_some() {
        cell.chars().next()
    } else {
        cell.chars().last()
    };
    let is_marked = |letter: char| letter == '°' || MINUTES.contains(letter);
    if side.is_none() && !body.contains(is_marked) {
        return None;
    }
    let bare = body.trim_start_matches(['-', '−', '+']);
    let is_minus = body.starts_with(['-', '−']) || matches!(side, Some('S' | 'W'));
    let is_between =
        |letter: char| is_marked(letter) || letter.is_whitespace() || SECONDS.contains(letter) || ":-".contains(letter);
    let (mut angle, mut unit, mut is_over) = (0.0, 1.0, false);
    for part in bare.split(is_between).filter(|part| !part.is_empty()) {
        if !part.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',')) {
            return None;
        }
        let value: f64 = part.replace(',', ".").parse().ok()?;
        // Only the last of degrees, minutes and seconds has decimals, and there are no more of them.
        if is_over || unit > 3600.0 || unit > 1.0 && value >= 60.0 {
            return None;
        }
        is_over = part.contains(['.', ',']);
        angle += value / unit;
        unit *= 60.0;
    }
    (unit > 1.0).then_some(if is_minus { -angle } else { angle })
}

/// The point of a geometry: longitude first.
fn geo_json(cell: &str) -> Option<[f64; 2]> {
    let (head, rest) = cell.split_once(COORDINATES)?;
    let is_point =
        cell.len() <= LONGEST + COORDINATES.len() && (head.contains("\"Point\"") || rest.contains("\"Point\""));
    let (numbers, _) = rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('[')?.split_once(']')?;
    let mut numbers =
        numbers.split(',').map(|number| number.trim().parse::<f64>().ok().filter(|value| value.is_finite()));
    let (longitude, latitude) = (numbers.next()??, numbers.next()??);
    (is_point && numbers.next().is_none()).then_some([latitude, longitude])
}

/// Two angles in degrees, minutes and seconds, each with its side: `42°21'36" N, 71°3'36" W`.
fn sexagesimal(cell: &str) -> Option<[f64; 2]> {
    let mut angles: Vec<(f64, char)> = Vec::with_capacity(2);
    // How many of degrees, minutes and seconds are read of an angle.
    let (mut number, mut angle, mut units) = (String::new(), 0.0, 0);
    // Two single marks are written for one double.
    let cell = MINUTES.chars().fold(cell.to_owned(), |cell, mark| cell.replace(&format!("{mark}{mark}"), "\""));
    for letter in cell.chars() {
        match (letter, units) {
            ('0'..='9' | '.', _) => number.push(letter),
            ('°', 0) => (angle, units) = (std::mem::take(&mut number).parse().ok()?, 1),
            (mark, 1) if MINUTES.contains(mark) => (angle, units) = (angle + part(&mut number, 60.0)?, 2),
            (mark, 2) if SECONDS.contains(mark) => (angle, units) = (angle + part(&mut number, 3600.0)?, 3),
            (between, _) if between.is_whitespace() || ",;".contains(between) => {}
            (side, 1..) if number.is_empty() => {
                angles.push((angle, compass(side.encode_utf8(&mut [0; 4]))?));
                (angle, units) = (0.0, 0);
            }
            _ => return None,
        }
    }
    let signed = |(angle, side): (f64, char)| if matches!(side, 'S' | 'W') { -angle } else { angle };
    match angles[..] {
        [first @ (_, 'N' | 'S'), second @ (_, 'E' | 'W')] | [second @ (_, 'E' | 'W'), first @ (_, 'N' | 'S')] => {
            (number.is_empty() && units == 0).then_some([signed(first), signed(second)])
        }
        _ => None,
    }
}

/// So many minutes or seconds, below 60, in degrees.
fn part(number: &mut String, unit: f64) -> Option<f64> {
    let value: f64 = std::mem::take(number).parse().ok()?;
    (value < 60.0).then_some(value / unit)
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
            "SRID=4326;POINT(-71.06 42.36)",
            "42,36; -71,06",
            "42,36 -71,06",
            "42,36 / -71,06",
            r#"{"type":"Point","coordinates":[-71.06,42.36]}"#,
            r#"{ "coordinates": [ -71.06, 42.36 ], "type": "Point" }"#,
            r#"42°21'36"N 71°3'36"W"#,
            "42° 21′ 36″ N, 71° 3′ 36.0″ W",
            "71°3'36''W 42°21'36''N",
        ] {
            let expected = if cell == "N42.36, W71.06" { None } else { boston };
            assert_eq!(point_in(cell), expected, "{cell}");
        }
    }

    #[test]
    fn angles_stand_in_columns_of_their_own() {
        let check = |cell: &str, expected: Option<f64>| {
            let found = angle_in(cell);
            let is_near = found.zip(expected).is_some_and(|(found, expected)| (found - expected).abs() < 1e-9);
            assert!(is_near || found == expected, "{cell}: {found:?}");
        };
        for cell in [
            r#"71°3'36"W"#,
            "71° 3′ 36.0″ W",
            "W 71°3'36''",
            "-71°3'36\"",
            "−71° 3.6'",
            "71 3 36 w",
            "71:03:36W",
            "71-03-36-W",
            "71,06 W",
            "71.06° W",
            "-71.06°",
        ] {
            check(cell, Some(-71.06));
        }
        check(r#"42°21'36"N"#, Some(42.36));
        check("E13.5", Some(13.5));
        for cell in ["", "42.36", "-71", "N", "°", "12 34", "71°75'W", "71.5°3'W", "1 2 3 4 N", "East", "N42x", "é"]
        {
            check(cell, None);
        }
    }

    #[test]
    fn what_else_has_two_numbers_is_no_point() {
        for cell in [
            "",
            "10, 20",
            "42,36,-71,06",
            "42,36",
            "1,200; 3,400.50",
            r#"{"type":"Polygon","coordinates":[[1.0,2.0]]}"#,
            r#"{"type":"Point","coordinates":[1.0]}"#,
            "SRID=3857;POINT(-7910361 5215074)",
            "42°21'36\" 71°3'36\"",
            "42°75'00\"N 71°3'36\"W",
            "42°21'36\"N 71°3'36\"N",
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
