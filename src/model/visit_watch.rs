//! What a person wants to know of touches, and watches beside the calendar. It makes no calendar another one.

use crate::units::Share;
use serde::{Deserialize, Serialize};

/// The most fields of one's own.
pub const MOST_FIELDS: usize = 20;

/// The longest name of a field or of a choice, in bytes.
pub const LONGEST_FIELD_NAME: usize = 120;

/// The longest answer in bytes.
pub const LONGEST_ANSWER: usize = 1_000;

/// The most choices of a field.
const MOST_CHOICES: usize = 50;

/// What a field takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// Any words.
    Text,
    /// A number.
    Number,
    /// One of these.
    Choice(Vec<String>),
    /// Yes or no.
    YesNo,
}

/// A field that reps fill in with a touch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TouchField {
    /// What it is called; not empty, and no other is called so.
    pub name: String,
    /// What it takes.
    pub kind: FieldKind,
}

/// What was filled in. It names its field, so that it means the same in a rep's own file and in the whole plan, and a field that
/// was given up loses no answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// Name of the field.
    pub field: String,
    /// What was filled in, as [`FieldKind::taken`] has it; not empty.
    pub value: String,
}

/// What the share of leads is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeadMeasure {
    /// Visits.
    Visits,
    /// Minutes at accounts.
    Time,
}

/// The part of the visits that is wanted for leads and prospects.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeadShare {
    /// What it is counted in.
    pub by: LeadMeasure,
    /// 0 to 1.
    pub share: Share,
}

/// What is noted with touches and watched.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VisitWatch {
    /// The fields that reps fill in, in the order in which they are shown.
    pub fields: Vec<TouchField>,
    /// The share of leads that is wanted, if one is.
    pub leads: Option<LeadShare>,
    /// How many times as long as estimated the ways are, as the routes of a calendar had it when a person took that over.
    pub travel: Option<Share>,
}

/// Why fields or a share cannot be.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum WatchFault {
    /// Too many.
    #[error("there are more than {MOST_FIELDS} fields of your own: take some out")]
    Many,
    /// No name, or one that is too long.
    #[error("field {number} needs a name of at most {LONGEST_FIELD_NAME} letters")]
    Name {
        /// Its number, from 1.
        number: usize,
    },
    /// Two of one name.
    #[error("two fields are called “{name}”: give one another name")]
    Twice {
        /// The name.
        name: String,
    },
    /// Choices that are none.
    #[error(
        "the field “{name}” needs 1 to {MOST_CHOICES} different choices of at most {LONGEST_FIELD_NAME} letters, none empty"
    )]
    Choices {
        /// Its name.
        name: String,
    },
    /// Ways that are out of all proportion.
    #[error("ways {times} times as long as estimated: it is 0.01 to 100 times")]
    Travel {
        /// How many times.
        times: f64,
    },
    /// A share beyond the whole.
    #[error("the share of leads is {percent} %: it is 0 to 100 %")]
    Share {
        /// The share in per cent.
        percent: f64,
    },
}

impl FieldKind {
    /// What a person filled in, as it is kept: without spaces around it, a number in its plain form, "yes" or "no". `None` for
    /// nothing, and for what the field does not take.
    #[must_use]
    pub fn taken(&self, text: &str) -> Option<String> {
        let text = text.trim();
        match self {
            _ if text.is_empty() || text.len() > LONGEST_ANSWER => None,
            Self::Text => Some(text.to_owned()),
            Self::Number => {
                let number = text.parse::<f64>().ok().filter(|number| number.is_finite())?;
                Some(number.to_string()).filter(|text| text.len() <= LONGEST_ANSWER)
            }
            Self::Choice(choices) => choices.iter().find(|choice| *choice == text).cloned(),
            Self::YesNo => ["yes", "no"].into_iter().find(|word| *word == text).map(str::to_owned),
        }
    }
}

impl Answer {
    /// Whether its values can be.
    #[must_use]
    pub(super) fn is_sound(&self) -> bool {
        is_name(&self.field) && !self.value.is_empty() && self.value.len() <= LONGEST_ANSWER
    }
}

impl VisitWatch {
    /// Whether an answer is one that its field takes; a field that is not there takes all.
    #[must_use]
    pub fn admits(&self, answer: &Answer) -> bool {
        let field = self.fields.iter().find(|own| own.name == answer.field);
        field.is_none_or(|own| own.kind.taken(&answer.value).as_ref() == Some(&answer.value))
    }

    /// Whether fields and share can be.
    ///
    /// # Errors
    /// The first [`WatchFault`].
    pub fn validate(&self) -> Result<(), WatchFault> {
        if self.fields.len() > MOST_FIELDS {
            return Err(WatchFault::Many);
        }
        for (position, own) in self.fields.iter().enumerate() {
            if !is_name(&own.name) {
                return Err(WatchFault::Name { number: position + 1 });
            }
            if self.fields.iter().take(position).any(|other| other.name == own.name) {
                return Err(WatchFault::Twice { name: own.name.clone() });
            }
            if let FieldKind::Choice(choices) = &own.kind {
                let is_new = |(at, choice): (usize, &String)| is_name(choice) && !choices[..at].contains(choice);
                if !(1..=MOST_CHOICES).contains(&choices.len()) || !choices.iter().enumerate().all(is_new) {
                    return Err(WatchFault::Choices { name: own.name.clone() });
                }
            }
        }
        let percent = self.leads.map_or(0.0, |own| own.share.percent());
        if percent > 100.0 {
            return Err(WatchFault::Share { percent });
        }
        let times = self.travel.map_or(1.0, Share::value);
        if (0.01..=100.0).contains(&times) { Ok(()) } else { Err(WatchFault::Travel { times }) }
    }
}

/// Whether a name can be: not empty, no spaces around it, no line of its own, not too long.
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.len() <= LONGEST_FIELD_NAME && name.trim() == name && !name.contains(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_kept_in_one_form() {
        let check = |kind: &FieldKind, text: &str, expected: Option<&str>| {
            assert_eq!(kind.taken(text).as_deref(), expected, "{kind:?}, {text}");
        };
        check(&FieldKind::Text, "  two words ", Some("two words"));
        check(&FieldKind::Text, " ", None);
        check(&FieldKind::Text, &"x".repeat(LONGEST_ANSWER + 1), None);
        check(&FieldKind::Number, "1e3", Some("1000"));
        check(&FieldKind::Number, "-0.5", Some("-0.5"));
        check(&FieldKind::Number, "inf", None);
        check(&FieldKind::Number, "NaN", None);
        check(&FieldKind::Number, "some", None);
        let choice = FieldKind::Choice(vec!["Demo".to_owned(), "Quote".to_owned()]);
        check(&choice, "Demo", Some("Demo"));
        check(&choice, "demo", None);
        check(&FieldKind::YesNo, "yes", Some("yes"));
        check(&FieldKind::YesNo, "maybe", None);
    }

    #[test]
    fn what_cannot_be_is_named() {
        let field = |name: &str, kind| TouchField { name: name.to_owned(), kind };
        let choices = |list: &[&str]| FieldKind::Choice(list.iter().map(|own| (*own).to_owned()).collect());
        let check = |fields: Vec<TouchField>, expected: &str| {
            let told = VisitWatch { fields, ..VisitWatch::default() }.validate().map_err(|fault| fault.to_string());
            assert!(told.as_ref().is_err_and(|told| told.contains(expected)), "{told:?}");
        };
        check(vec![field("", FieldKind::Text)], "field 1 needs a name");
        check(vec![field("a\nb", FieldKind::Text)], "field 1 needs a name");
        check(vec![field("a", FieldKind::Text), field("a", FieldKind::YesNo)], "two fields are called “a”");
        check(vec![field("a", choices(&[]))], "“a” needs 1 to 50");
        check(vec![field("a", choices(&["x", "x"]))], "“a” needs 1 to 50");
        check((0..21).map(|at| field(&format!("f{at}"), FieldKind::Text)).collect(), "more than 20");
        let fine = vec![field("a", choices(&["x", "y"])), field("b", FieldKind::Number)];
        let share = |value| Some(LeadShare { by: LeadMeasure::Time, share: Share::new(value).expect("a share") });
        assert_eq!(VisitWatch { fields: fine.clone(), leads: share(1.0), travel: None }.validate(), Ok(()));
        let told = VisitWatch { fields: fine, leads: share(1.5), travel: None }.validate();
        assert!(told.is_err_and(|told| told.to_string().contains("150 %")));
        let told = VisitWatch { travel: Share::new(1e9).ok(), ..VisitWatch::default() }.validate();
        assert!(told.is_err_and(|told| told.to_string().contains("0.01 to 100")));
    }
}
