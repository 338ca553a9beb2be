//! Why a file could not be unpacked.

/// Why a file could not be unpacked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnpackError {
    /// More comes out than [`Limits::inflated_bytes`](super::Limits::inflated_bytes).
    #[error(
        "“{file}” unpacks to more than {limit} MB, which is the most that can be read: unpack it yourself, and export \
         fewer columns or split the table"
    )]
    TooLarge {
        /// File name.
        file: String,
        /// Megabytes.
        limit: u64,
    },
    /// It swells more than [`Limits::ratio`](super::Limits::ratio): made to exhaust memory.
    #[error(
        "“{file}” swells to more than {ratio} times its size, as no table does: it was stopped there. Unpack it \
         yourself if you trust it"
    )]
    Bomb {
        /// File name.
        file: String,
        /// How many times its size.
        ratio: u64,
    },
    /// An archive of more than [`Limits::entries`](super::Limits::entries) files.
    #[error("“{file}” holds {entries} files; the most is {limit}: choose the tables that are needed")]
    TooManyEntries {
        /// File name.
        file: String,
        /// What it holds.
        entries: usize,
        /// What is allowed.
        limit: usize,
    },
    /// Encrypted.
    #[error("“{file}” is protected by a password: save it without one, or save the sheet as CSV")]
    Password {
        /// File name.
        file: String,
    },
    /// Cut off, or not what it says it is.
    #[error("“{file}” is damaged or was not wholly copied ({cause}): export or download it again")]
    Damaged {
        /// File name.
        file: String,
        /// What its reader said.
        cause: String,
    },
    /// Packed, but no table.
    #[error("“{file}” is {what}: {advice}")]
    NoTable {
        /// File name.
        file: String,
        /// What it is, with an article.
        what: &'static str,
        /// What to do.
        advice: &'static str,
    },
    /// Nothing in it that can be read.
    #[error("“{file}” holds no table{left_out}: pack CSV files or workbooks, or drop them as they are")]
    Nothing {
        /// File name.
        file: String,
        /// What was left out, in words; empty for none.
        left_out: String,
    },
}
