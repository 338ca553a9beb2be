//! Visits for calendar programs: iCalendar, RFC 5545.

use super::clock::{digits, moment};
use super::content_lines::ContentLines;
use super::{CalendarFiles, Leg, Round, degrees};
use crate::model::{AccountIx, DayRoute, Precision, TerritoryIx};
use crate::units::{Day, LonLat};
use std::collections::BTreeMap;
use std::fmt::Write;

impl CalendarFiles<'_> {
    /// `calendar-….ics`: an event a visit, and one a day, which blocks no time, for whom to call and to write to. `None` where
    /// nothing is planned.
    ///
    /// - Events keep their ids when the calendar is made again: the id of a visit is made of the layer, the rep, the account
    ///   and how many visits to it came before, so that a program that reads the file again moves an event and doubles none.
    ///   What is to do in a day is told by its day.
    /// - Times are floating, without a zone: they are those of the clock where the rep is, and the plan knows no zones.
    /// - No clock is asked: DTSTAMP is the first day of what was planned, and the same plan gives the same bytes.
    ///
    /// O(stops).
    #[must_use]
    pub fn ics(&self, territory: TerritoryIx) -> Option<String> {
        let round = self.round(territory)?;
        let mut lines = ContentLines::default();
        lines.line("BEGIN", "VCALENDAR");
        lines.line("VERSION", "2.0");
        lines.line("PRODID", "-//Hinterland//Visits//EN");
        lines.line("CALSCALE", "GREGORIAN");
        // No property of the standard names a whole calendar; programs take this one.
        lines.text("X-WR-CALNAME", &format!("Visits · {}", round.title()));
        let mut visits_so_far: BTreeMap<AccountIx, usize> = BTreeMap::new();
        for day in &round.own.days {
            for leg in self.legs(round, day) {
                let ordinal = visits_so_far.entry(leg.stop.account).or_default();
                *ordinal += 1;
                self.visit_event(&mut lines, round, day, &leg, *ordinal);
            }
            self.touches_event(&mut lines, round, day);
            self.night_event(&mut lines, round, day);
        }
        lines.line("END", "VCALENDAR");
        Some(lines.finish())
    }

    fn visit_event(&self, lines: &mut ContentLines, round: &Round, day: &DayRoute, leg: &Leg, ordinal: usize) {
        let Leg { stop, account, .. } = leg;
        let id = self.stable_id(round, &["visit", account.id]);
        self.begin(lines, &format!("visit-{id:032x}-{ordinal}@hinterland"));
        lines.line("DTSTART", &moment(day.day, stop.start));
        // An end may not be its start.
        if stop.end > stop.start {
            lines.line("DTEND", &moment(day.day, stop.end));
        }
        lines.text("SUMMARY", account.name);
        let mut words = format!("Stop {} of {}", leg.number, day.stops.len());
        if !leg.class.is_empty() {
            words = format!("Class {}\n{words}", leg.class);
        }
        let km = leg.distance.kilometers();
        // Writing to a string cannot fail.
        let _ = write!(words, "\nDrive {} min, {km:.1} km\nAccount {}", leg.drive, account.id);
        lines.text("DESCRIPTION", &words);
        if let Some(point) = account.location {
            lines.line("GEO", &format!("{};{}", degrees(point.lat()), degrees(point.lon())));
            lines.text("LOCATION", &location_words(account.precision, account.place, point));
        }
        lines.line("END", "VEVENT");
    }

    /// Whom to call and to write to on a day, if anybody.
    fn touches_event(&self, lines: &mut ContentLines, round: &Round, day: &DayRoute) {
        let kinds = [("Calls", &day.calls), ("E-mails", &day.emails)].into_iter().filter(|(_, whom)| !whom.is_empty());
        let listed = |(kind, whom): (&str, &Vec<AccountIx>)| {
            let names: Vec<&str> = whom.iter().map(|&account| self.account(account).name).collect();
            format!("{kind}: {}", names.join(", "))
        };
        let kinds: Vec<String> = kinds.map(listed).collect();
        if kinds.is_empty() {
            return;
        }
        let id = self.stable_id(round, &["touches"]);
        self.begin(lines, &format!("touches-{id:032x}-{}@hinterland", digits(day.day)));
        lines.line("DTSTART;VALUE=DATE", &digits(day.day));
        if let Ok(next) = Day::from_number(day.day.number() + 1) {
            lines.line("DTEND;VALUE=DATE", &digits(next));
        }
        lines.line("TRANSP", "TRANSPARENT");
        lines.text("SUMMARY", &kinds.join(" · "));
        lines.text("DESCRIPTION", &kinds.join("\n"));
        lines.line("END", "VEVENT");
    }

    /// The night away after a day, which blocks no time.
    fn night_event(&self, lines: &mut ContentLines, round: &Round, day: &DayRoute) {
        let Some(night) = day.night else { return };
        let [_, end] = self.ends(round, day);
        let id = self.stable_id(round, &["night"]);
        self.begin(lines, &format!("night-{id:032x}-{}@hinterland", digits(day.day)));
        lines.line("DTSTART;VALUE=DATE", &digits(day.day));
        if let Ok(next) = Day::from_number(day.day.number() + 1) {
            lines.line("DTEND;VALUE=DATE", &digits(next));
        }
        lines.line("TRANSP", "TRANSPARENT");
        lines.text("SUMMARY", &end.words);
        lines.line("GEO", &format!("{};{}", degrees(night.lat()), degrees(night.lon())));
        lines.line("END", "VEVENT");
    }

    fn begin(&self, lines: &mut ContentLines, uid: &str) {
        lines.line("BEGIN", "VEVENT");
        lines.line("UID", uid);
        lines.line("DTSTAMP", &format!("{}T000000Z", digits(self.brief.start)));
        lines.line("SEQUENCE", "0");
    }

    /// What stays the same when a calendar is made again: the position of the layer, the rep's id, or the territory without
    /// one, and these words, as a number (FNV-1a) that tells nothing about them.
    fn stable_id(&self, round: &Round, words: &[&str]) -> u128 {
        let layer = self.plan.here().layer.to_string();
        let rep = round.rep.and_then(|rep| self.plan.dataset().rep(rep));
        let number = round.own.territory.index().to_string();
        let owner = rep.map_or(["territory", &number], |rep| ["rep", &rep.id]);
        let mut hash = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128;
        for word in [layer.as_str()].iter().chain(&owner).chain(words) {
            // No text has the octet 255: words do not run into each other.
            for octet in word.bytes().chain([0xff]) {
                hash = (hash ^ u128::from(octet)).wrapping_mul(0x0100_0000_0000_0000_0000_013b);
            }
        }
        hash
    }
}

/// The place in words, or its coordinates, which maps find, where it was not matched to a place.
fn location_words(precision: Precision, place: &str, point: LonLat) -> String {
    if precision == Precision::Given || place.is_empty() {
        format!("{}, {}", degrees(point.lat()), degrees(point.lon()))
    } else {
        place.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{brief_of, calendar_of, day, plan, plan_named};
    use super::*;
    use crate::plan::{Plan, VisitChange, VisitPlan};
    use proptest::prelude::*;

    fn ics(plan: &Plan, territory: u16) -> Option<String> {
        CalendarFiles::of(plan)?.ics(TerritoryIx(territory))
    }

    /// The unfolded lines of each event, by name.
    fn events(content: &str) -> Vec<BTreeMap<String, String>> {
        let unfolded = content.replace("\r\n ", "");
        let events = unfolded.split("BEGIN:VEVENT\r\n").skip(1);
        let lines = |event: &str| {
            let lines = event.split("END:VEVENT").next().unwrap_or_default().lines();
            lines.filter_map(|line| line.split_once(':')).map(|(name, value)| (name.into(), value.into())).collect()
        };
        events.map(lines).collect()
    }

    #[test]
    fn a_calendar_is_written_as_the_standard_says() {
        let expect = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Hinterland//Visits//EN\r\nCALSCALE:GREGORIAN\r\n\
            X-WR-CALNAME:Visits · =South\\, deep\r\nBEGIN:VEVENT\r\n\
            UID:visit-UID-1@hinterland\r\nDTSTAMP:20261130T000000Z\r\nSEQUENCE:0\r\n\
            DTSTART:20261202T235000\r\nDTEND:20261203T001000\r\nSUMMARY:Zeta\\nHoldings\r\n\
            DESCRIPTION:Class B\\nStop 1 of 1\\nDrive 20 min\\, 0.0 km\\nAccount a-3\r\n\
            GEO:40.000000;0.250000\r\nLOCATION:Vinaròs\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        let found = ics(&plan(), 1).expect("there is a visit");
        let uid = &events(&found)[0]["UID"]["visit-".len()..][..32];
        assert!(uid.bytes().all(|digit| digit.is_ascii_hexdigit()), "{uid}");
        assert_eq!(found, expect.replace("-UID-", &format!("-{uid}-")));
        assert_eq!(ics(&plan(), 2), None);
    }

    #[test]
    fn whom_to_call_blocks_no_time() {
        let found = ics(&plan(), 0).expect("there are visits");
        let all = events(&found);
        assert_eq!(all.len(), 4);
        let touches = &all[2];
        assert_eq!(touches["DTSTART;VALUE=DATE"], "20261201");
        assert_eq!(touches["DTEND;VALUE=DATE"], "20261202");
        assert_eq!(touches["TRANSP"], "TRANSPARENT");
        let names = "Calls: Acme\\, Inc.\\; \"East\"\\, =1+1 <b>& · E-mails: Acme\\, Inc.\\; \"East\"";
        assert_eq!(touches["SUMMARY"], names);
        // Coordinates that stood in the file say more than a place.
        assert_eq!(all[1]["LOCATION"], "41.500000\\, -87.000000");
    }

    #[test]
    fn a_visit_keeps_its_id_when_it_moves() {
        let mut plan = plan();
        let before = events(&ics(&plan, 0).expect("there are visits"));
        let mut calendar = calendar_of(&plan).clone();
        calendar.territories[0].days[2].day = day(8);
        let visits = VisitPlan { calendar: Some(calendar), ..VisitPlan::asking(brief_of(&plan).clone()) };
        let edit = plan.visits_edit(visits, VisitChange::MoveVisit);
        plan.apply(edit).expect("the calendar fits");
        let after = events(&ics(&plan, 0).expect("there are visits"));
        let ids = |events: &[BTreeMap<String, String>]| events.iter().map(|own| own["UID"].clone()).collect::<Vec<_>>();
        assert_eq!(ids(&before), ids(&after));
        assert_ne!(before[3]["DTSTART"], after[3]["DTSTART"]);
        // Twice the same account, once another, and the list of a day.
        let mut different = ids(&after);
        different.extend(ids(&events(&ics(&plan, 1).expect("there is a visit"))));
        different.sort();
        different.dedup();
        assert_eq!(different.len(), 5);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn no_name_breaks_a_line(name in "[a東🚗\r\n\t;:,\\\\\"\u{7f}]{0,120}BEGIN:VEVENT\r\nEND") {
            let found = ics(&plan_named([&name, &name, &name, ""]), 0).expect("there are visits");
            prop_assert!(found.split("\r\n").all(|line| line.len() <= 75 && !line.contains(['\r', '\n'])));
            prop_assert_eq!(found.matches("\r\nBEGIN:VEVENT").count(), 4);
            prop_assert_eq!(found.matches("\r\nEND:VEVENT").count(), 4);
        }
    }
}
