//! The data page: files, columns, matches, places; nothing is taken over before a person says so.

use super::diagnostics::DiagnosticsPane;
use super::files::{FileStrip, FileTable};
use super::footer::Footer;
use super::mapping::{Columns, Preview};
use super::matches::Matches;
use super::places::Places;
use super::start::Drop;
use super::take_over::{TakeOver, in_words};
use super::taken::Taken;
use crate::ui::components::{Icon, Later, NoticeBar, Rail, RunStrip, TopBar};
use crate::ui::erased::{flag, memo, part, says};
use crate::ui::locale;
use crate::ui::state::{App, ImportStep};
use leptos::prelude::*;

/// The data page: the draft where files were read, else the data of the open plan.
#[component]
pub fn Data() -> impl IntoView {
    let app = expect_context::<App>();
    let drafting = memo(move || app.draft.with(Option::is_some));
    let planned = memo(move || app.plan.with(Option::is_some));
    view! {
        <div class="workspace importing">
            <a class="skip" href="#step-h">"Skip to what is asked"</a>
            <TopBar />
            <Rail />
            {part(move || match (drafting.get(), planned.get()) {
                (true, _) => view! { <Drafting /> }.into_any(),
                (false, true) => view! { <Taken /> }.into_any(),
                (false, false) => view! { <NoFiles /> }.into_any(),
            })}
        </div>
    }
}

/// What the page has to say, and how far a run is: above the page, which they push down.
#[component]
pub(super) fn Strips() -> impl IntoView {
    view! {
        <div class="strips">
            <NoticeBar />
            <RunStrip />
        </div>
    }
}

/// Neither files nor a plan.
#[component]
fn NoFiles() -> impl IntoView {
    view! {
        <main class="imp">
            <Strips />
            <header class="imp-head">
                <h1>"Data"</h1>
            </header>
            <section class="listing no-files" aria-labelledby="step-h">
                <header>
                    <h2 id="step-h" tabindex="-1">"No file is left"</h2>
                    <p class="muted">"Drop files, or choose them."</p>
                </header>
                <Drop />
            </section>
        </main>
    }
}

#[component]
fn Drafting() -> impl IntoView {
    let app = expect_context::<App>();
    let review = app.review();
    view! {
        <main class="imp">
            <Strips />
            <header class="imp-head">
                <h1>"Data"</h1>
                <Steps />
            </header>
            <Purpose />
            <div class="imp-step" aria-busy=says(move || review.waiting.get().to_string())>
                {part(move || match review.step.get() {
                    ImportStep::Files => view! { <FileTable /> }.into_any(),
                    ImportStep::Columns => view! { <FileStrip /> <Columns /> <Later><Preview rows=4 /></Later> }.into_any(),
                    ImportStep::Matches => view! { <Matches /> }.into_any(),
                    ImportStep::Places => view! { <Places /> }.into_any(),
                    ImportStep::TakeOver => view! { <TakeOver /> }.into_any(),
                })}
            </div>
            <Later>
                <Footer />
            </Later>
        </main>
        <Later>
            <DiagnosticsPane />
        </Later>
    }
}

/// The steps as tabs, each with what stands open in it.
#[component]
fn Steps() -> impl IntoView {
    let app = expect_context::<App>();
    let review = app.review();
    let steps = move || {
        app.draft.with(|draft| {
            let needed =
                ImportStep::ALL.into_iter().filter(|step| draft.as_ref().is_some_and(|draft| step.is_needed(draft)));
            needed.map(|step| (step, draft.as_ref().map_or(0, |draft| step.open(draft)))).collect::<Vec<_>>()
        })
    };
    let tab = move |number: usize, step: ImportStep, open: usize| {
        let current = review.step.get() == step;
        let done =
            !current && open == 0 && (step == ImportStep::Files || review.seen.with(|seen| seen.contains(&step)));
        let sign =
            if done { view! { <Icon name="check" /> }.into_any() } else { view! { <b>{number + 1}</b> }.into_any() };
        let count = (open > 0).then(|| {
            let class = if step == ImportStep::Columns { "badge warn" } else { "badge" };
            view! { <span class=class>{locale::count(open)}<span class="sr">" open"</span></span> }
        });
        view! {
            <li>
                <button
                    type="button"
                    class="sub-step"
                    class:done=done
                    aria-current=current.then_some("step")
                    on:click=move |_| review.show(step)
                >
                    {sign}
                    {step.name()}
                    {count}
                </button>
            </li>
        }
    };
    view! {
        <nav aria-label="Import">
            <ol class="sub">
                {part(move || steps().into_iter().enumerate().map(|(number, (step, open))| tab(number, step, open)).collect_view())}
            </ol>
        </nav>
    }
}

/// With a plan open: whether the files update it or make another.
#[component]
fn Purpose() -> impl IntoView {
    let app = expect_context::<App>();
    let review = app.review();
    let name = move || app.plan.with(|plan| plan.as_ref().map(|plan| plan.name().to_owned()));
    let words = move || match review.update.get() {
        None => "An update keeps territories, reps and names; accounts are matched by id.".to_owned(),
        Some(false) => "The open plan stays as it is.".to_owned(),
        Some(true) => app.draft.with(|draft| match draft.as_ref().and_then(|draft| draft.changes.as_ref()) {
            None => "Comparing …".to_owned(),
            Some(changes) => format!("Accounts: {}", in_words(changes.counts)),
        }),
    };
    let button = move |id: &'static str, update: bool, words: String| {
        view! {
            <button
                id=id
                type="button"
                aria-pressed=says(move || (review.update.get() == Some(update)).to_string())
                on:click=move |_| app.set_purpose(update)
            >
                {words}
            </button>
        }
    };
    let choice = move || {
        name().map(|name| {
            view! {
                <section class="purpose" class:ask=flag(move || review.update.get().is_none()) aria-labelledby="purpose-h">
                    <h2 id="purpose-h">"These files"</h2>
                    <div class="segmented" role="group" aria-labelledby="purpose-h">
                        {button("purpose-update", true, format!("Update “{name}”"))}
                        {button("purpose-new", false, "Make a new plan".to_owned())}
                    </div>
                    <p class="muted" role="status">{part(words)}</p>
                </section>
            }
        })
    };
    view! { {choice} }
}
