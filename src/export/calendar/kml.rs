//! Days for maps that take layers: KML 2.2.

use super::clock::weekday;
use super::gpx::{times, title};
use super::xml::Xml;
use super::{CalendarFiles, Leg, degrees, is_out};
use crate::model::{DayRoute, TerritoryIx};
use crate::plan::DayEnd;
use crate::units::LonLat;

impl CalendarFiles<'_> {
    /// `routes-….kml`: a folder a day with the base, the stops and the line through them; a stop without a location is left
    /// out. `None` where nothing is planned. O(stops).
    #[must_use]
    pub fn kml(&self, territory: TerritoryIx) -> Option<String> {
        let round = self.round(territory)?;
        let mut xml = Xml::new();
        xml.open("kml", &[("xmlns", "http://www.opengis.net/kml/2.2")]);
        xml.open("Document", &[]);
        xml.leaf("name", &format!("Visits · {}", round.title()));
        for day in round.own.days.iter().filter(|day| is_out(day)) {
            folder(&mut xml, day, &self.ends(round, day), &self.legs(round, day));
        }
        Some(xml.finish())
    }
}

fn folder(xml: &mut Xml, day: &DayRoute, [start, end]: &[DayEnd; 2], legs: &[Leg]) {
    xml.open("Folder", &[]);
    xml.leaf("name", &format!("{} {}", weekday(day.day), day.day));
    // Where a day ends as it started, one mark is enough.
    let other = Some(end).filter(|end| (end.at, &end.words) != (start.at, &start.words));
    for end in std::iter::once(start).chain(other) {
        if let Some(at) = end.at {
            placemark(xml, at, &end.words, "");
        }
    }
    for leg in legs {
        if let Some(location) = leg.account.location {
            placemark(xml, location, &title(leg), &times(leg));
        }
    }
    let stops = legs.iter().filter_map(|leg| leg.account.location);
    let line: Vec<String> = start.at.into_iter().chain(stops).chain(end.at).map(coordinates).collect();
    // A line has two points at least.
    if line.len() > 1 {
        xml.open("Placemark", &[]);
        xml.leaf("name", "Route");
        xml.open("LineString", &[]);
        xml.leaf("tessellate", "1");
        xml.leaf("coordinates", &line.join(" "));
        xml.close();
        xml.close();
    }
    xml.close();
}

fn placemark(xml: &mut Xml, at: LonLat, name: &str, words: &str) {
    xml.open("Placemark", &[]);
    xml.leaf("name", name);
    if !words.is_empty() {
        xml.leaf("description", words);
    }
    xml.open("Point", &[]);
    xml.leaf("coordinates", &coordinates(at));
    xml.close();
    xml.close();
}

/// Longitude first.
fn coordinates(at: LonLat) -> String {
    format!("{},{}", degrees(at.lon()), degrees(at.lat()))
}

#[cfg(test)]
mod tests {
    use super::super::sample::{plan, plan_named};
    use super::super::xml::texts;
    use super::*;

    #[test]
    fn a_day_is_a_folder_of_stops_and_their_line() {
        let plan = plan();
        let files = CalendarFiles::of(&plan).expect("there is a calendar");
        let found = files.kml(TerritoryIx(1)).expect("there are visits");
        let names: Vec<String> = texts(&found).into_iter().map(|(path, text)| format!("{path} {text}")).collect();
        let expect = [
            "kml/Document/name Visits · =South, deep",
            "kml/Document/Folder/name Wednesday 2026-12-02",
            "kml/Document/Folder/Placemark/name Middle of the accounts",
            "kml/Document/Folder/Placemark/Point/coordinates 0.250000,40.000000",
            "kml/Document/Folder/Placemark/name 1 Zeta Holdings",
            "kml/Document/Folder/Placemark/description 23:50–24:10 · class B",
            "kml/Document/Folder/Placemark/Point/coordinates 0.250000,40.000000",
            "kml/Document/Folder/Placemark/name Route",
            "kml/Document/Folder/Placemark/LineString/tessellate 1",
            "kml/Document/Folder/Placemark/LineString/coordinates 0.250000,40.000000 0.250000,40.000000 0.250000,40.000000",
        ];
        assert_eq!(names, expect);
    }

    #[test]
    fn names_do_not_become_markup() {
        let name = "</name><script>\u{1}]]>&#0;";
        let plan = plan_named([name; 4]);
        let files = CalendarFiles::of(&plan).expect("there is a calendar");
        for found in [files.kml(TerritoryIx(0)), files.gpx(TerritoryIx(0))].map(Option::unwrap_or_default) {
            let told = "1 </name><script>]]>&#0;";
            assert!(texts(&found).iter().any(|(path, text)| path.ends_with("name") && text == told), "{found}");
        }
    }
}
