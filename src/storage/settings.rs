//! The reader's own settings, in local storage.

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

/// The settings of this browser; the usual ones where there are none or they cannot be read.
#[must_use]
pub fn settings() -> Settings {
    LocalStorage::get(KEY).unwrap_or_default()
}

/// Keeps the settings. A browser that keeps nothing shows the usual ones next time.
pub fn keep_settings(settings: &Settings) {
    let _kept = LocalStorage::set(KEY, settings);
}
