//! The page: mounts the app in a window. Built by Trunk for the browser.

#[cfg(target_arch = "wasm32")]
fn main() {
    console_error_panic_hook::set_once();
    hinterland::ui::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    eprintln!("page is for the browser: `make serve` builds and serves it; `--bin hinterland` is the terminal program");
    std::process::ExitCode::from(2)
}
