use clap::Args;

use crate::printed;

/// Print the manual page
///
/// To read it: `rashomon man | man -l -`
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The command to describe; the whole program where left out
    command: Option<String>,
}

pub(crate) fn print(arguments: &Arguments, program: clap::Command) -> Result<(), rashomon::Error> {
    let page = match &arguments.command {
        None => program,
        Some(name) => program
            .find_subcommand(name)
            .ok_or_else(|| {
                let known: Vec<_> =
                    program.get_subcommands().map(clap::Command::get_name).collect();
                rashomon::Error::bad_argument(format!(
                    "there is no command '{name}'; there are: {}",
                    known.join(", ")
                ))
            })?
            .clone()
            .version(env!("CARGO_PKG_VERSION"))
            .display_name(format!("rashomon-{name}"))
            .bin_name(format!("rashomon {name}")),
    };
    printed(clap_mangen::Man::new(page).render(&mut std::io::stdout()))
}
