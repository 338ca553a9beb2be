//! Links that open a day's stops in the maps program of a device.

use crate::model::{Dataset, DayRoute};
use crate::units::LonLat;

/// The most stops between the ends of a route that Google's links take.
const MOST_WAYPOINTS: usize = 9;

/// Whose maps. Either opens the program where it is installed and a page of the maker elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MapsProgram {
    /// Google Maps, on any device. A link holds nine stops between its ends.
    Google,
    /// Apple Maps. A link holds one way, from stop to stop.
    Apple,
}

/// A link to a part of a day's route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayLink {
    /// `Base to stop 10`.
    pub label: String,
    /// Where it leads. Coordinates are all that it says.
    pub url: String,
}

/// A day's route, from where it starts through the stops to where it ends, as links for a maps program, in order. Each part starts where the
/// one before ends. Stops without a location are left out.
///
/// The links are for a person to follow: whoever does tells the maker of the maps where the base and the stops are, and nothing
/// else. O(stops).
#[must_use]
pub fn day_links(
    dataset: &Dataset,
    [start, end]: [Option<LonLat>; 2],
    day: &DayRoute,
    maps: MapsProgram,
) -> Vec<DayLink> {
    let stops = (1..).zip(&day.stops).filter_map(|(number, stop)| {
        let location = dataset.accounts().get(stop.account).location?;
        Some((format!("Stop {number}"), location))
    });
    let stops: Vec<(String, LonLat)> = stops.collect();
    if stops.is_empty() {
        return Vec::new();
    }
    let called = |base: LonLat| ("Base".to_owned(), base);
    let points: Vec<(String, LonLat)> = start.map(called).into_iter().chain(stops).chain(end.map(called)).collect();
    let ways = match maps {
        MapsProgram::Google => MOST_WAYPOINTS + 1,
        MapsProgram::Apple => 1,
    };
    // A single stop without a base is a part of no way.
    let firsts = (0..points.len().saturating_sub(1).max(1)).step_by(ways);
    firsts.filter_map(|first| link(points.get(first..(first + ways + 1).min(points.len()))?, maps)).collect()
}

fn link(points: &[(String, LonLat)], maps: MapsProgram) -> Option<DayLink> {
    let ((from, origin), (to, destination)) = (points.first()?, points.last()?);
    let is_way = points.len() > 1;
    let label = if is_way { format!("{from} to {}", to.to_lowercase()) } else { format!("To {}", to.to_lowercase()) };
    let [origin, destination] = [*origin, *destination].map(coordinates);
    let (start, origin_key) = match maps {
        MapsProgram::Google => ("https://www.google.com/maps/dir/?api=1&travelmode=driving&destination=", "&origin="),
        MapsProgram::Apple => ("https://maps.apple.com/?dirflg=d&daddr=", "&saddr="),
    };
    let mut url = start.to_owned() + &destination;
    // Without a start the program takes where the device is.
    if is_way {
        url += origin_key;
        url += &origin;
    }
    let between = points.get(1..points.len() - 1).unwrap_or_default();
    for (position, (_, waypoint)) in between.iter().enumerate() {
        url += if position == 0 { "&waypoints=" } else { "%7C" };
        url += &coordinates(*waypoint);
    }
    Some(DayLink { label, url })
}

/// Latitude and longitude with an encoded comma.
fn coordinates(at: LonLat) -> String {
    format!("{:.6}%2C{:.6}", at.lat(), at.lon())
}

#[cfg(test)]
mod tests {
    use super::super::sample::{calendar_of, plan};
    use super::*;
    use crate::model::Stop;

    fn check(base: Option<LonLat>, stops: usize, maps: MapsProgram, labels: &[&str]) -> Vec<String> {
        let plan = plan();
        let mut day = calendar_of(&plan).territories[0].days[0].clone();
        day.stops = day.stops.iter().cycle().take(stops).copied().collect();
        let links = day_links(plan.dataset(), [base; 2], &day, maps);
        assert_eq!(links.iter().map(|link| link.label.as_str()).collect::<Vec<_>>(), labels);
        links.into_iter().map(|link| link.url).collect()
    }

    #[test]
    fn a_short_day_is_one_link_of_coordinates() {
        let base = LonLat::new(-88.0, 41.5).ok();
        let urls = check(base, 2, MapsProgram::Google, &["Base to base"]);
        let expect = "https://www.google.com/maps/dir/?api=1&travelmode=driving&destination=41.500000%2C-88.000000\
            &origin=41.500000%2C-88.000000&waypoints=41.500000%2C-87.500000%7C41.500000%2C-87.000000";
        assert_eq!(urls, [expect]);
        let urls = check(base, 1, MapsProgram::Apple, &["Base to stop 1", "Stop 1 to base"]);
        let expect = "https://maps.apple.com/?dirflg=d&daddr=41.500000%2C-87.500000&saddr=41.500000%2C-88.000000";
        assert_eq!(urls[0], expect);
    }

    #[test]
    fn a_long_day_comes_in_parts_of_nine_waypoints() {
        let base = LonLat::new(-88.0, 41.5).ok();
        let parts = ["Base to stop 10", "Stop 10 to stop 20", "Stop 20 to base"];
        let urls = check(base, 23, MapsProgram::Google, &parts);
        assert_eq!(urls.iter().map(|url| url.matches("%7C").count() + 1).collect::<Vec<_>>(), [9, 9, 3]);
        check(base, 9, MapsProgram::Google, &["Base to base"]);
        check(base, 10, MapsProgram::Google, &["Base to stop 10", "Stop 10 to base"]);
    }

    #[test]
    fn without_a_base_or_a_place_there_is_what_there_can_be() {
        let urls = check(None, 1, MapsProgram::Google, &["To stop 1"]);
        let expect = "https://www.google.com/maps/dir/?api=1&travelmode=driving&destination=41.500000%2C-87.500000";
        assert_eq!(urls, [expect]);
        check(None, 2, MapsProgram::Google, &["Stop 1 to stop 2"]);
        check(LonLat::new(0.0, 0.0).ok(), 0, MapsProgram::Google, &[]);
        let plan = plan();
        let mut day = calendar_of(&plan).territories[0].days[0].clone();
        let nowhere = Stop { account: crate::model::AccountIx(3), ..day.stops[0] };
        day.stops.insert(0, nowhere);
        let links = day_links(plan.dataset(), [None; 2], &day, MapsProgram::Apple);
        assert_eq!(links[0].label, "Stop 2 to stop 3");
    }
}
