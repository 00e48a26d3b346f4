//! File systems of a test's own, so that they can be full: a small tmpfs in a namespace, for which no rights are needed
//! where the kernel lets everybody have one.

use std::process::{Command, Output};

/// A shell about to run a script in which `$0` is `folder`, with an empty file system of `size` on it.
pub(crate) fn shell(folder: &std::path::Path, size: &str, script: &str) -> Command {
    let script = format!("mount -t tmpfs -o mode=700,size={size} none \"$0\" || exit 99\n{script}");
    let mut command = Command::new("unshare");
    command.args(["--user", "--map-root-user", "--mount", "sh", "-c", &script]).arg(folder);
    command
}

/// Whether such a file system can be had here; says so if not.
pub(crate) fn can_mount() -> bool {
    let folder = tempfile::tempdir().unwrap();
    let tried = shell(folder.path(), "64k", "exit 0").output();
    if tried.as_ref().is_ok_and(|tried| tried.status.success()) {
        return true;
    }
    eprintln!("SKIPPED, and with it what only a full disk shows: this system lets no test mount one ({tried:?})");
    false
}

/// What a shell wrote; it must have come to its end.
pub(crate) fn said(shell: &mut Command) -> String {
    let Output { status, stdout, stderr } = shell.output().unwrap();
    let text = [stdout, stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    assert!(status.success() && !text.contains("panicked"), "{status}: {text}");
    text
}
