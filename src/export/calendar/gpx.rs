//! Routes for satnavs: GPX 1.1.

use super::clock::{hours_minutes, weekday};
use super::xml::Xml;
use super::{CalendarFiles, Leg, degrees, is_out};
use crate::model::TerritoryIx;
use crate::plan::DayEnd;
use crate::units::LonLat;

impl CalendarFiles<'_> {
    /// `routes-….gpx`: a route a day, from the base through the stops and back; a stop without a location is left out. `None`
    /// where nothing is planned. O(stops).
    #[must_use]
    pub fn gpx(&self, territory: TerritoryIx) -> Option<String> {
        let round = self.round(territory)?;
        let mut xml = Xml::new();
        let schema = "http://www.topografix.com/GPX/1/1";
        xml.open("gpx", &[("version", "1.1"), ("creator", "Hinterland"), ("xmlns", schema)]);
        xml.open("metadata", &[]);
        xml.leaf("name", &format!("Visits · {}", round.title()));
        xml.close();
        for day in round.own.days.iter().filter(|day| is_out(day)) {
            xml.open("rte", &[]);
            xml.leaf("name", &format!("{} {} · {}", weekday(day.day), day.day, round.title()));
            let [start, end] = self.ends(round, day);
            base(&mut xml, &start);
            for leg in self.legs(round, day) {
                if let Some(location) = leg.account.location {
                    point(&mut xml, location, &title(&leg), &times(&leg));
                }
            }
            base(&mut xml, &end);
            xml.close();
        }
        Some(xml.finish())
    }
}

fn base(xml: &mut Xml, end: &DayEnd) {
    if let Some(at) = end.at {
        point(xml, at, &end.words, "");
    }
}

fn point(xml: &mut Xml, at: LonLat, name: &str, words: &str) {
    xml.open("rtept", &[("lat", &degrees(at.lat())), ("lon", &degrees(at.lon()))]);
    xml.leaf("name", name);
    if !words.is_empty() {
        xml.leaf("desc", words);
    }
    xml.close();
}

/// `3 Acme`.
pub(super) fn title(leg: &Leg) -> String {
    format!("{} {}", leg.number, leg.account.name)
}

/// `09:30–10:00 · class A`.
pub(super) fn times(leg: &Leg) -> String {
    let mut words = format!("{}–{}", hours_minutes(leg.stop.start), hours_minutes(leg.stop.end));
    if !leg.class.is_empty() {
        words.push_str(" · class ");
        words.push_str(leg.class);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::super::sample::plan;
    use super::super::xml::texts;
    use super::*;

    #[test]
    fn a_day_is_a_route_from_the_base_and_back() {
        let plan = plan();
        let files = CalendarFiles::of(&plan).expect("there is a calendar");
        let found = files.gpx(TerritoryIx(0)).expect("there are visits");
        assert!(found.contains("\n  <rtept lat=\"41.500000\" lon=\"-87.000000\">\n"), "{found}");
        let names: Vec<String> = texts(&found).into_iter().map(|(path, text)| format!("{path} {text}")).collect();
        let expect = [
            "gpx/metadata/name Visits · Ada",
            "gpx/rte/name Monday 2026-11-30 · Ada",
            "gpx/rte/rtept/name Home base",
            "gpx/rte/rtept/name 1 Acme, Inc.; \"East\"",
            "gpx/rte/rtept/desc 11:00–11:30 · class A",
            "gpx/rte/rtept/name 2 =1+1 <b>&",
            "gpx/rte/rtept/desc 12:40–12:50 · class B",
            "gpx/rte/rtept/name Home base",
            "gpx/rte/name Monday 2026-12-07 · Ada",
            "gpx/rte/rtept/name Home base",
            "gpx/rte/rtept/name 1 Acme, Inc.; \"East\"",
            "gpx/rte/rtept/desc 08:20–09:00 · class A",
            "gpx/rte/rtept/name Home base",
        ];
        assert_eq!(names, expect);
        assert_eq!(files.gpx(TerritoryIx(2)), None);
    }
}
