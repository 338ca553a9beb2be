//! The hours that months ask for as bars, against the hours that there are.

use super::chart_style::{Area, BOTTOM, Failure, TEXT_SIZE, TOP, column_width, fill, line, painted, plot, text};
use super::display::Scene;
use super::ink::{Ink, Token};
use super::recorder::{Pen, Recorder, units};
use super::text_width::text_width;
use plotters::coord::Shift;
use plotters::element::EmptyElement;
use plotters::prelude::{DrawingArea, FontStyle, PathElement, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// A column of [`year_chart`].
#[derive(Debug, Clone, PartialEq)]
pub struct MonthBar {
    /// What stands below it.
    pub name: String,
    /// Hours of work that the month asks for.
    pub wanted: f64,
    /// Hours that there are.
    pub there: f64,
}

/// Colours by number.
const PENS: [Pen; 7] = [
    Pen::solid(Ink::of(Token::SuccessSoft)),
    Pen::solid(Ink::of(Token::Success)),
    Pen::solid(Ink::of(Token::Line)),
    Pen::solid(Ink::of(Token::TextMuted)),
    Pen::solid(Ink::of(Token::Text)),
    Pen::solid(Ink::of(Token::Danger)),
    Pen::solid(Ink::of(Token::TextMuted).alpha(0.65)),
];
const THERE: u8 = 0;
const THERE_EDGE: u8 = 1;
const GRID: u8 = 2;
const MUTED: u8 = 3;
const BASE: u8 = 4;
const OVER: u8 = 5;
const WANTED: u8 = 6;

/// Draws a column a month: the hours that there are as a field with an edge, and before it the hours that are wanted as a narrower
/// bar, red as far as it goes beyond. The axis begins at 0. O(months).
#[must_use]
pub fn year_chart(months: &[MonthBar], width: f64, height: f64) -> Scene {
    painted(width, height, &PENS, |root, size| draw(root, months, size))
}

fn draw(root: &DrawingArea<Recorder, Shift>, months: &[MonthBar], [width, height]: [f64; 2]) -> Result<(), Failure> {
    let most = months.iter().flat_map(|own| [own.wanted, own.there]).filter(|own| own.is_finite()).fold(0.0, f64::max);
    let rows = ((height - TOP - BOTTOM) / 30.0).clamp(1.0, 5.0);
    let step = step_of(most, rows);
    let high = (most / step).ceil().max(1.0) * step;
    let count = months.len().max(1) as f64;
    let area = &plot(root, count, 0.0..high)?;
    for tick in (0..=8).map(|tick| f64::from(tick) * step).take_while(|tick| *tick <= high + 1e-9) {
        area.draw(&PathElement::new([(0.0, tick), (count, tick)], line(GRID, 1.0)))?;
        let label = EmptyElement::at((0.0, tick))
            + Text::new(
                short(tick),
                (units(-6.0), 0),
                text(MUTED, FontStyle::Normal).pos(Pos::new(HPos::Right, VPos::Center)),
            );
        area.draw(&label)?;
    }
    for (column, own) in months.iter().enumerate().filter(|(_, own)| own.wanted.is_finite() && own.there.is_finite()) {
        draw_month(area, column as f64 + 0.5, own)?;
    }
    area.draw(&PathElement::new([(0.0, 0.0), (count, 0.0)], line(BASE, 1.25)))?;
    draw_names(area, months, column_width(width, months.len()))
}

fn draw_month(area: &Area, middle: f64, own: &MonthBar) -> Result<(), Failure> {
    let wide = [middle - 0.42, middle + 0.42];
    area.draw(&Rectangle::new([(wide[0], 0.0), (wide[1], own.there)], fill(THERE)))?;
    let bar = [middle - 0.26, middle + 0.26];
    area.draw(&Rectangle::new([(bar[0], 0.0), (bar[1], own.wanted.min(own.there))], fill(WANTED)))?;
    if own.wanted > own.there + 1e-9 {
        area.draw(&Rectangle::new([(bar[0], own.there), (bar[1], own.wanted)], fill(OVER)))?;
    }
    area.draw(&PathElement::new([(wide[0], own.there), (wide[1], own.there)], line(THERE_EDGE, 1.5)))
}

/// The names of the months, every second or third where they would touch.
fn draw_names(area: &Area, months: &[MonthBar], column: f64) -> Result<(), Failure> {
    let widest = months.iter().map(|own| text_width(&own.name, TEXT_SIZE, 400)).fold(0.0, f64::max) + 4.0;
    let every = (1..=12).find(|&every| f64::from(every) * column >= widest).unwrap_or(12);
    for (at, own) in months.iter().enumerate().step_by(usize::try_from(every).unwrap_or(1)) {
        let label = EmptyElement::at((at as f64 + 0.5, 0.0))
            + Text::new(
                own.name.clone(),
                (0, units(8.0)),
                text(MUTED, FontStyle::Normal).pos(Pos::new(HPos::Center, VPos::Top)),
            );
        area.draw(&label)?;
    }
    Ok(())
}

/// From tick to tick: the least of 1, 2 and 5 times a power of ten that takes no more than so many rows.
fn step_of(most: f64, rows: f64) -> f64 {
    let mut power = 1.0;
    while power < 1e12 {
        if let Some(step) = [1.0, 2.0, 5.0].map(|own| own * power).into_iter().find(|step| step * rows >= most) {
            return step;
        }
        power *= 10.0;
    }
    power
}

/// A number of hours that fits beside the axis.
fn short(hours: f64) -> String {
    if hours >= 10_000.0 { format!("{:.0}k", hours / 1000.0) } else { format!("{hours:.0}") }
}

#[cfg(test)]
mod tests {
    use super::super::chart_style::filled;
    use super::super::display::Item;
    use super::*;

    fn month(wanted: f64, there: f64) -> MonthBar {
        MonthBar { name: "Jan".to_owned(), wanted, there }
    }

    #[test]
    fn what_is_wanted_beyond_what_there_is_stands_out() {
        let scene = year_chart(&[month(150.0, 100.0), month(50.0, 100.0)], 336.0, 164.0);
        // 0 to 150 over 130 pixels from 8 on.
        let near = |found: Vec<[f64; 2]>, wanted: &[[f64; 2]]| {
            assert_eq!(found.len(), wanted.len(), "{found:?}");
            for (own, wanted) in found.iter().zip(wanted) {
                assert!(own.iter().zip(wanted).all(|(a, b)| (a - b).abs() < 0.2), "{found:?}");
            }
        };
        let hundred = 138.0 - 130.0 * 2.0 / 3.0;
        near(filled(&scene, Token::SuccessSoft), &[[hundred, 138.0]; 2]);
        near(filled(&scene, Token::Danger), &[[8.0, hundred]]);
        near(filled(&scene, Token::TextMuted), &[[hundred, 138.0], [138.0 - 130.0 / 3.0, 138.0]]);
    }

    #[test]
    fn odd_years_are_drawn_all_the_same() {
        for months in [vec![], vec![month(0.0, 0.0)], vec![month(f64::NAN, 3.0), month(123_456.0, 0.0)]] {
            let scene = year_chart(&months, 336.0, 164.0);
            let is_within = |[top, bottom]: [f64; 2]| top >= 7.9 && bottom <= 138.1;
            assert!(filled(&scene, Token::Danger).into_iter().all(is_within));
            assert!(scene.items.iter().any(|item| matches!(item, Item::Text(text) if text.text == "0")));
        }
    }
}
