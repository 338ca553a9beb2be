//! The worker: runs the engine beside the page. Built by Trunk for the browser.

#[cfg(target_arch = "wasm32")]
fn main() -> Result<(), wasm_bindgen::JsValue> {
    hinterland::worker::serve()
}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    eprintln!(
        "worker is for the browser: `make serve` builds and serves it; `--bin hinterland` is the terminal program"
    );
    std::process::ExitCode::from(2)
}
