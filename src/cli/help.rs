//! Help in the reader's language: every text of the command tree is replaced by `help-<command>[-<argument>]`.

use clap::Command;

use crate::i18n::{Catalogue, Language};

/// Translates the whole tree. What has no translation keeps what it has; a test sees to it that everything has one.
pub(super) fn translate(command: Command, catalogue: &Catalogue, language: Language) -> Command {
    let name = command.get_name().to_owned();
    translate_as(&name, command, catalogue, language)
}

/// The name of a command below another: `client-show` for `otau client show`.
fn below(name: &str, sub: &str) -> String {
    if name == "otau" { sub.to_owned() } else { format!("{name}-{sub}") }
}

fn translate_as(name: &str, command: Command, catalogue: &Catalogue, language: Language) -> Command {
    let text = |key: &str| catalogue.text(language, key).map(|text| text.to_string());
    let template = format!(
        "{{about-with-newline}}\n{}: {{usage}}\n\n{{all-args}}{{after-help}}",
        text("help-usage").unwrap_or_else(|| "Usage".to_owned())
    );
    let mut command = command
        .help_template(template)
        .disable_help_flag(true)
        .arg(clap::Arg::new("help").short('h').long("help").action(clap::ArgAction::Help).global(false));
    if name == "otau" {
        command = command
            .disable_version_flag(true)
            .arg(clap::Arg::new("version").short('V').long("version").action(clap::ArgAction::Version));
    }
    {
        let (heading, key) = ("subcommands", "help-commands");
        debug_assert_eq!(heading, "subcommands");
        if let Some(word) = text(key) {
            command = command.subcommand_help_heading(word);
        }
    }
    if let Some(about) = text(&format!("help-{name}")) {
        command = command.about(about);
    }
    if let Some(examples) = text(&format!("help-{name}-examples")) {
        command = command.after_help(examples);
    }
    command = command.mut_args(|arg| {
        let id = arg.get_id().to_string();
        let help = text(&format!("help-{name}-arg-{id}")).or_else(|| text(&format!("help-arg-{id}")));
        let heading = if arg.is_positional() { text("help-arguments") } else { text("help-options") };
        let arg = match help {
            Some(help) => arg.help(help),
            None => arg,
        };
        match heading {
            Some(heading) => arg.help_heading(heading),
            None => arg,
        }
    });
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for sub in names {
        let name = below(name, &sub);
        command = command.mut_subcommand(sub, |sub| translate_as(&name, sub, catalogue, language));
    }
    command
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn every_command_and_argument_is_explained_in_every_language() {
        let catalogue = Catalogue::load(&crate::page::theme::builtin_locales()).0;
        let mut missing = Vec::new();
        for language in Language::ALL {
            let mut tree = super::super::Cli::command();
            tree.build();
            let mut open = vec![("otau".to_owned(), &tree)];
            while let Some((name, command)) = open.pop() {
                open.extend(command.get_subcommands().map(|sub| (below(&name, sub.get_name()), sub)));
                let mut want = |keys: [String; 2]| {
                    if !keys.iter().any(|key| catalogue.has(language, key)) {
                        missing.push(format!("{}: {}", language.code(), keys[0]));
                    }
                };
                want([format!("help-{name}"), format!("help-{name}")]);
                for arg in command.get_arguments() {
                    let id = arg.get_id();
                    want([format!("help-{name}-arg-{id}"), format!("help-arg-{id}")]);
                }
            }
        }
        assert!(missing.is_empty(), "{missing:#?}");
    }
}
