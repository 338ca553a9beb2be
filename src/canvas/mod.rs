//! The only code that paints: display lists and rasters onto canvases, in the colours that the style sheet has now.
//!
//! Nothing here writes a `style` attribute: a strict Content-Security-Policy would block it.

mod paint;
mod palette;

pub use paint::{blit, context, paint, paint_over, size_canvas};
