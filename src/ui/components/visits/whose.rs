//! Whose cadence, hours or week a field of the brief is about.

use crate::model::{AccountTerms, Cadence, Opening, RepTerms, VisitBrief, WorkingWeek};

/// Whose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Whose {
    /// Everybody's.
    All,
    /// A class's, by position.
    Class(usize),
    /// An account's, by id.
    Account(String),
    /// A rep's, by id.
    Rep(String),
}

impl Whose {
    /// What is different for the account.
    pub(super) fn terms<'a>(&self, brief: &'a VisitBrief) -> Option<&'a AccountTerms> {
        let Self::Account(id) = self else { return None };
        brief.accounts.iter().find(|own| own.account == *id)
    }

    /// Changes what is different for the account, and forgets terms that say nothing any more.
    pub(super) fn change_terms(&self, brief: &mut VisitBrief, change: impl FnOnce(&mut AccountTerms)) {
        let Self::Account(id) = self else { return };
        let position = brief.accounts.iter().position(|own| own.account == *id).unwrap_or_else(|| {
            brief.accounts.push(AccountTerms::new(id));
            brief.accounts.len() - 1
        });
        change(&mut brief.accounts[position]);
        if brief.accounts[position] == AccountTerms::new(id) {
            brief.accounts.remove(position);
        }
    }

    /// What is different for the rep.
    pub(super) fn rep_terms<'a>(&self, brief: &'a VisitBrief) -> Option<&'a RepTerms> {
        let Self::Rep(id) = self else { return None };
        brief.rep_terms(id)
    }

    /// Changes what is different for the rep, and forgets terms that say nothing any more.
    pub(super) fn change_rep(&self, brief: &mut VisitBrief, change: impl FnOnce(&mut RepTerms)) {
        let Self::Rep(id) = self else { return };
        let position = brief.reps.iter().position(|own| own.rep == *id).unwrap_or_else(|| {
            brief.reps.push(RepTerms::new(id));
            brief.reps.len() - 1
        });
        let own = &mut brief.reps[position];
        change(own);
        if *own == RepTerms::new(id) {
            brief.reps.remove(position);
        }
    }

    pub(super) fn cadence(&self, brief: &VisitBrief) -> Option<Cadence> {
        match self {
            Self::Class(class) => brief.classes.get(*class).map(|own| own.cadence),
            _ => self.terms(brief)?.cadence,
        }
    }

    pub(super) fn cadence_mut<'a>(&self, brief: &'a mut VisitBrief) -> Option<&'a mut Cadence> {
        match self {
            Self::Class(class) => brief.classes.get_mut(*class).map(|own| &mut own.cadence),
            Self::Account(id) => brief.accounts.iter_mut().find(|own| own.account == *id)?.cadence.as_mut(),
            Self::All | Self::Rep(_) => None,
        }
    }

    pub(super) fn hours<'a>(&self, brief: &'a VisitBrief) -> Option<&'a Vec<Opening>> {
        match self {
            Self::Class(class) => brief.classes.get(*class).map(|own| &own.hours),
            _ => self.terms(brief)?.hours.as_ref(),
        }
    }

    pub(super) fn hours_mut<'a>(&self, brief: &'a mut VisitBrief) -> Option<&'a mut Vec<Opening>> {
        match self {
            Self::Class(class) => brief.classes.get_mut(*class).map(|own| &mut own.hours),
            Self::Account(id) => brief.accounts.iter_mut().find(|own| own.account == *id)?.hours.as_mut(),
            Self::All | Self::Rep(_) => None,
        }
    }

    pub(super) fn week(&self, brief: &VisitBrief) -> Option<WorkingWeek> {
        match self {
            Self::All => Some(brief.week),
            _ => self.rep_terms(brief)?.week,
        }
    }

    pub(super) fn week_mut<'a>(&self, brief: &'a mut VisitBrief) -> Option<&'a mut WorkingWeek> {
        match self {
            Self::All => Some(&mut brief.week),
            Self::Rep(id) => brief.reps.iter_mut().find(|own| own.rep == *id)?.week.as_mut(),
            Self::Class(_) | Self::Account(_) => None,
        }
    }
}
