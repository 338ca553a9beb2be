//! What the reps say of their touches: one mark at a time, and what comes back from a rep merged in.

use super::edit::Edit;
use super::plan::{Plan, PlanError};
use super::scenario::{LayerError, LayerPlan};
use super::state::Way;
use super::words::counted;
use crate::model::{ActivityKind, DoneTouch, TouchState, VisitWatch};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// One touch before and after; where both are there, they have the same key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TouchChange {
    /// What was said before; `None` for nothing.
    pub before: Option<DoneTouch>,
    /// What is said after; `None` for nothing.
    pub after: Option<DoneTouch>,
}

/// What came of the touches that were brought in.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Merged {
    /// The edit that brings them in; `None` when all are known.
    pub edit: Option<Edit>,
    /// Touches that the plan did not have.
    pub added: usize,
    /// Touches that the plan had otherwise: another note, or done instead of missed.
    pub changed: usize,
    /// Touches that the plan had just so.
    pub known: usize,
    /// Touches of accounts that are not in the plan; they are left out.
    pub foreign: usize,
    /// Answers that are none of those that their fields take; they are left out.
    pub unfit: usize,
}

/// Whether touches from a file can be: sound, in order, each once.
pub(super) fn fits(touches: &[DoneTouch]) -> Result<(), LayerError> {
    if touches.iter().all(DoneTouch::is_sound) && touches.is_sorted_by(|a, b| a.key() < b.key()) {
        return Ok(());
    }
    let what = "what is said of a touch has no account, is too long, out of order or stands twice".to_owned();
    Err(LayerError::Visits { what })
}

/// Carries changes out or takes them back; nothing changes on an error. O(touches + changes · log touches) where none comes
/// or goes in the middle, else O(touches · changes).
pub(super) fn carry_out(touches: &mut Vec<DoneTouch>, changes: &[TouchChange], way: Way) -> Result<(), PlanError> {
    let stale = || PlanError::Stale { what: "what is said of a touch" };
    let mut next = touches.clone();
    for TouchChange { before, after } in changes {
        let (from, to) = way.order(before.as_ref(), after.as_ref());
        let key = from.or(to).ok_or(PlanError::Nothing)?.key();
        let is_sound = to.is_none_or(|to| to.key() == key && to.is_sound());
        let found = next.binary_search_by(|own| own.key().cmp(&key));
        match (found, from, to) {
            (Ok(position), Some(from), to) if is_sound && next.get(position) == Some(from) => match to {
                Some(to) => next[position] = to.clone(),
                None => drop(next.remove(position)),
            },
            (Err(position), None, Some(to)) if is_sound => next.insert(position, to.clone()),
            _ => return Err(stale()),
        }
    }
    *touches = next;
    Ok(())
}

impl LayerPlan {
    /// What is said of a touch; one of which nothing is said where nothing is. O(log touches).
    #[must_use]
    pub fn touch(&self, asked: &DoneTouch) -> DoneTouch {
        let touches = self.visits().map(|visits| visits.touches.as_slice()).unwrap_or_default();
        let found = touches.binary_search_by(|own| own.key().cmp(&asked.key()));
        let found = found.ok().and_then(|position| touches.get(position));
        found.cloned().unwrap_or_else(|| DoneTouch::new(asked.day, &asked.account, asked.kind, &asked.rep))
    }
}

impl Plan {
    /// Whether it is one rep's part of a plan.
    #[must_use]
    pub fn is_part(&self) -> bool {
        self.layer().and_then(LayerPlan::visits).is_some_and(|visits| visits.is_part)
    }

    /// The edit that says this of a touch of the shown layer; one that says nothing takes back what was said. O(log touches).
    #[must_use]
    pub fn touch_edit(&self, touch: DoneTouch) -> Edit {
        let said = |touch: DoneTouch| Some(touch).filter(DoneTouch::says_something);
        let before = self.layer().and_then(|layer| said(layer.touch(&touch)));
        Edit::Touches { at: self.here(), changes: vec![TouchChange { before, after: said(touch) }] }
    }

    /// Brings touches from a rep into the shown layer: each key once, the one that comes in wins, and nothing else of the plan
    /// changes. What comes in twice counts once, the last. O((touches + accounts) · log).
    #[must_use]
    pub fn merge_touches(&self, incoming: &[DoneTouch]) -> Merged {
        let mut merged = Merged::default();
        let Some(layer) = self.layer() else { return merged };
        let accounts: BTreeSet<&str> = self.dataset().accounts().ids.iter().collect();
        let by_key: BTreeMap<_, &DoneTouch> = incoming.iter().map(|touch| (touch.key(), touch)).collect();
        let watch = layer.visits().map(|visits| &visits.watch);
        let mut changes = Vec::new();
        for incoming in by_key.into_values().filter(|touch| touch.is_sound()) {
            let mut touch = incoming.clone();
            touch.answers.retain(|answer| watch.is_none_or(|watch| watch.admits(answer)));
            merged.unfit += incoming.answers.len() - touch.answers.len();
            if !touch.says_something() {
                continue;
            }
            let touch = &touch;
            let before = Some(layer.touch(touch)).filter(DoneTouch::says_something);
            let tally = match &before {
                _ if !accounts.contains(touch.account.as_str()) => &mut merged.foreign,
                Some(before) if before == touch => &mut merged.known,
                _ => {
                    let tally = if before.is_some() { &mut merged.changed } else { &mut merged.added };
                    changes.push(TouchChange { before, after: Some(touch.clone()) });
                    tally
                }
            };
            *tally += 1;
        }
        merged.edit = (!changes.is_empty()).then(|| Edit::Touches { at: self.here(), changes });
        merged
    }

    /// Changes of touches in a few words.
    pub(super) fn touch_words(&self, changes: &[TouchChange]) -> String {
        let [TouchChange { before, after }] = changes else {
            return format!("take over {}", counted(changes.len(), "touch", "touches"));
        };
        let Some(touch) = after.as_ref().or(before.as_ref()) else { return "change a touch".to_owned() };
        let accounts = self.dataset().accounts();
        let row = accounts.ids.iter().position(|id| id == touch.account);
        let whom = row.map_or(touch.account.as_str(), |row| accounts.names.get(row));
        let kind = match touch.kind {
            ActivityKind::Visit => "visit to",
            ActivityKind::Call => "call to",
            ActivityKind::Email => "e-mail to",
            ActivityKind::Other => "touch of",
        };
        let state = |touch: &Option<DoneTouch>| touch.as_ref().map(|touch| touch.state).unwrap_or_default();
        match (state(before), state(after)) {
            (state, same) if state == same => {
                let note =
                    |touch: &Option<DoneTouch>| touch.as_ref().map(|touch| touch.note.clone()).unwrap_or_default();
                let what = if note(before) == note(after) { "what was filled in for" } else { "the note on" };
                format!("change {what} the {kind} {whom}")
            }
            (_, TouchState::Done) => format!("mark the {kind} {whom} as done"),
            (_, TouchState::Missed) => format!("mark the {kind} {whom} as missed"),
            (_, TouchState::Open) => format!("take the mark off the {kind} {whom}"),
        }
    }
}

impl Merged {
    /// What came of it, for the person who brought them in.
    #[must_use]
    pub fn words(&self) -> String {
        let Self { added, changed, known, foreign, unfit, .. } = self;
        let told = |number: usize, words: &str| {
            if number > 0 { words.replace('#', &number.to_string()) } else { String::new() }
        };
        let added = counted(*added, "touch", "touches");
        let more = [told(*changed, ", # changed"), told(*known, ", # known already")].concat();
        let left_out = told(*foreign, "; # left out, whose accounts are not in this plan");
        let unfit = match unfit {
            0 => String::new(),
            unfit => format!("; not what its field takes, and left out: {}", counted(*unfit, "answer", "answers")),
        };
        format!("{added} added{more}{left_out}{unfit}.")
    }
}

/// A change of what is noted and watched in a few words.
pub(super) fn watch_words(before: &VisitWatch, after: &VisitWatch) -> &'static str {
    if before.travel != after.travel {
        return "take over the travel of the routes";
    }
    if before.fields == after.fields {
        return "change the share of leads that is wanted";
    }
    match before.fields.len().cmp(&after.fields.len()) {
        Ordering::Less => "add a field of touches",
        Ordering::Equal => "change the fields of touches",
        Ordering::Greater => "take out a field of touches",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Answer;
    use crate::plan::sample::edited_plan;
    use crate::units::Day;

    fn day(number: u32) -> Day {
        Day::new(2026, 11, number).expect("a day")
    }

    fn done(number: u32, account: &str) -> DoneTouch {
        DoneTouch { state: TouchState::Done, ..DoneTouch::new(day(number), account, ActivityKind::Visit, "rep-2") }
    }

    fn touches(plan: &Plan) -> &[DoneTouch] {
        &plan.layer().and_then(LayerPlan::visits).expect("the sample has visits").touches
    }

    #[test]
    fn marks_go_in_and_out_and_keep_their_order() {
        let mut plan = edited_plan(12);
        let whole = plan.clone();
        for (touch, words) in [
            (done(30, "row-1"), "Undo: mark the visit to Acme, Inc. as done"),
            (
                DoneTouch { note: "later".to_owned(), ..done(30, "row-1") },
                "Undo: change the note on the visit to Acme, Inc.",
            ),
            (
                DoneTouch { state: TouchState::Missed, ..done(12, "row-4") },
                "Undo: mark the visit to 東京商店 as missed",
            ),
            (
                DoneTouch::new(day(30), "row-1", ActivityKind::Visit, "rep-2"),
                "Undo: take the mark off the visit to Acme, Inc.",
            ),
        ] {
            let edit = plan.touch_edit(touch);
            plan.apply(edit).expect("it fits");
            assert_eq!(plan.undo_words().as_deref(), Some(words));
            assert!(touches(&plan).is_sorted_by(|a, b| a.key() < b.key()));
        }
        let accounts: Vec<&str> = touches(&plan).iter().map(|own| own.account.as_str()).collect();
        assert_eq!(accounts, ["row-4", "row-2"]);
        (0..4).for_each(|_| assert!(plan.undo().is_some()));
        assert_eq!(touches(&plan), touches(&whole));
        let same = plan.touch_edit(touches(&plan)[0].clone());
        assert_eq!(plan.apply(same), Err(PlanError::Nothing));
    }

    #[test]
    fn what_comes_back_is_not_doubled() {
        let mut plan = edited_plan(12);
        let known = touches(&plan)[0].clone();
        let other = DoneTouch { note: "Other words".to_owned(), ..known.clone() };
        let incoming = [done(30, "row-9"), known.clone(), done(29, "nobody"), done(28, "row-3"), done(28, "row-3")];
        let merged = plan.merge_touches(&incoming);
        assert_eq!((merged.added, merged.changed, merged.known, merged.foreign), (2, 0, 1, 1));
        assert_eq!(
            merged.words(),
            "2 touches added, 1 known already; 1 left out, whose accounts are not in this plan."
        );
        plan.apply(merged.edit.expect("two are new")).expect("it fits");
        assert_eq!(touches(&plan).len(), 3);
        let again = plan.merge_touches(&incoming);
        assert_eq!((again.edit, again.known), (None, 3));
        let changed = plan.merge_touches(std::slice::from_ref(&other));
        assert_eq!((changed.added, changed.changed), (0, 1));
        plan.apply(changed.edit.expect("its note differs")).expect("it fits");
        assert!(touches(&plan).contains(&other) && !touches(&plan).contains(&known));
    }

    #[test]
    fn answers_come_back_as_far_as_their_fields_take_them() {
        let mut plan = edited_plan(12);
        let answer = |field: &str, value: &str| Answer { field: field.to_owned(), value: value.to_owned() };
        let answers = vec![answer("Stage", "Demo"), answer("Units", "many"), answer("Given up", "still told")];
        let merged = plan.merge_touches(&[DoneTouch { answers, ..done(29, "row-3") }]);
        assert_eq!((merged.added, merged.unfit), (1, 1));
        assert_eq!(merged.words(), "1 touch added; not what its field takes, and left out: 1 answer.");
        plan.apply(merged.edit.expect("it is new")).expect("it fits");
        let own = touches(&plan).iter().find(|own| own.account == "row-3").expect("it is there").clone();
        assert_eq!(own.answers, [answer("Stage", "Demo"), answer("Given up", "still told")]);
        let mut other = own.clone();
        other.set_answer("Stage", Some("Quote".to_owned()));
        other.set_answer("Given up", None);
        let edit = plan.touch_edit(other);
        plan.apply(edit).expect("it can be changed");
        let words = "Undo: change what was filled in for the visit to =SUM(A1)";
        assert_eq!(plan.undo_words().as_deref(), Some(words));
        let twice = vec![answer("Stage", "Demo"), answer("Stage", "Quote")];
        assert!(!DoneTouch { answers: twice, ..own.clone() }.is_sound());
        assert!(!DoneTouch { answers: vec![answer("Stage", &"x".repeat(1_001))], ..own }.is_sound());
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let check = |touches: &[DoneTouch], expect: bool| assert_eq!(fits(touches).is_ok(), expect);
        check(&[done(1, "a"), done(1, "b"), done(2, "a")], true);
        check(&[done(2, "a"), done(1, "a")], false);
        check(&[done(1, "a"), done(1, "a")], false);
        check(&[done(1, "")], false);
        check(&[DoneTouch { minute: Some(1440), ..done(1, "a") }], false);
        check(&[DoneTouch { note: "x".repeat(4_001), ..done(1, "a") }], false);
        check(&[DoneTouch { state: TouchState::Open, ..done(1, "a") }], false);
        let mut list = vec![done(1, "a")];
        let change = TouchChange { before: None, after: Some(done(1, "a")) };
        assert!(carry_out(&mut list, std::slice::from_ref(&change), Way::Forth).is_err());
        assert_eq!(carry_out(&mut list, &[change], Way::Back), Ok(()));
        assert!(list.is_empty());
    }
}
