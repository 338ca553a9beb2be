//! What only a person can tell: whether dates begin with the day or the month.

use crate::engine::import_protocol::{Draft, ImportRequest};
use crate::ui::erased::memo;
use crate::ui::locale;
use crate::ui::state::App;
use crate::units::DateOrder;
use leptos::prelude::*;

/// The undecided columns of dates: each a question with two buttons.
#[component]
pub fn Questions() -> impl IntoView {
    let app = expect_context::<App>();
    let undecided = memo(move || app.draft.with(|draft| draft.as_ref().map(questions).unwrap_or_default()));
    move || {
        let undecided = undecided.get();
        (!undecided.is_empty()).then(|| {
            let count = undecided.len();
            let items = undecided.into_iter().enumerate().map(|(number, question)| item(app, number, question));
            view! {
                <section>
                    <h3>
                        <span class="badge bad">"To decide"</span>
                        <span class="faint num">{locale::count(count)}</span>
                    </h3>
                    <ul>{items.collect_view()}</ul>
                </section>
            }
        })
    }
}

/// A column of dates that may begin with the day or the month.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Question {
    file: u16,
    column: u16,
    cells: u32,
    header: String,
    /// A value that can be read both ways, and its first two numbers.
    example: Option<(String, u8, u8)>,
}

fn questions(draft: &Draft) -> Vec<Question> {
    let question = |&(file, column, cells): &(u16, u16, u32)| {
        let mapping = draft.outcomes.get(usize::from(file))?.columns.get(usize::from(column))?;
        let example = mapping.samples.iter().find_map(|sample| {
            let (first, second) = ambiguous(sample)?;
            Some((sample.clone(), first, second))
        });
        Some(Question { file, column, cells, header: mapping.header.clone(), example })
    };
    draft.undecided_dates.iter().filter_map(question).collect()
}

/// The first two numbers of a date that can be day and month in either order.
fn ambiguous(date: &str) -> Option<(u8, u8)> {
    let mut numbers = date.split(|letter: char| !letter.is_ascii_digit()).filter(|part| !part.is_empty());
    let (first, second) = (numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?);
    let month = 1..=12;
    (first != second && month.contains(&first) && month.contains(&second)).then_some((first, second))
}

fn item(app: App, number: usize, question: Question) -> impl IntoView {
    let Question { file, column, cells, header, example } = question;
    let words = match &example {
        Some((date, first, second)) => format!(
            "{date} can be {} or {}, and no value in the column settles it.",
            locale::month_and_day(*first, *second, false),
            locale::month_and_day(*second, *first, false),
        ),
        None => "No value in the column settles whether its dates begin with the day or the month.".to_owned(),
    };
    let short = |month_first: bool| {
        example.as_ref().map(|&(_, first, second)| {
            let (month, day) = if month_first { (first, second) } else { (second, first) };
            locale::month_and_day(month, day, true)
        })
    };
    let button = |id: String, order: DateOrder, words: &'static str, example: Option<String>| {
        view! {
            <button
                id=id
                class="btn"
                type="button"
                on:click=move |_| app.decide(ImportRequest::SetDateOrder { file, column, order })
            >
                {words}
                <span class="faint">{example}</span>
            </button>
        }
    };
    view! {
        <li>
            <details open>
                <summary>
                    <span class="dt">"Day or month first in " {header}</span>
                    <span class="dn num">{locale::count(cells)}</span>
                </summary>
                <p>{words}</p>
                <div class="choice" role="group" aria-label="Date order">
                    {button(format!("question-{number}"), DateOrder::MonthFirst, "Month first", short(true))}
                    {button(format!("question-{number}-day"), DateOrder::DayFirst, "Day first", short(false))}
                </div>
            </details>
        </li>
    }
}
