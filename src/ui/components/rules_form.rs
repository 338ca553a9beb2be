//! Rules in order, as a part of the design form: who takes accounts before geography divides what is left.

use super::rule_editor::RuleEditor;
use super::teams_form::TeamsForm;
use super::{Icon, later};
use crate::model::{DesignBrief, Rule, Taker, TerritoryIx};
use crate::plan::Plan;
use crate::ui::erased::{Show, flag, follow, memo, part, says};
use crate::ui::locale;
use crate::ui::state::App;
use leptos::prelude::*;
use std::sync::Arc;

/// A rule of the brief that a form is about.
#[derive(Clone, Copy)]
pub(super) struct RuleAt {
    pub(super) brief: RwSignal<DesignBrief>,
    pub(super) row: usize,
}

impl RuleAt {
    pub(super) fn read<T>(self, read: impl FnOnce(&Rule) -> T) -> Option<T> {
        self.brief.with(|brief| brief.rules.get(self.row).map(read))
    }

    pub(super) fn change(self, change: impl FnOnce(&mut Rule)) {
        self.brief.update(|brief| {
            if let Some(rule) = brief.rules.get_mut(self.row) {
                change(rule);
            }
        });
    }
}

/// What a list of rules shares: which is open, which is dragged, and what each takes.
#[derive(Clone, Copy)]
struct Shared {
    brief: RwSignal<DesignBrief>,
    open: RwSignal<Option<usize>>,
    dragged: RwSignal<Option<usize>>,
    taken: ReadSignal<Vec<usize>>,
}

impl Shared {
    /// Puts a rule where another is.
    fn put(self, from: usize, to: usize) {
        self.brief.update(|brief| {
            if from.max(to) < brief.rules.len() {
                let rule = brief.rules.remove(from);
                brief.rules.insert(to, rule);
            }
        });
        // The rule that is open stays open, wherever it comes to stand.
        self.open.update(|open| {
            *open = open.map(|open| match open {
                open if open == from => to,
                open if (from + 1..=to).contains(&open) => open - 1,
                open if (to..from).contains(&open) => open + 1,
                open => open,
            });
        });
    }
}

/// The rules and the teams of a brief.
#[component]
pub fn RulesForm(brief: RwSignal<DesignBrief>) -> impl IntoView {
    let app = expect_context::<App>();
    let count = memo(move || brief.with(|brief| brief.rules.len()));
    let taken = later(move || app.plan.with(|plan| brief.with(|brief| taken(plan.as_ref(), brief))));
    let shared = Shared { brief, open: app.open_rule(), dragged: RwSignal::new(None), taken };
    let is_shown = RwSignal::new(false);
    follow(move || show_taken(app, brief, is_shown));
    // The map shows the plan again when the form goes.
    on_cleanup(move || {
        if is_shown.get_untracked() {
            app.best.set(None);
        }
    });
    let is_unfolded = RwSignal::new(brief.with_untracked(|brief| !brief.rules.is_empty() || !brief.teams.is_empty()));
    // A rule made on the map is seen.
    follow(move || {
        if shared.open.with(Option::is_some) {
            is_unfolded.set(true);
        }
    });
    view! {
        <details class="more rules" prop:open=flag(move || is_unfolded.get())>
            <summary>
                "Rules and teams "
                <Show when=move || { count.get() > 0 }>
                    <span class="badge">{part(move || locale::count(count.get()))}</span>
                </Show>
            </summary>
            <p class="note">
                "The first rule that an account fulfils takes it, from the top. Geography divides what is left."
            </p>
            <ol>
                {part(move || (0..count.get()).map(|row| view! { <RuleRow shared row /> }).collect_view())}
            </ol>
            <Show when=move || { count.get() > 0 }>
                <p class="row">
                    <span>"The field divides the rest"</span>
                    <b class="num">{part(move || taken.with(|taken| taken.last().map(|&rest| locale::count(rest))))}</b>
                </p>
            </Show>
            <div class="row">
                <button class="btn quiet add" type="button" on:click=move |_| app.add_rule(&[])>
                    <Icon name="plus" />
                    "Add a rule"
                </button>
                <Show when=move || { count.get() > 0 }>
                    <label class="row pick">
                        <input
                            type="checkbox"
                            prop:checked=is_shown
                            on:change=move |event| is_shown.set(event_target_checked(&event))
                        />
                        <span>"Show on the map"</span>
                    </label>
                </Show>
            </div>
            <TeamsForm brief />
        </details>
    }
}

/// By rule, how many accounts it takes, and at the end what the field divides.
fn taken(plan: Option<&Plan>, brief: &DesignBrief) -> Vec<usize> {
    let mut counts = vec![0; brief.rules.len() + 1];
    if let Some(plan) = plan.filter(|_| !brief.rules.is_empty()) {
        for taker in plan.takers(brief) {
            counts[taker.map_or(brief.rules.len(), usize::from)] += 1;
        }
    }
    counts
}

/// Draws the accounts that each rule takes in a colour of its own.
fn show_taken(app: App, brief: RwSignal<DesignBrief>, is_shown: RwSignal<bool>) {
    // A design draws on the map itself, and leaves the plan there.
    if app.running.with(Option::is_some) {
        is_shown.set(false);
    } else if is_shown.get() {
        let takers = app.plan.with(|plan| brief.with(|brief| plan.as_ref().map(|plan| plan.takers(brief))));
        let owners = takers.unwrap_or_default().into_iter().map(|taker| taker.map(TerritoryIx));
        app.best.set(Some(Arc::new(owners.collect())));
    } else if app.best.with_untracked(Option::is_some) {
        app.best.set(None);
    }
}

#[component]
fn RuleRow(shared: Shared, row: usize) -> impl IntoView {
    let app = expect_context::<App>();
    let Shared { brief, open, dragged, taken } = shared;
    let rule = RuleAt { brief, row };
    let is_open = move || open.get() == Some(row);
    let name = move || rule.read(|rule| rule.name.clone());
    let to = move || {
        brief.with(|brief| app.plan.with(|plan| Some(taker_words(plan.as_ref()?, brief, &brief.rules.get(row)?.taker))))
    };
    view! {
        <li class="rule" class:off=flag(move || rule.read(|rule| !rule.is_on).unwrap_or_default())>
            <div
                class="rule-head"
                draggable="true"
                on:dragstart=move |_| dragged.set(Some(row))
                on:dragend=move |_| dragged.set(None)
                on:dragover=move |event| {
                    if dragged.get_untracked().is_some() {
                        event.prevent_default();
                    }
                }
                on:drop=move |event| {
                    if let Some(from) = dragged.get_untracked() {
                        event.prevent_default();
                        shared.put(from, row);
                    }
                }
            >
                <input
                    type="checkbox"
                    role="switch"
                    aria-label=says(move || format!("{} counts", name().unwrap_or_default()))
                    prop:checked=flag(move || rule.read(|rule| rule.is_on).unwrap_or_default())
                    on:change=move |event| rule.change(|rule| rule.is_on = event_target_checked(&event))
                />
                <button
                    class="rule-name"
                    type="button"
                    aria-expanded=says(move || is_open().to_string())
                    on:click=move |_| open.set((!is_open()).then_some(row))
                >
                    <span class="faint">{row + 1}</span>
                    " "
                    {part(name)}
                    <span class="note">{part(to)}</span>
                </button>
                <b class="num">{part(move || taken.with(|taken| taken.get(row).map(|&count| locale::count(count))))}</b>
            </div>
            <Show when=is_open>
                <RuleEditor rule />
                <div class="row">
                    <button
                        class="btn quiet"
                        type="button"
                        disabled={row == 0}
                        on:click=move |_| shared.put(row, row.saturating_sub(1))
                    >
                        "Up"
                    </button>
                    <button class="btn quiet" type="button" on:click=move |_| shared.put(row, row + 1)>
                        "Down"
                    </button>
                    <button
                        class="btn quiet"
                        type="button"
                        on:click=move |_| {
                            open.set(None);
                            brief.update(|brief| {
                                if row < brief.rules.len() {
                                    brief.rules.remove(row);
                                }
                            });
                        }
                    >
                        "Remove"
                    </button>
                </div>
            </Show>
        </li>
    }
}

/// Who takes what a rule takes, in words.
fn taker_words(plan: &Plan, brief: &DesignBrief, taker: &Taker) -> String {
    let rep = |id: &String| {
        let own = plan.dataset().rep_named(id).and_then(|rep| plan.dataset().rep(rep));
        own.map_or_else(|| format!("{id}, who is not in the data"), |rep| rep.name.clone())
    };
    match taker {
        Taker::Team(team) => match brief.teams.get(usize::from(*team)) {
            Some(team) => format!("to {}", team.name),
            None => "to a team that is not there".to_owned(),
        },
        Taker::Rep(id) => format!("to {}", rep(id)),
        Taker::NamedRep(id) => format!("to {} alone", rep(id)),
        Taker::Present => "stay with their owner".to_owned(),
        Taker::Nobody => "left to nobody".to_owned(),
    }
}
