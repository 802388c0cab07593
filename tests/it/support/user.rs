//! A user of the program: folders of their own, and nothing of the developer's environment.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use super::pty::Pty;

/// The program.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_chancery");

/// A user with nothing but a home folder.
pub struct User {
    home: TempDir,
}

/// What a run of the program said.
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl User {
    pub fn new() -> Self {
        let home = TempDir::new().unwrap();
        fs::create_dir(home.path().join("tmp")).unwrap();
        Self { home }
    }

    /// A user who is subscribed to these feeds only, each with a name and an address.
    pub fn with_feeds(feeds: &[(&str, String)]) -> Self {
        let user = Self::new();
        let entries = feeds.iter().map(|(name, url)| format!("[[feed]]\nname = \"{name}\"\nurl = \"{url}\"\n"));
        user.write("config/chancery/feeds.toml", &format!("defaults = false\n{}", entries.collect::<String>()));
        user
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.home.path().join(path)
    }

    /// The data folder.
    pub fn data(&self) -> PathBuf {
        self.path("data/chancery")
    }

    /// What lies in the folder for temporary files.
    pub fn left_behind(&self) -> Vec<PathBuf> {
        fs::read_dir(self.path("tmp")).unwrap().map(|entry| entry.unwrap().path()).collect()
    }

    pub fn write(&self, path: &str, text: &str) -> PathBuf {
        let file = self.path(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, text).unwrap();
        file
    }

    fn variables(&self) -> [(&'static str, PathBuf); 4] {
        [
            ("HOME", self.path("")),
            ("XDG_CONFIG_HOME", self.path("config")),
            ("XDG_DATA_HOME", self.path("data")),
            ("TMPDIR", self.path("tmp")),
        ]
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(PROGRAM);
        command.args(arguments).env_clear().envs(self.variables()).stdin(Stdio::null());
        command
    }

    /// The program in a terminal.
    pub fn terminal(&self, arguments: &[&str], columns: u16, rows: u16) -> Pty {
        self.terminal_with(Path::new(PROGRAM), arguments, &[], columns, rows)
    }

    /// Another program in a terminal, with more variables.
    pub fn terminal_with(
        &self,
        program: &Path,
        arguments: &[&str],
        more: &[(&str, &str)],
        columns: u16,
        rows: u16,
    ) -> Pty {
        let own = self.variables();
        let own = own.iter().map(|(name, path)| (*name, path.to_str().expect("temporary folders have plain names")));
        let variables: Vec<(&str, &str)> = own.chain(more.iter().copied()).collect();
        Pty::spawn(program, arguments, &variables, columns, rows)
    }

    pub fn run(&self, arguments: &[&str]) -> Said {
        said(self.command(arguments).output().unwrap())
    }

    /// The standard output of a run that has to succeed.
    pub fn ok(&self, arguments: &[&str]) -> String {
        let said = self.run(arguments);
        assert_eq!(said.code, 0, "{arguments:?}: {}", said.err);
        said.out
    }

    /// The JSON of a run that has to succeed.
    pub fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.ok(arguments)).unwrap()
    }

    /// The standard error of a run that has to fail with this code and without output.
    pub fn fails(&self, code: i32, arguments: &[&str]) -> String {
        let said = self.run(arguments);
        assert_eq!((said.code, said.out.as_str()), (code, ""), "{arguments:?}: {}", said.err);
        said.err
    }

    pub fn with_input(&self, arguments: &[&str], input: &str) -> Said {
        let mut command = self.command(arguments);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        said(child.wait_with_output().unwrap())
    }
}

pub fn said(output: Output) -> Said {
    Said {
        code: output.status.code().expect("the program was not killed"),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}
