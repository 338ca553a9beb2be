//! The balance of the territories as bars that start at 100 %.

use super::chart_style::{
    Area, BOTTOM, Failure, LEFT, RIGHT, TEXT_SIZE, TOP, column_width, fill, line, painted, plot, text,
};
use super::display::Scene;
use super::ink::{Ink, Token};
use super::recorder::{Pen, Recorder, units};
use super::text_width::text_width;
use crate::model::{TerritoryIx, Tolerance};
use plotters::coord::Shift;
use plotters::prelude::{DrawingArea, FontStyle, PathElement, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// One bar of [`balance_chart`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bar {
    /// The territory; its number stands below the bar.
    pub territory: TerritoryIx,
    /// Colour slot, 1 to 12.
    pub slot: u8,
    /// Activity in per cent of the fair share; a bar that is not finite is left out.
    pub index: f64,
    /// Whether it is outside the tolerance: outlined.
    pub outside: bool,
}

/// Colours and dashes by number; the slots' colours follow.
const PENS: [Pen; 8] = [
    Pen::solid(Ink::of(Token::SuccessSoft)),
    Pen { ink: Ink::of(Token::Success).alpha(0.45), dash: Some([3.0, 3.0]) },
    Pen::solid(Ink::of(Token::Line)),
    Pen::solid(Ink::of(Token::Text)),
    Pen::solid(Ink::of(Token::TextMuted)),
    Pen::solid(Ink::of(Token::AccentSoft)),
    Pen::solid(Ink::of(Token::Danger)),
    Pen::solid(Ink::of(Token::TNone)),
];
const BAND: u8 = 0;
const BAND_EDGE: u8 = 1;
const GRID: u8 = 2;
const TEXT: u8 = 3;
const MUTED: u8 = 4;
const CHOSEN: u8 = 5;
const DANGER: u8 = 6;
const UNASSIGNED: u8 = 7;

/// Draws the bars: each starts at the 100 % line, the tolerance is a band with dashed edges, territory numbers stand
/// below (thinned out where there are many), the selected column is highlighted, bars outside are outlined. The axis is
/// never cut: it reaches as far as the farthest bar. O(bars).
#[must_use]
pub fn balance_chart(
    bars: &[Bar],
    tolerance: Tolerance,
    width: f64,
    height: f64,
    selected: Option<TerritoryIx>,
) -> Scene {
    let slots = (1..=12).map(|slot| Pen::solid(Ink::of(Token::territory(slot))));
    let pens: Vec<Pen> = PENS.into_iter().chain(slots).collect();
    painted(width, height, &pens, |root, size| {
        draw(root, &Chart { bars, tolerance: tolerance.percent(), size, selected })
    })
}

/// The territory whose column is at that pixel of a chart of these bars.
#[must_use]
pub fn chart_hit(bars: &[Bar], width: f64, height: f64, x: f64, y: f64) -> Option<TerritoryIx> {
    let across = (x - LEFT) / (width - LEFT - RIGHT);
    if !(0.0..1.0).contains(&across) || !(0.0..=height).contains(&y) {
        return None;
    }
    let columns = (1..).zip(bars);
    let count = bars.len() as f64;
    columns.map(|(end, bar)| (f64::from(end), bar.territory)).find(|&(end, _)| across * count < end).map(|(_, t)| t)
}

struct Chart<'a> {
    bars: &'a [Bar],
    tolerance: f64,
    size: [f64; 2],
    selected: Option<TerritoryIx>,
}

fn draw(root: &DrawingArea<Recorder, Shift>, chart: &Chart) -> Result<(), Failure> {
    let axis = Axis::new(chart);
    let count = chart.bars.len().max(1) as f64;
    let area = &plot(root, count, axis.low..axis.high)?;
    draw_band(area, chart, count)?;
    let columns = Columns { width: column_width(chart.size[0], chart.bars.len()) };
    if let Some(chosen) = chart.bars.iter().position(|bar| Some(bar.territory) == chart.selected) {
        let least = (4.0 / columns.width).max(1.0) / 2.0;
        let middle = chosen as f64 + 0.5;
        area.draw(&Rectangle::new([(middle - least, axis.low), (middle + least, axis.high)], fill(CHOSEN)))?;
    }
    draw_grid(area, chart, &axis, count)?;
    draw_bars(area, chart, &axis, &columns)?;
    area.draw(&PathElement::new([(0.0, 100.0), (count, 100.0)], line(TEXT, 1.25)))?;
    draw_numbers(area, chart, &axis, &columns)
}

fn draw_band(area: &Area, chart: &Chart, count: f64) -> Result<(), Failure> {
    let (low, high) = ((100.0 - chart.tolerance).max(0.0), 100.0 + chart.tolerance);
    area.draw(&Rectangle::new([(0.0, low), (count, high)], fill(BAND)))?;
    for edge in [low, high] {
        area.draw(&PathElement::new([(0.0, edge), (count, edge)], line(BAND_EDGE, 1.0)))?;
    }
    Ok(())
}

fn draw_grid(area: &Area, chart: &Chart, axis: &Axis, count: f64) -> Result<(), Failure> {
    for tick in axis.ticks() {
        let is_hundred = (tick - 100.0).abs() < 1e-9;
        if ((tick - 100.0).abs() - chart.tolerance).abs() > 1e-9 && !is_hundred {
            area.draw(&PathElement::new([(0.0, tick), (count, tick)], line(GRID, 1.0)))?;
        }
        let position = Pos::new(HPos::Right, VPos::Center);
        let (pen, style) = if is_hundred { (TEXT, FontStyle::Bold) } else { (MUTED, FontStyle::Normal) };
        let label = plotters::element::EmptyElement::at((0.0, tick))
            + Text::new(format!("{tick:.0}"), (units(-6.0), 0), text(pen, style).pos(position));
        area.draw(&label)?;
    }
    Ok(())
}

fn draw_bars(area: &Area, chart: &Chart, axis: &Axis, columns: &Columns) -> Result<(), Failure> {
    // A bar at exactly 100 % is still a bar.
    let least = 1.5 * (axis.high - axis.low) / (chart.size[1] - TOP - BOTTOM);
    for (column, bar) in chart.bars.iter().enumerate().filter(|(_, bar)| bar.index.is_finite()) {
        let middle = column as f64 + 0.5;
        let half = columns.bar() / 2.0 / columns.width;
        let reach = bar.index.max(0.0) - 100.0;
        let end = 100.0 + if reach.abs() < least { least.copysign(reach) } else { reach };
        let corners = [(middle - half, 100.0), (middle + half, end)];
        if bar.outside {
            area.draw(&Rectangle::new(corners, line(DANGER, if columns.width > 6.0 { 3.0 } else { 1.0 })))?;
        }
        let slot = if (1..=12).contains(&bar.slot) { UNASSIGNED + bar.slot } else { UNASSIGNED };
        area.draw(&Rectangle::new(corners, fill(slot)))?;
    }
    Ok(())
}

/// Numbers below the bars, every second, fifth, tenth … where they would touch; the selected one always.
fn draw_numbers(area: &Area, chart: &Chart, axis: &Axis, columns: &Columns) -> Result<(), Failure> {
    let number = |bar: &Bar| usize::from(bar.territory.0) + 1;
    let widest = chart.bars.iter().map(number).max().unwrap_or(1);
    let wanted = text_width(&widest.to_string(), TEXT_SIZE, 600) + 5.0;
    let every = [1, 2, 5, 10, 20, 50, 100, 200, 500].into_iter().find(|&n| n as f64 * columns.width >= wanted);
    let chosen = chart.bars.iter().position(|bar| Some(bar.territory) == chart.selected);
    for (column, bar) in chart.bars.iter().enumerate() {
        let is_chosen = chosen == Some(column);
        let near_chosen = chosen.is_some_and(|chosen| (chosen.abs_diff(column)) as f64 * columns.width < wanted);
        if !is_chosen && (near_chosen && every != Some(1) || number(bar) % every.unwrap_or(1000) != 0) {
            continue;
        }
        let (pen, style) = if is_chosen { (TEXT, FontStyle::Bold) } else { (MUTED, FontStyle::Normal) };
        let position = Pos::new(HPos::Center, VPos::Top);
        let label = plotters::element::EmptyElement::at((column as f64 + 0.5, axis.low))
            + Text::new(number(bar).to_string(), (0, units(8.0)), text(pen, style).pos(position));
        area.draw(&label)?;
    }
    Ok(())
}

struct Columns {
    /// CSS pixels from one bar to the next.
    width: f64,
}

impl Columns {
    /// Width of a bar in CSS pixels.
    fn bar(&self) -> f64 {
        if self.width > 6.0 { (self.width * 0.56).min(28.0) } else { self.width * 0.8 }
    }
}

/// The range of the axis, 100 in its middle unless it would go below 0, and the way from tick to tick.
struct Axis {
    low: f64,
    high: f64,
    step: f64,
}

impl Axis {
    fn new(chart: &Chart) -> Self {
        let indices = chart.bars.iter().map(|bar| bar.index).filter(|index| index.is_finite());
        let farthest = indices.map(|index| (index - 100.0).abs()).fold(0.0, f64::max);
        let reach = farthest.max(chart.tolerance * 1.6).max(2.0);
        let steps = [1.0, 2.0, 5.0, 10.0, 20.0, 25.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 5000.0, 20_000.0, 100_000.0];
        let rows = ((chart.size[1] - TOP - BOTTOM) / 56.0).clamp(1.0, 4.0);
        let step = steps.into_iter().find(|step| step * rows >= reach).unwrap_or(reach);
        let reach = (reach / step).ceil() * step;
        Self { low: (100.0 - reach).max(0.0), high: 100.0 + reach, step }
    }

    fn ticks(&self) -> impl Iterator<Item = f64> + '_ {
        let from_hundred = (-8..=8).map(|step| 100.0 + f64::from(step) * self.step);
        from_hundred.filter(|tick| (self.low - 1e-9..=self.high + 1e-9).contains(tick))
    }
}

#[cfg(test)]
mod tests {
    use super::super::chart_style::filled;
    use super::super::display::Item;
    use super::*;

    fn bars(indices: &[f64]) -> Vec<Bar> {
        let territories = (0u16..).map(TerritoryIx);
        let bar = |(territory, &index): (TerritoryIx, &f64)| {
            let slot = u8::try_from(territory.0 % 12).unwrap_or(0) + 1;
            Bar { territory, slot, index, outside: (index - 100.0).abs() > 5.0 }
        };
        territories.zip(indices).map(bar).collect()
    }

    fn draw(indices: &[f64], selected: Option<TerritoryIx>) -> Scene {
        balance_chart(&bars(indices), Tolerance::FIVE_PERCENT, 336.0, 164.0, selected)
    }

    fn texts(scene: &Scene) -> Vec<(&str, u16)> {
        let texts = scene.items.iter().filter_map(|item| match item {
            Item::Text(text) => Some((text.text.as_str(), text.weight)),
            _ => None,
        });
        texts.collect()
    }

    #[test]
    fn bars_start_at_the_hundred_line() {
        let scene = draw(&[106.5, 95.7, 100.0], Some(TerritoryIx(0)));
        // 90 to 110 over 130 pixels: 100 % lies at 8 + 65.
        assert_eq!(filled(&scene, Token::SuccessSoft), [[40.5, 105.5]]);
        let near = |found: Vec<[f64; 2]>, wanted: [f64; 2]| {
            assert!(found.len() == 1 && found[0].iter().zip(wanted).all(|(a, b)| (a - b).abs() < 0.1), "{found:?}");
        };
        near(filled(&scene, Token::T1), [30.75, 73.0]);
        near(filled(&scene, Token::T2), [73.0, 100.95]);
        near(filled(&scene, Token::T3), [71.5, 73.0]);
        near(filled(&scene, Token::AccentSoft), [8.0, 138.0]);
        let texts = texts(&scene);
        for expected in [("90", 400), ("95", 400), ("100", 600), ("105", 400), ("110", 400), ("1", 600), ("2", 400)] {
            assert!(texts.contains(&expected), "{expected:?} not in {texts:?}");
        }
    }

    #[test]
    fn one_to_three_hundred_bars_and_odd_values() {
        for count in [0, 1, 12, 60, 300] {
            let indices: Vec<f64> = (0..count).map(|i| 100.0 + f64::from(i % 9) - 4.0).collect();
            let scene = draw(&indices, None);
            let numbers = texts(&scene).len() - 5;
            assert!(numbers <= 20 && (count == 0 || count == 60 || numbers > 0), "{count} bars, {numbers} numbers");
        }
        let scene = draw(&[0.0, 1200.0, f64::NAN, f64::INFINITY], None);
        assert!(filled(&scene, Token::T3).is_empty());
        assert!(filled(&scene, Token::T2)[0][0] >= 8.0, "the axis reaches as far as the bar");
    }

    #[test]
    fn the_column_under_the_cursor() {
        let bars = bars(&[100.0, 101.0]);
        let hit = |x, y| chart_hit(&bars, 336.0, 164.0, x, y);
        assert_eq!(hit(40.0, 80.0), Some(TerritoryIx(0)));
        assert_eq!(hit(300.0, 10.0), Some(TerritoryIx(1)));
        assert_eq!((hit(10.0, 80.0), hit(335.0, 80.0), hit(40.0, 200.0)), (None, None, None));
        assert_eq!(chart_hit(&[], 336.0, 164.0, 40.0, 80.0), None);
    }
}
