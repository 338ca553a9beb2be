//! The page and the planner, one program: in a window it mounts the app, in a worker it holds the plan and serves the
//! page. Built by Trunk for the browser.

#[cfg(target_arch = "wasm32")]
fn main() -> Result<(), wasm_bindgen::JsValue> {
    console_error_panic_hook::set_once();
    match web_sys::window() {
        Some(_) => hinterland::ui::start(),
        None => hinterland::worker::serve::<hinterland::engine::Session>()?,
    }
    Ok(())
}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    eprintln!("page is for the browser: `make serve` builds and serves it; `--bin hinterland` is the terminal program");
    std::process::ExitCode::from(2)
}
