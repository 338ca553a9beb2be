//! Pointers on the map → pan, zoom, click. One pointer pans, two zoom about their middle.

/// Pixels that a pointer may stray and still click.
const CLICK_SLACK: f64 = 4.0;

type Point = (f64, f64);

/// What a hand means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Gesture {
    /// Move the map by so many pixels.
    Pan(f64, f64),
    /// Zoom at a pixel by a factor.
    Zoom(f64, f64, f64),
    /// A click at a pixel.
    Click(f64, f64),
}

/// The pointers that are down.
#[derive(Debug, Default)]
pub struct Gestures {
    pointers: Vec<Pointer>,
    /// Whether these pointers have moved or were several: no click then.
    strayed: bool,
}

#[derive(Debug, Clone, Copy)]
struct Pointer {
    id: i32,
    start: Point,
    at: Point,
}

impl Gestures {
    /// A pointer goes down.
    pub fn down(&mut self, id: i32, at: Point) {
        self.cancel(id);
        self.pointers.push(Pointer { id, start: at, at });
        self.strayed = self.pointers.len() > 1;
    }

    /// A pointer moves; `None` when it hovers, or has not moved enough to mean anything.
    pub fn moved(&mut self, id: i32, at: Point) -> Option<Gesture> {
        let index = self.pointers.iter().position(|pointer| pointer.id == id)?;
        let others = self.pointers.iter().find(|pointer| pointer.id != id).copied();
        let pointer = &mut self.pointers[index];
        if !self.strayed && distance(pointer.start, at) <= CLICK_SLACK {
            return None;
        }
        self.strayed = true;
        let before = std::mem::replace(&mut pointer.at, at);
        Some(match others {
            None => Gesture::Pan(at.0 - before.0, at.1 - before.1),
            Some(other) => {
                let factor = distance(at, other.at).max(1.0) / distance(before, other.at).max(1.0);
                Gesture::Zoom(f64::midpoint(at.0, other.at.0), f64::midpoint(at.1, other.at.1), factor)
            }
        })
    }

    /// A pointer goes up.
    pub fn up(&mut self, id: i32, at: Point) -> Option<Gesture> {
        let was_down = self.pointers.iter().any(|pointer| pointer.id == id);
        self.cancel(id);
        (was_down && !self.strayed).then_some(Gesture::Click(at.0, at.1))
    }

    /// A pointer is taken away.
    pub fn cancel(&mut self, id: i32) {
        self.pointers.retain(|pointer| pointer.id != id);
    }
}

fn distance(a: Point, b: Point) -> f64 {
    libm::hypot(a.0 - b.0, a.1 - b.1)
}
