//! The terminal program: the browser's engine, run natively.

fn main() -> std::process::ExitCode {
    eprintln!("usage: hinterland COMMAND …");
    std::process::ExitCode::from(2)
}
