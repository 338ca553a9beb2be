//! What would come of the files, and the one thing to do next.

use super::files::capitalised;
use crate::engine::import_protocol::Draft;
use crate::model::{Code, Severity};
use crate::ui::components::Icon;
use crate::ui::erased::{Show, memo, part};
use crate::ui::locale;
use crate::ui::state::{App, ImportStep, focus, keep_focus};
use leptos::prelude::*;

/// Parts of the account that are told; the pane of diagnostics has them all.
const TOLD: usize = 3;

/// What the button does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    /// Go to what only a person can tell.
    Answer { questions: usize, then: ImportStep },
    /// Go to a step.
    Show(ImportStep),
    /// Take the files over.
    TakeOver { accounts: u32, update: bool },
    /// Take rows over that say more about the accounts of the plan.
    Add { rows: u32 },
}

fn next(app: App, draft: &Draft) -> Next {
    let review = app.review();
    let here = review.step.get();
    let wants_look = |step: &ImportStep| {
        let open = matches!(step, ImportStep::Matches | ImportStep::Places) && step.open(draft) > 0;
        let changes = *step == ImportStep::TakeOver && review.update.get() == Some(true);
        *step > here && (open || changes) && !review.seen.with(|seen| seen.contains(step))
    };
    let to_look_at = ImportStep::ALL.into_iter().filter(|step| step.is_needed(draft)).find(wants_look);
    let questions = draft.undecided_dates.len() + usize::from(review.asks_purpose(app));
    match (questions, to_look_at) {
        (0, Some(step)) => Next::Show(step),
        (0, None) => match (review.update.get() == Some(true), rows_of(draft, true)) {
            (true, 0) => Next::Add { rows: rows_of(draft, false) },
            (update, _) => Next::TakeOver { accounts: draft.accounts, update },
        },
        (questions, step) => Next::Answer { questions, then: step.unwrap_or(ImportStep::TakeOver) },
    }
}

impl Next {
    fn words(self) -> String {
        match self {
            Self::Answer { questions, then } => {
                format!(
                    "Answer {}, then {}",
                    locale::counted(questions, "question", "questions"),
                    then.name().to_lowercase()
                )
            }
            Self::Show(ImportStep::TakeOver) => "See what changes".to_owned(),
            Self::Show(step) => format!("Go to {}", step.name().to_lowercase()),
            Self::TakeOver { accounts, update } => {
                let verb = if update { "Update" } else { "Take over" };
                format!("{verb} {}", locale::counted(accounts, "account", "accounts"))
            }
            Self::Add { rows } => format!("Update the plan with {}", locale::counted(rows, "row", "rows")),
        }
    }

    fn carry_out(self, app: App) {
        match self {
            Self::Answer { .. } if app.review().asks_purpose(app) => focus("purpose-update"),
            Self::Answer { .. } => focus("question-0"),
            Self::Show(step) => {
                app.review().show(step);
                request_animation_frame(|| focus("step-h"));
            }
            Self::TakeOver { .. } | Self::Add { .. } => app.take_over(),
        }
    }
}

/// The bar below each step.
#[component]
pub fn Footer() -> impl IntoView {
    let app = expect_context::<App>();
    let next = memo(move || app.draft.with(|draft| draft.as_ref().map(|draft| next(app, draft))));
    let obstacle = memo(move || app.draft.with(|d| d.as_ref().map(|d| d.obstacle.clone()).unwrap_or_default()));
    let busy = move || app.review().waiting.get() || app.running.with(Option::is_some);
    // A question can always be gone to; only taking over needs files that make a plan.
    let held = move || {
        let takes = matches!(next.get(), Some(Next::TakeOver { .. } | Next::Add { .. }) | None);
        takes && (busy() || !obstacle.with(String::is_empty))
    };
    let leaving = RwSignal::new(false);
    let ask = move |asks: bool| {
        leaving.set(asks);
        keep_focus(vec![if asks { "leave-not" } else { "leave" }.to_owned()]);
    };
    view! {
        <footer class="imp-foot">
            {part(move || match obstacle.get() {
                why if why.is_empty() => {
                    let (made, rest) = app.draft.with(|draft| draft.as_ref().map(account).unwrap_or_default());
                    view! {
                        <p>
                            <b>{made}</b>
                            <span class="muted">{rest}</span>
                        </p>
                    }
                        .into_any()
                }
                why => view! { <p class="bad" role="status">{locale::told(&capitalised(&why))}</p> }.into_any(),
            })}
            <Show
                when=move || leaving.get()
                fallback=move || {
                    view! {
                        <button id="leave" class="btn" type="button" on:click=move |_| ask(true)>
                            "Cancel"
                        </button>
                    }
                }
            >
                <div class="group" role="group" aria-label="What was read and decided is lost">
                    <button id="leave-not" class="btn" type="button" on:click=move |_| ask(false)>
                        "Go on"
                    </button>
                    <button id="leave-all" class="btn" type="button" on:click=move |_| app.leave_draft()>
                        "Leave the files and all answers"
                    </button>
                </div>
            </Show>
            <button
                class="btn primary"
                type="button"
                disabled=held
                on:click=move |_| {
                    if let Some(next) = next.get_untracked() {
                        next.carry_out(app);
                    }
                }
            >
                {part(move || next.get().map(Next::words))}
                <Icon name="right" />
            </button>
        </footer>
    }
}

/// What would be made, and what became of the rows that make it.
pub(super) fn account(draft: &Draft) -> (String, String) {
    let mut made = locale::counted(draft.accounts, "account", "accounts");
    if draft.reps > 0 {
        made = format!("{made} and {}", locale::counted(draft.reps, "rep", "reps"));
    }
    let parts = left_and_kept(draft);
    let told = if parts.is_empty() { String::new() } else { format!(": {}", parts.join(", ")) };
    let from = match rows_of(draft, true) {
        0 => format!("of the plan stay, and {} say more", locale::counted(rows_of(draft, false), "row", "rows")),
        rows => format!("from {}", locale::counted(rows, "row", "rows")),
    };
    (made, format!(" {from}{told}. Nothing is taken yet."))
}

/// Rows of files that make accounts, or of those that do not.
fn rows_of(draft: &Draft, makes_accounts: bool) -> u32 {
    let own = draft.outcomes.iter().filter(|outcome| outcome.kind.makes_accounts() == makes_accounts);
    own.map(|outcome| outcome.rows).sum()
}

/// What was left out or kept although it looks wrong, "1 totals row left out".
fn left_and_kept(draft: &Draft) -> Vec<String> {
    let of = |wanted: fn(Code) -> bool, severity: Option<Severity>| -> u32 {
        let own = |severity_of: Severity| severity.is_none_or(|severity| severity == severity_of);
        let found = draft.tallies.iter().filter(|tally| wanted(tally.code) && own(tally.severity));
        found.map(|tally| tally.count).sum()
    };
    let counts = [
        (of(|code| code == Code::TotalsRow, None), "totals row left out", "totals rows left out"),
        (of(|code| code == Code::EmptyRow, None), "empty row left out", "empty rows left out"),
        (of(|code| code == Code::LeftOut, None), "row left out by you", "rows left out by you"),
        (
            of(|code| code == Code::RaggedRow, Some(Severity::Rejected)),
            "row with too many or too few cells left out",
            "rows with too many or too few cells left out",
        ),
        (
            of(|code| code == Code::RepeatedId, Some(Severity::Check)),
            "repeated id kept until you decide",
            "repeated ids kept until you decide",
        ),
        (
            draft
                .located
                .iter()
                .filter(|(precision, _)| *precision == crate::model::Precision::None)
                .map(|(_, count)| *count)
                .sum(),
            "account not located",
            "accounts not located",
        ),
    ];
    let told = counts.into_iter().filter(|(count, ..)| *count > 0).take(TOLD);
    told.map(|(count, one, many)| locale::counted(count, one, many)).collect()
}
