//! The `otau` command.

fn main() -> std::process::ExitCode {
    otau::cli::run()
}
