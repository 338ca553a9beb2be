//! The reader's own settings, in local storage.

use crate::model::SavedMapping;
use gloo_storage::{LocalStorage, Storage};
use serde::{Deserialize, Serialize};

const KEY: &str = "hinterland.settings";

/// How the app looks to this reader; nothing of it is part of a plan.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Light or dark.
    pub theme: Theme,
    /// Distances in miles; the reader's language decides where it is not said.
    pub miles: Option<bool>,
}

/// The theme.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// Dark on light with high contrast.
    Contrast,
    /// Light on dark with high contrast.
    ContrastDark,
}

impl Theme {
    /// All of them, in the order of a choice.
    pub const ALL: [Self; 5] = [Self::System, Self::Light, Self::Dark, Self::Contrast, Self::ContrastDark];

    /// The value of `data-theme`, in the words of the style sheets; none for the system's.
    #[must_use]
    pub fn attribute(self) -> Option<&'static str> {
        (self != Self::System).then_some(self.word())
    }

    /// The word for a form.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Contrast => "contrast",
            Self::ContrastDark => "contrast-dark",
        }
    }

    /// The theme of a form's word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.word() == word)
    }

    /// The name on screen.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::System => "System",
            Self::Light => "Light",
            Self::Dark => "Dark",
            Self::Contrast => "High contrast",
            Self::ContrastDark => "High contrast, dark",
        }
    }
}

const DRAFT_KEY: &str = "hinterland.forms";
/// What a draft of this build begins with: another build may write forms in another way.
const DRAFT_MARK: &str = concat!(env!("CARGO_PKG_VERSION"), ":");

/// What was written into forms and not asked for yet; `None` where there is nothing that this build wrote.
#[must_use]
pub fn draft() -> Option<Vec<u8>> {
    let text: String = LocalStorage::get(DRAFT_KEY).ok()?;
    let digits = text.strip_prefix(DRAFT_MARK)?;
    let byte = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    (0..digits.len()).step_by(2).map(byte).collect()
}

/// Keeps what was written into forms, or forgets it. A browser that keeps nothing loses it with the page.
pub fn keep_draft(bytes: Option<&[u8]>) {
    let Some(bytes) = bytes else { return LocalStorage::delete(DRAFT_KEY) };
    let digit = |half: u8| char::from_digit(half.into(), 16).unwrap_or_default();
    let digits = bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]);
    let text: String = DRAFT_MARK.chars().chain(digits).collect();
    let _kept = LocalStorage::set(DRAFT_KEY, text);
}

/// The settings of this browser; the usual ones where there are none or they cannot be read.
#[must_use]
pub fn settings() -> Settings {
    LocalStorage::get(KEY).unwrap_or_default()
}

/// Keeps the settings. A browser that keeps nothing shows the usual ones next time.
pub fn keep_settings(settings: &Settings) {
    let _kept = LocalStorage::set(KEY, settings);
}

const MAPPINGS_KEY: &str = "hinterland.mappings";

/// Sets of headers whose columns are remembered.
const MAPPINGS_KEPT: usize = 40;

/// What a person decided about columns in earlier imports, the last first; none where they cannot be read.
#[must_use]
pub fn mappings() -> Vec<SavedMapping> {
    LocalStorage::get(MAPPINGS_KEY).unwrap_or_default()
}

/// Keeps these before the earlier ones, in place of those for the same headers. A browser that keeps nothing asks again.
pub fn keep_mappings(new: Vec<SavedMapping>) {
    let mut kept = new;
    for earlier in mappings() {
        if kept.len() < MAPPINGS_KEPT && kept.iter().all(|mapping| mapping.headers != earlier.headers) {
            kept.push(earlier);
        }
    }
    kept.truncate(MAPPINGS_KEPT);
    let _kept = LocalStorage::set(MAPPINGS_KEY, kept);
}

/// Forgets them all.
pub fn forget_mappings() {
    LocalStorage::delete(MAPPINGS_KEY);
}
