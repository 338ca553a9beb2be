//! What every page of a plan shares: the top bar and the rail of steps.

use super::{Icon, Logo, Settings, later};
use crate::engine::protocol::Job;
use crate::model::TerritoryIx;
use crate::plan::Plan;
use crate::ui::address::{self, Page, Step};
use crate::ui::erased::{Show, flag, memo, part, says};
use crate::ui::locale;
use crate::ui::state::{App, Saving, Selection};
use leptos::prelude::*;

/// Plan, save state, undo and redo, privacy, share.
#[component]
pub fn TopBar() -> impl IntoView {
    let app = expect_context::<App>();
    let open = move || app.plan.with(Option::is_some);
    view! {
        <header class="topbar">
            <a class="brand" href="#/" aria-label="Hinterland: all plans">
                <Logo />
            </a>
            <Show when=open fallback=|| view! { <span class="plan-new">"New plan"</span> }>
                <PlanName />
                <SaveState />
                <History />
            </Show>
            <span class="topbar-gap"></span>
            <Privacy />
            <Show when=open>
                <button class="btn primary" type="button" on:click=move |_| app.go(Page::Work(Step::Share))>
                    <Icon name="share" />
                    "Share"
                </button>
            </Show>
        </header>
    }
}

/// The promise, in the same place on every page.
#[component]
pub fn Privacy() -> impl IntoView {
    view! {
        <span class="privacy">
            <Icon name="shield" />
            <span>"Nothing leaves this browser"</span>
        </span>
    }
}

#[component]
fn PlanName() -> impl IntoView {
    let app = expect_context::<App>();
    let name = move || app.plan.with(|plan| plan.as_ref().map(|plan| plan.name().to_owned()).unwrap_or_default());
    view! {
        <h1 class="plan">
            <input
                class="plan-name"
                type="text"
                aria-label="Name of the plan"
                maxlength="120"
                prop:value=name
                on:change=move |event| app.rename_plan(&event_target_value(&event))
            />
        </h1>
    }
}

#[component]
fn SaveState() -> impl IntoView {
    let app = expect_context::<App>();
    let words = move || match app.saving.get() {
        Saving::Nothing => String::new(),
        Saving::Pending => "Saving …".to_owned(),
        Saving::Saved(at) => format!("Saved {}", locale::clock(at)),
        Saving::Failed(cause) => format!("Not saved: {cause}"),
    };
    let failed = move || matches!(app.saving.get(), Saving::Failed(_));
    let saved = move || matches!(app.saving.get(), Saving::Saved(_));
    view! {
        <span class="save" class:bad=failed role="status">
            <Show when=saved>
                <Icon name="check" />
            </Show>
            {part(words)}
        </span>
    }
}

#[component]
fn History() -> impl IntoView {
    let app = expect_context::<App>();
    let undo = move || app.plan.with(|plan| plan.as_ref().and_then(Plan::undo_words));
    let redo = move || app.plan.with(|plan| plan.as_ref().and_then(Plan::redo_words));
    let idle = move || app.running.with(Option::is_none);
    view! {
        <div class="group" role="group" aria-label="History">
            <button
                class="btn quiet icon-only"
                type="button"
                aria-label=says(move || undo().unwrap_or_else(|| "Undo".to_owned()))
                title=says(move || undo().unwrap_or_else(|| "Nothing to undo".to_owned()))
                aria-keyshortcuts="Control+Z"
                disabled=flag(move || undo().is_none() || !idle())
                on:click=move |_| app.undo()
            >
                <Icon name="undo" />
            </button>
            <button
                class="btn quiet icon-only"
                type="button"
                aria-label=says(move || redo().unwrap_or_else(|| "Redo".to_owned()))
                title=says(move || redo().unwrap_or_else(|| "Nothing to redo".to_owned()))
                aria-keyshortcuts="Control+Shift+Z"
                disabled=flag(move || redo().is_none() || !idle())
                on:click=move |_| app.redo()
            >
                <Icon name="redo" />
            </button>
        </div>
    }
}

/// How far a step is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Done,
    Busy,
    Needs,
    NotYet,
}

impl Mark {
    fn parts(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Done => ("mark good", "check", "done"),
            Self::Busy => ("mark info", "dot", "in progress"),
            Self::Needs => ("mark warn", "alert", "needs something"),
            Self::NotYet => ("mark faint", "minus", "not started"),
        }
    }
}

/// The steps with one line of state each; below them the audit.
#[component]
pub fn Rail() -> impl IntoView {
    let app = expect_context::<App>();
    let designed = later(move || app.is_designed());
    view! {
        <nav class="rail" aria-label="Steps">
            <ol>
                <RailStep page=Page::Data icon="data" name="Data" state=Signal::derive(move || data_state(app)) />
                <RailStep
                    page=Page::Work(Step::Territories)
                    icon="territories"
                    name="Territories"
                    state=Signal::derive(move || territories_state(app))
                />
                <RailStep
                    page=Page::Work(Step::Visits)
                    icon="visits"
                    name="Visits"
                    state=Signal::derive(move || visits_state(app))
                />
                <RailStep
                    page=Page::Work(Step::Share)
                    icon="share"
                    name="Share"
                    state=Signal::derive(move || share_state(app))
                />
            </ol>
            <Show when=move || designed.get()>
                <Audit />
            </Show>
            <div class="rail-foot">
                <Shortcuts />
                <Settings />
            </div>
        </nav>
    }
}

#[component]
fn RailStep(page: Page, icon: &'static str, name: &'static str, state: Signal<(String, Mark)>) -> impl IntoView {
    let app = expect_context::<App>();
    let href = move || {
        let key = app.key.get();
        address::fragment(page, key.as_ref().map(|key| key.0.as_str()))
    };
    let open = move || page == Page::Data || app.plan.with(Option::is_some);
    let current = move || (app.page.get() == page).then_some("step");
    view! {
        <li>
            <a class="step" href=move || open().then(href) aria-current=current aria-disabled=move || (!open()).then_some("true")>
                <Icon name=icon />
                <span class="step-text">
                    <span class="step-name">{name}</span>
                    <span class="step-sub">{part(move || state.get().0)}</span>
                </span>
                {part(move || {
                    let (class, sign, words) = state.get().1.parts();
                    view! {
                        <span class=class>
                            <Icon name=sign />
                            <span class="sr">{words}</span>
                        </span>
                    }
                })}
            </a>
        </li>
    }
}

fn data_state(app: App) -> (String, Mark) {
    let asked = app.draft.with(|draft| draft.as_ref().map(|draft| (draft.accounts, draft.undecided_dates.len())));
    if let Some((accounts, questions)) = asked {
        let questions = questions + usize::from(app.review().asks_purpose(app));
        if questions > 0 {
            return (format!("{} open", locale::counted(questions, "question", "questions")), Mark::Busy);
        }
        return (format!("{} read", locale::counted(accounts, "account", "accounts")), Mark::Busy);
    }
    app.plan.with(|plan| match plan {
        Some(plan) => (locale::counted(plan.dataset().accounts().len(), "account", "accounts"), Mark::Done),
        None => ("Drop files".to_owned(), Mark::NotYet),
    })
}

fn territories_state(app: App) -> (String, Mark) {
    if app.running.with(Option::is_some) && app.best.with(Option::is_some) {
        return ("Designing".to_owned(), Mark::Busy);
    }
    let outside = app.missed().len();
    app.plan.with(|plan| match plan {
        None => ("Needs data".to_owned(), Mark::NotYet),
        Some(plan) if !plan.is_designed() => ("Not designed yet".to_owned(), Mark::NotYet),
        Some(plan) => {
            let count = locale::count(plan.alignment().territories().len());
            match outside {
                0 => (format!("{count}, all within tolerance"), Mark::Done),
                outside => (format!("{count}, {outside} outside"), Mark::Needs),
            }
        }
    })
}

fn visits_state(app: App) -> (String, Mark) {
    if !app.is_designed() {
        return ("Needs territories".to_owned(), Mark::NotYet);
    }
    if app.running.with(|run| run.as_ref().is_some_and(|run| run.job == Job::Schedule)) {
        return ("Making the calendar".to_owned(), Mark::Busy);
    }
    let visits = app.with_calendar(|_, calendar| {
        let days = || calendar.territories.iter().flat_map(|own| &own.days);
        let left_out = calendar.territories.iter().flat_map(|own| &own.unplaced).map(|own| u32::from(own.visits));
        Some((days().map(|day| day.stops.len()).sum::<usize>(), left_out.sum::<u32>()))
    });
    if let Some((placed, left_out)) = visits {
        let placed = locale::counted(placed, "visit", "visits");
        return match (app.visiting().reckoned().is_stale, left_out) {
            (true, _) => ("Make it again".to_owned(), Mark::Needs),
            (_, 0) => (placed, Mark::Done),
            (_, left_out) => (format!("{placed}, {} left out", locale::count(left_out)), Mark::Needs),
        };
    }
    let unit = app.unit();
    app.tours.with(|tours| {
        if tours.is_empty() {
            return ("Not routed yet".to_owned(), Mark::NotYet);
        }
        (format!("{} in all", unit.words(tours.values().map(|tour| tour.distance).sum())), Mark::Done)
    })
}

fn share_state(app: App) -> (String, Mark) {
    let words = if app.plan.with(Option::is_some) { "Plan file and tables" } else { "Nothing to share" };
    (words.to_owned(), Mark::NotYet)
}

#[component]
fn Audit() -> impl IntoView {
    let app = expect_context::<App>();
    let select = move |territory: Option<TerritoryIx>| {
        if let Some(territory) = territory {
            app.selection.set(Selection::Territory(territory));
        }
    };
    let islands = move || app.islands.with(Vec::len);
    let low = memo(move || low_grades(app));
    let of_plan = move |count: fn(&Plan) -> usize| app.plan.with(|plan| plan.as_ref().map_or(0, count));
    let uncovered = memo(move || of_plan(|plan| plan.uncovered().len()));
    // Work against the hours there are: under capacity is who has a use for less than 60 % of them.
    let over = memo(move || loaded(app, |share| share > 1.0));
    let under = memo(move || loaded(app, |share| share < LEAST_USED));
    let to_data = move || app.go(Page::Data);
    view! {
        <section class="audit" aria-labelledby="audit-h">
            <h2 id="audit-h">"Audit"</h2>
            <ul>
                {audit_row("Outside tolerance", "bad", move || app.missed().len(), move || select(untrack(|| app.missed()).first().copied()))}
                {audit_row("Graded low", "warn", move || low.with(Vec::len), move || select(low.with_untracked(|low| low.first().copied())))}
                {audit_row(
                    "With islands",
                    "warn",
                    islands,
                    move || select(app.islands.with_untracked(|islands| islands.first().copied())),
                )}
                <Show when=move || app.step() == Step::Visits && app.asks_anything()>
                    {audit_row("Over capacity", "warn", move || over.with(Vec::len), move || select(over.with_untracked(|own| own.first().copied())))}
                    {audit_row("Under capacity", "warn", move || under.with(Vec::len), move || select(under.with_untracked(|own| own.first().copied())))}
                </Show>
                {audit_row("Unassigned accounts", "warn", move || of_plan(Plan::unassigned), to_data)}
                {audit_row("Not located", "warn", move || of_plan(Plan::not_located), to_data)}
                <Show when=move || { uncovered.get() > 0 }>
                    {audit_row("Uncovered places", "warn", move || uncovered.get(), move || app.selection.set(Selection::Plan))}
                </Show>
            </ul>
        </section>
    }
}

/// The part of the hours there are that the work of a territory should take at least.
const LEAST_USED: f64 = 0.6;

/// The territories whose visits, calls and e-mails take such a part of the hours there are.
fn loaded(app: App, is_told: fn(f64) -> bool) -> Vec<TerritoryIx> {
    let loads = app.visiting().reckoned().loads;
    let told =
        loads.territories.iter().zip(0..).filter(|(own, _)| own.minutes > 0.0 && is_told(own.work() / own.minutes));
    told.map(|(_, number)| TerritoryIx(number)).collect()
}

/// The territories that are graded low.
fn low_grades(app: App) -> Vec<TerritoryIx> {
    app.plan.with(|plan| {
        let Some(plan) = plan else { return Vec::new() };
        let grades = app.islands.with(|islands| plan.grades(islands));
        let low = plan.alignment().indices().zip(grades).filter(|(_, own)| own.is_some_and(|own| own.word() == "low"));
        low.map(|(territory, _)| territory).collect()
    })
}

/// A line of the audit: how many there are, and a click shows the first.
fn audit_row(
    words: &'static str,
    class: &'static str,
    count: impl Fn() -> usize + Copy + Send + Sync + 'static,
    show: impl Fn() + 'static,
) -> AnyView {
    let class = Signal::derive(move || if count() > 0 { class } else { "" });
    view! {
        <li>
            <button type="button" on:click=move |_| show()>
                <span>{words}</span>
                <b class=class>{part(move || locale::count(count()))}</b>
            </button>
        </li>
    }
    .into_any()
}

const SHORTCUTS: [(&str, &str); 13] = [
    ("Ctrl Z", "Undo"),
    ("Ctrl Shift Z", "Redo"),
    ("Arrow keys", "Pan the map"),
    ("+ −", "Zoom the map"),
    ("0", "Show all accounts"),
    ("N, Shift N", "Next or previous territory"),
    ("L", "Pick accounts with a line around them"),
    ("P", "Paint accounts into a territory"),
    ("[ ]", "Smaller or larger brush"),
    ("B", "Draw a barrier"),
    ("Enter", "Select the account nearest to the middle of the map"),
    ("Esc", "Select nothing"),
    ("?", "This list"),
];

#[component]
fn Shortcuts() -> impl IntoView {
    let rows = SHORTCUTS.map(|(keys, does)| {
        view! {
            <div class="row">
                <dt>{does}</dt>
                <dd>
                    <kbd>{keys}</kbd>
                </dd>
            </div>
        }
    });
    view! {
        <button class="btn quiet" type="button" popovertarget="shortcuts" title="Shortcuts (?)">
            <Icon name="help" />
            <span class="label">"Shortcuts"</span>
            <kbd>"?"</kbd>
        </button>
        <div id="shortcuts" popover="auto" class="popover">
            <h2>"Shortcuts"</h2>
            <dl>{rows}</dl>
        </div>
    }
}
