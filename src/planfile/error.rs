//! Why bytes are no plan.

use super::VERSION;
use crate::model::DatasetError;
use crate::plan::PlanError;

/// Why a file cannot be opened as a plan. Whatever was open before is untouched.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum PlanFileError {
    /// No bytes at all.
    #[error("the file is empty")]
    Empty,
    /// Something else than a plan file.
    #[error("this is no Hinterland plan file: {found}")]
    NotAPlan {
        /// What it is instead, or where it stops to be one.
        found: String,
    },
    /// Written by a version of the app that is newer than this one.
    #[error("the plan file has version {found}, and this app reads up to {VERSION}: reload the app to get the newest")]
    Newer {
        /// The version of the file.
        found: u64,
    },
    /// A version that never was.
    #[error("the plan file says that it has version {found}; there is none")]
    NoSuchVersion {
        /// The version of the file.
        found: u64,
    },
    /// The file ends in the middle.
    #[error("the plan file ends too early, in line {line}: save or download it again")]
    Truncated {
        /// The last line, from 1.
        line: usize,
    },
    /// What stands there cannot be.
    #[error("the plan file is damaged in line {line}, byte {column}: {problem}")]
    Damaged {
        /// The line, from 1.
        line: usize,
        /// The byte in the line, from 1.
        column: usize,
        /// What cannot be.
        problem: String,
    },
    /// The further columns of the accounts and their heads disagree.
    #[error("the columns of the plan file do not fit together: {problem}")]
    Columns {
        /// What does not fit.
        problem: String,
    },
    /// Each part can be read, but the data set contradicts itself.
    #[error("the data set of the plan file contradicts itself: {0}")]
    Dataset(#[from] DatasetError),
    /// Each part can be read, but they do not make a plan.
    #[error("the parts of the plan file do not fit together: {0}")]
    Plan(#[from] PlanError),
}

/// The most characters of a message that may quote the file.
const LONGEST_QUOTE: usize = 200;

impl PlanFileError {
    /// A reading error with its place. What it quotes of the file is cut short.
    pub(super) fn from_json(error: &serde_json::Error) -> Self {
        let (line, column) = (error.line(), error.column());
        if error.is_eof() {
            return Self::Truncated { line };
        }
        let message = error.to_string();
        let place = format!(" at line {line} column {column}");
        let problem = message.strip_suffix(&place).unwrap_or(&message);
        let mut short: String = problem.chars().take(LONGEST_QUOTE).collect();
        if short.len() < problem.len() {
            short.push('…');
        }
        Self::Damaged { line, column, problem: short }
    }
}
