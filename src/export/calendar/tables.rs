//! `visits.csv`, `days.csv` and `unplaced.csv`.

use super::super::table::{Table, fixed};
use super::clock::{hours_minutes, weekday};
use super::{CalendarFiles, Round, is_out};
use crate::model::DayRoute;
use crate::units::LonLat;
use std::borrow::Cow;

impl CalendarFiles<'_> {
    /// `visits.csv`: a row a stop of all calendars of the layer, by territory, day and order.
    ///
    /// `territory,rep,date,weekday,stop,account_id,name,class,arrival,start,end,drive_minutes,km,latitude,longitude,pinned`:
    /// times as HH:MM; `drive_minutes` and `km` are of the way to the stop; `pinned` is yes or no. O(stops).
    #[must_use]
    pub fn visits_csv(&self) -> String {
        let mut table = Table::new([
            "territory",
            "rep",
            "date",
            "weekday",
            "stop",
            "account_id",
            "name",
            "class",
            "arrival",
            "start",
            "end",
            "drive_minutes",
            "km",
            "latitude",
            "longitude",
            "pinned",
        ]);
        for (round, day) in self.all_days() {
            for leg in self.legs(round, day) {
                let degrees = |pick: fn(LonLat) -> f64| -> Cow<str> {
                    leg.account.location.map_or(Cow::Borrowed(""), |point| pick(point).to_string().into())
                };
                let whom = [leg.number.to_string().into(), leg.account.id.into(), leg.account.name.into()];
                let times = [leg.stop.arrival, leg.stop.start, leg.stop.end].map(|minute| hours_minutes(minute).into());
                let way = [leg.drive.to_string().into(), fixed(leg.distance.kilometers(), 3)];
                let place = [degrees(LonLat::lat), degrees(LonLat::lon)];
                let cells = when(round, day).into_iter().chain(whom).chain([leg.class.into()]).chain(times).chain(way);
                table.row(cells.chain(place).chain([if leg.stop.is_pinned { "yes" } else { "no" }.into()]));
            }
        }
        table.finish()
    }

    /// `days.csv`: a row a working day of all calendars of the layer, those without a visit included.
    ///
    /// `territory,rep,date,weekday,leave,back,lunch,stops,visiting_minutes,drive_minutes,km,mileage_cost,calls,emails`: times
    /// as HH:MM, empty where there is none; `km` and `mileage_cost` include the way back. Where any night is spent away, two more:
    /// `night`, where it is, and `night_cost`. O(stops).
    #[must_use]
    pub fn days_csv(&self) -> String {
        let has_nights = self.all_days().any(|(_, day)| day.night.is_some());
        let further = ["night", "night_cost"].into_iter().filter(|_| has_nights);
        let header = [
            "territory",
            "rep",
            "date",
            "weekday",
            "leave",
            "back",
            "lunch",
            "stops",
            "visiting_minutes",
            "drive_minutes",
            "km",
            "mileage_cost",
            "calls",
            "emails",
        ];
        let mut table = Table::new(header.into_iter().chain(further));
        for (round, day) in self.all_days() {
            let is_out = is_out(day);
            let time = |minute: Option<u16>| minute.map_or(Cow::Borrowed(""), |minute| hours_minutes(minute).into());
            let times = [Some(day.leave).filter(|_| is_out), Some(day.back).filter(|_| is_out), day.lunch].map(time);
            let counts =
                [day.stops.len().to_string(), day.visiting().to_string(), day.drive.to_string()].map(Cow::Owned);
            let costs = [fixed(day.distance.kilometers(), 3), fixed(self.mileage_cost(day.distance), 2)];
            let touches = [day.calls.len(), day.emails.len()].map(|count| count.to_string().into());
            let night = day.night.map(|_| self.ends(round, day)[1].words.clone());
            let cost = if night.is_some() { fixed(self.brief.cost_per_night, 2) } else { Cow::Borrowed("") };
            let night = [night.unwrap_or_default().into(), cost].into_iter().filter(|_| has_nights);
            table.row(when(round, day).into_iter().chain(times).chain(counts).chain(costs).chain(touches).chain(night));
        }
        table.finish()
    }

    /// `unplaced.csv`: a row an account of which visits have no day.
    ///
    /// `territory,rep,account_id,name,class,visits,reason,remedy`: how many, why, and what would make them fit. O(rows).
    #[must_use]
    pub fn unplaced_csv(&self) -> String {
        let mut table = Table::new(["territory", "rep", "account_id", "name", "class", "visits", "reason", "remedy"]);
        for round in &self.rounds {
            for missing in &round.own.unplaced {
                let account = self.account(missing.account);
                let class = self.classes.get(missing.account.index()).copied().unwrap_or_default();
                let words = missing.reason.to_string();
                // The words of a reason are what is so, a colon, and what to do.
                let (reason, remedy) = words.split_once(": ").unwrap_or((&words, ""));
                let whom = [round.territory, round.rep_label, account.id, account.name, class].map(Cow::Borrowed);
                let what = [missing.visits.to_string().into(), reason.into(), remedy.into()];
                table.row(whom.into_iter().chain(what));
            }
            for own in &round.own.untouched {
                let account = self.account(own.account);
                let class = self.classes.get(own.account.index()).copied().unwrap_or_default();
                let reason = format!("{} calls and {} e-mails: no working day is left for them", own.calls, own.emails);
                let whom = [round.territory, round.rep_label, account.id, account.name, class].map(Cow::Borrowed);
                let remedy = "take off holidays or days off, or lengthen the calendar";
                table.row(whom.into_iter().chain(["0".into(), reason.into(), remedy.into()]));
            }
        }
        table.finish()
    }

    fn all_days(&self) -> impl Iterator<Item = (&Round<'_>, &DayRoute)> {
        self.rounds.iter().flat_map(|round| round.own.days.iter().map(move |day| (round, day)))
    }
}

/// `territory,rep,date,weekday`.
fn when<'a>(round: &Round<'a>, day: &DayRoute) -> [Cow<'a, str>; 4] {
    [round.territory.into(), round.rep_label.into(), day.day.to_string().into(), weekday(day.day).into()]
}

#[cfg(test)]
mod tests {
    use super::super::sample::plan;
    use super::*;
    use crate::model::Unplaced::{Closed, Full, NoLocation, NoWorkingDay, TooFar};

    fn check(found: &str, expect: &[&str]) {
        assert_eq!(found, expect.join("\r\n") + "\r\n");
    }

    #[test]
    fn every_stop_has_a_row() {
        let plan = plan();
        let files = CalendarFiles::of(&plan).expect("there is a calendar");
        check(
            &files.visits_csv(),
            &[
                "territory,rep,date,weekday,stop,account_id,name,class,arrival,start,end,drive_minutes,km,latitude,\
                 longitude,pinned",
                "North,Ada,2026-11-30,Monday,1,a-1,\"Acme, Inc.; \"\"East\"\"\",A,10:50,11:00,11:30,40,25.000,41.5,-87.5,no",
                "North,Ada,2026-11-30,Monday,2,a-2,'=1+1 <b>&,B,12:40,12:40,12:50,25,25.000,41.5,-87,yes",
                "North,Ada,2026-12-07,Monday,1,a-1,\"Acme, Inc.; \"\"East\"\"\",A,08:20,08:20,09:00,20,10.000,41.5,-87.5,no",
                "\"'=South, deep\",,2026-12-02,Wednesday,1,a-3,\"Zeta\nHoldings\",B,23:40,23:50,24:10,20,0.000,40,0.25,no",
            ],
        );
    }

    #[test]
    fn every_working_day_has_a_row() {
        let plan = plan();
        let files = CalendarFiles::of(&plan).expect("there is a calendar");
        check(
            &files.days_csv(),
            &[
                "territory,rep,date,weekday,leave,back,lunch,stops,visiting_minutes,drive_minutes,km,mileage_cost,calls,emails",
                "North,Ada,2026-11-30,Monday,10:10,13:05,12:00,2,40,80,100.000,50.00,0,0",
                "North,Ada,2026-12-01,Tuesday,,,,0,0,0,0.000,0.00,2,1",
                "North,Ada,2026-12-07,Monday,08:00,09:30,,1,40,50,20.000,10.00,0,0",
                "\"'=South, deep\",,2026-12-02,Wednesday,23:20,24:50,,1,20,40,0.000,0.00,0,0",
                "Idle,Sam,2026-11-30,Monday,,,,0,0,0,0.000,0.00,0,0",
            ],
        );
    }

    #[test]
    fn what_has_no_day_says_why_and_what_to_do() {
        let plan = plan();
        let files = CalendarFiles::of(&plan).expect("there is a calendar");
        check(
            &files.unplaced_csv(),
            &[
                "territory,rep,account_id,name,class,visits,reason,remedy",
                "North,Ada,a-2,'=1+1 <b>&,B,3,the days are full,\"ask for fewer visits, longer days or more reps\"",
                "Idle,Sam,a-4,Gone,,1,its location is unknown,put it on the map",
            ],
        );
        for reason in [NoLocation, TooFar, Closed, NoWorkingDay, Full] {
            assert!(reason.to_string().contains(": "), "{reason:?} says what to do");
        }
    }
}
