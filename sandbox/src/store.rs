//! The state's file.

use std::fs;
use std::io;
use std::path::Path;

use serde_json::json;

use crate::config::Config;
use crate::service::Service;
use crate::state::State;

/// The state that a sandbox starts with: its file's, or the seed's.
pub(crate) fn opening(config: &Config) -> Result<State, String> {
    let file = config.state_file.as_deref();
    match file.map(fs::read_to_string) {
        Some(Ok(text)) => {
            let document = serde_json::from_str(&text).map_err(|error| error.to_string());
            document.and_then(State::load)
        }
        Some(Err(error)) if error.kind() != io::ErrorKind::NotFound => Err(error.to_string()),
        _ => seeded(config),
    }
}

/// The state that the seed describes.
pub(crate) fn seeded(config: &Config) -> Result<State, String> {
    State::load(config.seed.clone().unwrap_or_else(|| json!({})))
}

/// Saves what has changed since the last time.
pub(crate) fn save(service: &Service) -> io::Result<()> {
    let Some(file) = &service.config.state_file else {
        return Ok(());
    };
    let text = {
        let mut inner = service.lock();
        if !std::mem::take(&mut inner.changed) {
            return Ok(());
        }
        format!("{:#}\n", inner.state.to_json())
    };
    write(file, &text)
}

/// Writes the whole file or leaves the old one, whatever happens.
fn write(file: &Path, text: &str) -> io::Result<()> {
    let mut new = file.as_os_str().to_owned();
    new.push(".new");
    fs::write(&new, text)?;
    fs::rename(&new, file)
}
