//! The planner: holds the plan, designs and tours in a worker of its own. Built by Trunk for the browser, and for speed.

#[cfg(target_arch = "wasm32")]
fn main() -> Result<(), wasm_bindgen::JsValue> {
    console_error_panic_hook::set_once();
    hinterland::worker::serve::<hinterland::engine::Session>()
}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    eprintln!(
        "planner is for the browser: `make serve` builds and serves it; `--bin hinterland` is the terminal program"
    );
    std::process::ExitCode::from(2)
}
