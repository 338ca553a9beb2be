//! The display list: what is drawn, in order, in CSS pixels from the top left.

use super::ink::Ink;

/// A finished picture: items in painting order. One scene, several renderers: canvas, SVG.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scene {
    /// Width in CSS pixels.
    pub width: f64,
    /// Height in CSS pixels.
    pub height: f64,
    /// From back to front.
    pub items: Vec<Item>,
}

/// One thing to draw.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// Lines and areas; filled by the even-odd rule, stroked with round joins and caps.
    Path {
        /// The lines.
        path: Path,
        /// How it is filled, if it is.
        fill: Option<Ink>,
        /// How it is stroked, if it is; over the fill.
        stroke: Option<Stroke>,
    },
    /// A disc or a ring.
    Circle {
        /// The centre.
        at: [f64; 2],
        /// In CSS pixels.
        radius: f64,
        /// How it is filled, if it is.
        fill: Option<Ink>,
        /// How it is stroked, if it is; over the fill.
        stroke: Option<Stroke>,
    },
    /// One line of text.
    Text(Text),
    /// Items that show only inside a path (even-odd).
    Group {
        /// What can be seen through.
        clip: Path,
        /// From back to front.
        items: Vec<Item>,
    },
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stroke {
    /// The colour.
    pub ink: Ink,
    /// In CSS pixels.
    pub width: f64,
    /// Lengths of dash and gap in CSS pixels; solid without.
    pub dash: Option<[f64; 2]>,
}

impl Stroke {
    /// A solid line.
    #[must_use]
    pub const fn solid(ink: Ink, width: f64) -> Self {
        Self { ink, width, dash: None }
    }

    /// A dashed line.
    #[must_use]
    pub const fn dashed(ink: Ink, width: f64, dash: f64, gap: f64) -> Self {
        Self { ink, width, dash: Some([dash, gap]) }
    }
}

/// One line of text.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// Where the anchor stands on the base line.
    pub at: [f64; 2],
    /// What it says; plain, never markup.
    pub text: String,
    /// Font size in CSS pixels.
    pub size: f64,
    /// Font weight, 400 or 600.
    pub weight: u16,
    /// Which point of the text stands at `at`.
    pub anchor: Anchor,
    /// The colour.
    pub ink: Ink,
    /// A wider line behind the letters, so that they can be read on anything.
    pub halo: Option<Stroke>,
}

/// Which point of a text is placed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// Its left end.
    Start,
    /// Its middle.
    Middle,
    /// Its right end.
    End,
}

/// A step of a path.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Step {
    /// Starts a line there.
    Move([f64; 2]),
    /// Draws to there.
    Line([f64; 2]),
    /// Draws back to the start of the line.
    Close,
}

/// Lines made of straight steps.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Path {
    steps: Vec<Step>,
}

impl Path {
    /// A path without a step.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The steps in order; the first of each line is [`Step::Move`].
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Whether there is nothing to draw.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Adds an open line.
    pub fn push_line(&mut self, points: impl IntoIterator<Item = [f64; 2]>) {
        let mut points = points.into_iter();
        if let Some(first) = points.next() {
            self.steps.push(Step::Move(first));
            self.steps.extend(points.map(Step::Line));
        }
    }

    /// Adds a closed line; the last point need not repeat the first.
    pub fn push_ring(&mut self, points: impl IntoIterator<Item = [f64; 2]>) {
        let before = self.steps.len();
        self.push_line(points);
        if self.steps.len() > before {
            self.steps.push(Step::Close);
        }
    }

    /// An open line.
    #[must_use]
    pub fn line(points: impl IntoIterator<Item = [f64; 2]>) -> Self {
        let mut path = Self::new();
        path.push_line(points);
        path
    }

    /// A closed line.
    #[must_use]
    pub fn ring(points: impl IntoIterator<Item = [f64; 2]>) -> Self {
        let mut path = Self::new();
        path.push_ring(points);
        path
    }

    /// A rectangle from its top left to its bottom right.
    #[must_use]
    pub fn rectangle([left, top]: [f64; 2], [right, bottom]: [f64; 2]) -> Self {
        Self::ring([[left, top], [right, top], [right, bottom], [left, bottom]])
    }

    /// The path as a filled item.
    #[must_use]
    pub fn filled(self, ink: Ink) -> Item {
        Item::Path { path: self, fill: Some(ink), stroke: None }
    }

    /// The path as a stroked item.
    #[must_use]
    pub fn stroked(self, stroke: Stroke) -> Item {
        Item::Path { path: self, fill: None, stroke: Some(stroke) }
    }
}
