use clap::Args;
use clap_complete::Shell;

use crate::printed;

/// Print shell completions
///
/// For bash: `rashomon completions bash > ~/.local/share/bash-completion/completions/rashomon`
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The shell to complete for
    shell: Shell,
}

pub(crate) fn print(
    arguments: &Arguments,
    command: &mut clap::Command,
) -> Result<(), rashomon::Error> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, command, "rashomon", &mut script);
    printed(std::io::Write::write_all(&mut std::io::stdout(), &script))
}
