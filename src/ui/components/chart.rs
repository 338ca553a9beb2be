//! A chart on a canvas, painted again whenever what it shows, or the colours, have changed.

use super::map::device_pixel_ratio;
use crate::canvas;
use crate::scene::{Palette, Scene};
use crate::ui::erased::follow;
use crate::ui::state::App;
use leptos::html::Canvas;
use leptos::prelude::*;

/// Keeps a scene painted on a canvas of its size.
pub fn keep_painted(app: App, place: NodeRef<Canvas>, scene: impl Fn() -> Scene + 'static) {
    follow(move || {
        app.settings.track();
        app.system_theme.track();
        let Some(canvas) = place.get() else { return };
        let scene = scene();
        request_animation_frame(move || {
            let ratio = device_pixel_ratio();
            canvas::size_canvas(&canvas, scene.width, scene.height, ratio);
            if let Some(context) = canvas::context(&canvas) {
                canvas::paint(&context, &scene, &Palette::read(&canvas), ratio);
            }
        });
    });
}
