//! `chancery paths`: where everything lies.

use super::error::Error;
use super::output::Out;
use super::session::Session;
use crate::domain::SafeText;

pub(super) fn run(session: &Session, out: &mut Out) -> Result<(), Error> {
    let paths = &session.paths;
    let rows: [(&'static str, _); 5] = [
        ("settings  ", &paths.config_file),
        ("feeds     ", &paths.feeds_file),
        ("gazetteer ", &paths.gazetteer_file),
        ("data      ", &paths.data_dir),
        ("logs      ", &paths.log_dir),
    ];
    for (label, path) in rows {
        out.line(&[&label, &SafeText::line(&path.to_string_lossy())])?;
    }
    Ok(out.flush()?)
}
