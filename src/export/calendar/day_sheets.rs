//! Sheets to print: a page a day with map, stops, boxes to tick and lines for notes.

use super::clock::{hours_minutes, long_date};
use super::day_map::day_map;
use super::{CalendarFiles, Leg, Round, is_busy, is_out};
use crate::model::{AccountIx, DayRoute, TerritoryIx};
use crate::scene::{Palette, escaped, svg};
use std::fmt::Write;

/// The style of the sheets: black on white, and as wide as the paper, A4 or Letter.
const STYLE: &str = include_str!("day_sheets.css");

impl CalendarFiles<'_> {
    /// `day-sheets-….html`: a page for every day on which anything is planned. The file needs nothing beside it, runs nothing
    /// and may load nothing. `None` where nothing is planned. O(stops²) a day, for the marks of its map.
    #[must_use]
    pub fn day_sheets(&self, territory: TerritoryIx) -> Option<String> {
        let round = self.round(territory)?;
        let mut sheets = Sheets { out: String::new() };
        let title = escaped(&format!("Visits · {}", round.title()));
        sheets.add(format_args!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
             <style>\n{STYLE}</style>\n</head>\n<body>\n"
        ));
        let is_stale = self.plan.is_calendar_stale();
        let days: Vec<&DayRoute> = round.own.days.iter().filter(|day| is_busy(day)).collect();
        for (position, day) in days.iter().enumerate() {
            // Heads of tables stand again on every page that the day takes.
            sheets.add(format_args!(
                "<section class=\"day\">\n<table class=\"sheet\" role=\"presentation\"><thead><tr><td>\n"
            ));
            sheets.head(round, day, &format!("Day {} of {}", position + 1, days.len()));
            sheets.add(format_args!("</td></tr></thead><tbody><tr><td>\n"));
            if is_stale {
                sheets.add(format_args!(
                    "<p class=\"stale\">The plan has changed since this calendar was made: make the calendar again.</p>\n"
                ));
            }
            if is_out(day) {
                self.route(&mut sheets, round, day);
            }
            self.touches(&mut sheets, day);
            sheets.free_lines();
            self.foot(&mut sheets);
            sheets.add(format_args!("</td></tr></tbody></table>\n</section>\n"));
        }
        sheets.add(format_args!("</body>\n</html>\n"));
        Some(sheets.out)
    }

    /// Sums, map and stops of a day.
    fn route(&self, sheets: &mut Sheets, round: &Round, day: &DayRoute) {
        let (legs, [start, end]) = (self.legs(round, day), self.ends(round, day));
        sheets.sums(day, self.mileage_cost(day.distance));
        let places: Vec<_> = legs.iter().filter_map(|leg| Some((leg.number, leg.account.location?))).collect();
        if let Some(scene) = day_map([start.at, end.at], &places) {
            let picture = svg(&scene, &Palette::light());
            sheets.add(format_args!(
                "<figure class=\"map\" role=\"img\" aria-label=\"Map of the route\">\n{picture}</figure>\n"
            ));
        }
        sheets.add(format_args!(
            "<table class=\"stops\">\n<thead><tr><th>Done</th><th>Stop</th><th>Time</th><th>Whom</th><th>Class</th><th>Way</th>\
             <th>Notes</th></tr></thead>\n<tbody>\n"
        ));
        let mut lunch = day.lunch;
        sheets.between(day.leave, &format!("Leave · {}", escaped(&start.within_words())), "");
        for leg in &legs {
            if let Some(at) = lunch.take_if(|at| *at < leg.stop.end) {
                sheets.lunch(at, round.lunch_minutes);
            }
            sheets.stop(leg);
        }
        if let Some(at) = lunch {
            sheets.lunch(at, round.lunch_minutes);
        }
        let drive = day.drive.saturating_sub(legs.iter().map(|leg| leg.drive).fold(0, u16::saturating_add));
        let km = day.distance.kilometers() - legs.iter().map(|leg| leg.distance.kilometers()).sum::<f64>();
        if end.is_night {
            sheets.between(day.back, &escaped(&end.words), "");
        } else {
            let words = format!("Back · {}", escaped(&end.within_words()));
            sheets.between(day.back, &words, &way_words(drive, km.max(0.0)));
        }
        sheets.add(format_args!("</tbody>\n</table>\n"));
    }

    fn touches(&self, sheets: &mut Sheets, day: &DayRoute) {
        if day.calls.is_empty() && day.emails.is_empty() {
            return;
        }
        sheets.add(format_args!("<div class=\"touches\">\n"));
        for (kind, whom) in [("Calls", &day.calls), ("E-mails", &day.emails)] {
            if !whom.is_empty() {
                sheets.add(format_args!("<div><h3>{kind}</h3>\n<ul>\n"));
                for &account in whom {
                    self.touch(sheets, account);
                }
                sheets.add(format_args!("</ul></div>\n"));
            }
        }
        sheets.add(format_args!("</div>\n"));
    }

    fn touch(&self, sheets: &mut Sheets, account: AccountIx) {
        let (name, id) = (escaped(self.account(account).name), escaped(self.account(account).id));
        sheets.add(format_args!(
            "<li><span class=\"box\"></span> <bdi>{name}</bdi> <span class=\"small\"><bdi>{id}</bdi></span></li>\n"
        ));
    }

    /// Which reckoning of travel the times are from.
    fn foot(&self, sheets: &mut Sheets) {
        let detour = self.plan.settings().travel.detour.value().to_string();
        let words = self.plan.travel_in_words("km", &detour, &|amount| amount.to_string());
        let words = escaped(&words);
        sheets
            .add(format_args!("<p class=\"foot\">Travel is reckoned by {words}; the map shows straight lines.</p>\n"));
    }
}

struct Sheets {
    out: String,
}

impl Sheets {
    fn add(&mut self, text: std::fmt::Arguments) {
        // Writing to a string cannot fail.
        let _ = self.out.write_fmt(text);
    }

    fn head(&mut self, round: &Round, day: &DayRoute, count: &str) {
        let title = escaped(round.title());
        let territory = escaped(round.territory);
        let of = if round.rep_label.is_empty() { String::new() } else { format!(" · <bdi>{territory}</bdi>") };
        let date = long_date(day.day);
        self.add(format_args!(
            "<header class=\"head\"><div><p><bdi>{title}</bdi>{of}</p><h2>{date}</h2></div><p class=\"count\">{count}</p>\
             </header>\n"
        ));
    }

    fn sums(&mut self, day: &DayRoute, cost: f64) {
        let [leave, back] = [day.leave, day.back].map(hours_minutes);
        let (stops, visiting, drive) = (counted(day.stops.len(), "stop"), day.visiting(), day.drive);
        let km = day.distance.kilometers();
        self.add(format_args!(
            "<ul class=\"sums\"><li><b>{leave}–{back}</b></li><li><b>{stops}</b></li><li>{visiting} min of visits</li>\
             <li>{drive} min, {km:.1} km on the road</li><li>mileage {cost:.2}</li></ul>\n"
        ));
    }

    fn stop(&mut self, leg: &Leg) {
        let Leg { number, stop, account, .. } = leg;
        let [arrival, start, end] = [stop.arrival, stop.start, stop.end].map(hours_minutes);
        let wait = if stop.start > stop.arrival {
            format!("<span class=\"small\">there {arrival}</span>")
        } else {
            String::new()
        };
        let pinned = if stop.is_pinned { "<span class=\"small\">pinned</span>" } else { "" };
        let [name, id, place, class] = [account.name, account.id, account.place, leg.class].map(escaped);
        let place = if place.is_empty() { String::new() } else { format!("<bdi>{place}</bdi> · ") };
        let way = way_words(leg.drive, leg.distance.kilometers());
        self.add(format_args!(
            "<tr><td class=\"tick\"><span class=\"box\"></span></td><td class=\"number\">{number}</td>\
             <td class=\"time\"><b>{start}–{end}</b>{wait}{pinned}</td>\
             <td class=\"whom\"><b><bdi>{name}</bdi></b><span class=\"small\">{place}<bdi>{id}</bdi></span></td>\
             <td class=\"class\"><bdi>{class}</bdi></td><td class=\"way\">{way}</td>\
             <td class=\"notes\"><span class=\"line\"></span></td></tr>\n"
        ));
    }

    /// A row between stops.
    fn between(&mut self, minute: u16, words: &str, way: &str) {
        let time = hours_minutes(minute);
        self.add(format_args!(
            "<tr class=\"between\"><td></td><td></td><td class=\"time\">{time}</td><td colspan=\"2\">{words}</td>\
             <td class=\"way\">{way}</td><td></td></tr>\n"
        ));
    }

    fn lunch(&mut self, minute: u16, minutes: u16) {
        self.between(minute, &format!("Lunch, {minutes} min"), "");
    }

    fn free_lines(&mut self) {
        let line = "<span class=\"line\"></span>";
        self.add(format_args!("<div class=\"free\"><h3>Notes of the day</h3>{line}{line}{line}</div>\n"));
    }
}

/// `12 min`, and below it the kilometres.
fn way_words(drive: u16, km: f64) -> String {
    format!("{drive} min<span class=\"small\">{km:.1} km</span>")
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::super::sample::{brief_of, calendar_of, plan, plan_named};
    use super::*;
    use crate::plan::{Plan, VisitChange, VisitPlan};
    use proptest::prelude::*;

    fn sheets(plan: &Plan, territory: u16) -> Option<String> {
        CalendarFiles::of(plan)?.day_sheets(TerritoryIx(territory))
    }

    /// The names of the tags, in order.
    fn tags(html: &str) -> Vec<&str> {
        html.split('<').skip(1).filter_map(|tag| tag.split([' ', '>', '\n']).next()).collect()
    }

    #[test]
    fn a_day_shows_its_stops_lunch_and_way_back_in_order() {
        let found = sheets(&plan(), 0).expect("there are visits");
        let day = found.split("<section").nth(1).expect("there is a day");
        let parts = [
            "<bdi>Ada</bdi> · <bdi>North</bdi></p><h2>Monday, 30 November 2026</h2>",
            "Day 1 of 3",
            "<b>10:10–13:05</b>",
            "<b>2 stops</b>",
            "80 min, 100.0 km on the road",
            "mileage 50.00",
            "<svg ",
            "10:10</td><td colspan=\"2\">Leave · home base",
            "<b>11:00–11:30</b><span class=\"small\">there 10:50</span>",
            "<b><bdi>Acme, Inc.; &quot;East&quot;</bdi></b><span class=\"small\"><bdi>Chicago, IL</bdi> · <bdi>a-1</bdi>",
            "12:00</td><td colspan=\"2\">Lunch, 45 min",
            "<b>12:40–12:50</b><span class=\"small\">pinned</span>",
            "<bdi>=1+1 &lt;b&gt;&amp;</bdi>",
            "13:05</td><td colspan=\"2\">Back · home base</td><td class=\"way\">15 min<span class=\"small\">50.0 km",
        ];
        let mut rest = day;
        for part in parts {
            let at = rest.find(part).unwrap_or_else(|| panic!("{part} does not follow in {rest}"));
            rest = &rest[at + part.len()..];
        }
        assert!(
            found.split("<section").nth(2).is_some_and(|day| day.contains("<h3>Calls</h3>") && !day.contains("<svg"))
        );
        assert_eq!(sheets(&plan(), 2), None);
    }

    #[test]
    fn sheets_of_a_plan_that_changed_say_so() {
        let says = |plan: &Plan| sheets(plan, 0).expect("there are visits").contains("has changed since");
        let mut plan = plan();
        assert!(says(&plan));
        let mut calendar = calendar_of(&plan).clone();
        calendar.basis = plan.visit_basis().expect("there are visits");
        let visits = VisitPlan { calendar: Some(calendar), ..VisitPlan::asking(brief_of(&plan).clone()) };
        let edit = plan.visits_edit(visits, VisitChange::Calendar);
        plan.apply(edit).expect("the calendar fits");
        assert!(!says(&plan));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn no_name_becomes_markup(name in "[a<>&\"'/! \u{202e}\n-]{0,20}<script>[a<>&]{0,9}") {
            let plain = sheets(&plan_named(["a", "b", "c", "d"]), 0).expect("there are visits");
            let found = sheets(&plan_named([&name; 4]), 0).expect("there are visits");
            prop_assert_eq!(tags(&found), tags(&plain));
        }
    }
}
