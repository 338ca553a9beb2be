//! Classes in order: whom each takes, and how often they are touched.

use super::fields::{self, Read, Write, fold, input, row};
use super::parts::{cadence_fields, hours_fields, list_buttons};
use super::whose::Whose;
use crate::model::{COUNT, Cadence, ClassRule, Condition, PriorityClass, VisitBrief, available_measures};
use crate::ui::components::design_form::measure_name;
use crate::ui::components::rule_editor::{ConditionAt, condition_fields, condition_of, kinds, title};
use crate::ui::components::{Choose, Entry, Icon};
use crate::ui::erased::{Show, memo, part, says};
use crate::ui::locale;
use crate::ui::state::App;
use crate::units::Share;
use leptos::prelude::*;
use std::sync::Arc;

/// Largest by a measure, as a value of the choice.
const TOP: &str = "top:";

/// The classes of the brief.
#[component]
pub(super) fn Classes() -> impl IntoView {
    let app = expect_context::<App>();
    let brief = app.visiting().brief;
    let count = memo(move || brief.with(|brief| brief.classes.len()));
    let open = RwSignal::new(None::<usize>);
    let add = move |_| {
        brief.update(add_class);
        open.set(brief.with_untracked(|brief| brief.classes.len().checked_sub(1)));
    };
    let left = move || app.visiting().reckoned().loads.left;
    view! {
        <section class="ins-sec rules" aria-labelledby="classes-h">
            <header>
                <h2 id="classes-h">"Priority classes"</h2>
            </header>
            <p class="note">"The first class that takes an account has it, from the top."</p>
            <ol>{part(move || (0..count.get()).map(|class| class_row(app, class, open)).collect_view())}</ol>
            <Show when=move || { left() > 0 }>
                <p class="row">
                    <span>"In no class: never visited"</span>
                    <b class="num">{part(move || locale::count(left()))}</b>
                </p>
            </Show>
            <button class="btn quiet add" type="button" on:click=add>
                <Icon name="plus" />
                "Add a class"
            </button>
        </section>
    }
}

/// Adds a class before the one that takes all others.
fn add_class(brief: &mut VisitBrief) {
    let name = (1..=brief.classes.len() + 1)
        .map(|number| format!("Class {number}"))
        .find(|name| brief.classes.iter().all(|own| own.name != *name));
    let cadence = brief.classes.last().map_or(
        Cadence { visits: 1, weeks: 4, visit_minutes: 30, calls: 0.0, call_minutes: 10, emails: 0.0, email_minutes: 5 },
        |own| own.cadence,
    );
    let rule = ClassRule::Top { measure: COUNT.to_owned(), share: Share::TENTH };
    let class = PriorityClass { name: name.unwrap_or_default(), rule, cadence, hours: Vec::new() };
    let is_rest = brief.classes.last().is_some_and(|own| own.rule == ClassRule::Others);
    brief.classes.insert(brief.classes.len() - usize::from(is_rest), class);
}

fn class_row(app: App, class: usize, open: RwSignal<Option<usize>>) -> AnyView {
    let brief = app.visiting().brief;
    let read = move |read: fn(&PriorityClass) -> String| brief.with(|brief| brief.classes.get(class).map(read));
    let is_open = move || open.get() == Some(class);
    let count = move || app.visiting().reckoned().loads.classes.get(class).map(|&count| locale::count(count));
    view! {
        <li class="rule">
            <div class="rule-head">
                <button
                    class="rule-name"
                    type="button"
                    aria-expanded=says(move || is_open().to_string())
                    on:click=move |_| open.set((!is_open()).then_some(class))
                >
                    <b>{part(move || read(|own| own.name.clone()))}</b>
                    <span class="note">{part(move || read(class_words))}</span>
                </button>
                <b class="num" title="Accounts">{part(count)}</b>
            </div>
            <Show when=is_open>{editor(app, class, open)}</Show>
        </li>
    }
    .into_any()
}

/// Whom a class takes and how often, in words.
fn class_words(class: &PriorityClass) -> String {
    let whom = match &class.rule {
        ClassRule::Top { measure, share } => {
            let by = if measure.eq_ignore_ascii_case(COUNT) { String::new() } else { format!(" by {measure}") };
            format!("top {}%{by}", locale::amount(share.percent()))
        }
        ClassRule::Where(Condition::Text { column, values }) => format!("{column} is {}", values.join(" or ")),
        ClassRule::Where(condition) => title(condition),
        ClassRule::Others => "all others".to_owned(),
    };
    format!("{whom} · {}", cadence_words(&class.cadence))
}

/// A cadence in words.
pub(super) fn cadence_words(own: &Cadence) -> String {
    let visits = match (own.visits, own.weeks) {
        (0, _) => "no visit".to_owned(),
        (1, 1) => "a visit a week".to_owned(),
        (1, weeks) => format!("a visit every {weeks} weeks"),
        (visits, 1) => format!("{visits} visits a week"),
        (visits, weeks) => format!("{visits} visits in {weeks} weeks"),
    };
    let touches = [(own.calls, "call", "calls"), (own.emails, "e-mail", "e-mails")];
    let touches = touches.into_iter().filter(|(number, ..)| *number > 0.0).map(|(number, one, many)| {
        let word = if (number - 1.0).abs() < 1e-9 { one } else { many };
        format!(", {} {word} a month", locale::amount(number))
    });
    format!("{visits} of {} min{}", own.visit_minutes, touches.collect::<String>())
}

fn editor(app: App, class: usize, open: RwSignal<Option<usize>>) -> AnyView {
    let brief = app.visiting().brief;
    let whose = Whose::Class(class);
    let name: Read =
        Arc::new(move || brief.with(|brief| brief.classes.get(class).map(|own| own.name.clone())).unwrap_or_default());
    let rename: Write = Arc::new(move |name| {
        brief.update(|brief| rename_class(brief, class, name.trim()));
    });
    let act: Arc<dyn Fn(&str) + Send + Sync> = Arc::new(move |word| {
        let to = match word {
            "Up" => class.checked_sub(1),
            "Down" => Some(class + 1),
            _ => None,
        };
        let is_removed = word == "Remove";
        brief.update(|brief| {
            if is_removed {
                remove_class(brief, class);
            } else if let Some(to) = to.filter(|&to| to < brief.classes.len()) {
                brief.classes.swap(class, to);
                open.set(Some(to));
            }
        });
        if is_removed {
            open.set(None);
        }
    });
    let always: Read = Arc::new(|| "Hours of the accounts".to_owned());
    view! {
        <div class="rule-body">
            {row("Name".to_owned(), input("text", "class-name", None, name, rename))}
            {whom(app, class)}
            {cadence_fields(brief, &whose)}
            {fold(always, vec![hours_fields(brief, &whose)])}
        </div>
        {list_buttons(&act)}
    }
    .into_any()
}

/// Gives a class another name, also where accounts are put into it.
fn rename_class(brief: &mut VisitBrief, class: usize, name: &str) {
    let Some(own) = brief.classes.get_mut(class).filter(|_| !name.is_empty()) else { return };
    let before = std::mem::replace(&mut own.name, name.to_owned());
    for terms in brief.accounts.iter_mut().filter(|own| own.class.as_ref() == Some(&before)) {
        terms.class = Some(name.to_owned());
    }
}

/// Removes a class; accounts that were put into it go where the rules say.
fn remove_class(brief: &mut VisitBrief, class: usize) {
    if class < brief.classes.len() {
        let gone = brief.classes.remove(class);
        for terms in brief.accounts.iter_mut().filter(|own| own.class.as_ref() == Some(&gone.name)) {
            terms.class = None;
        }
    }
}

/// Whom the class takes.
fn whom(app: App, class: usize) -> AnyView {
    let brief = app.visiting().brief;
    let (measures, conditions) = app.plan.with_untracked(|plan| {
        let dataset = plan.as_ref().map(crate::plan::Plan::dataset);
        let measures = dataset.map(|own| available_measures(own.accounts()));
        let names = measures.unwrap_or_default().into_iter().map(str::to_owned).collect::<Vec<_>>();
        (names, dataset.map(kinds).unwrap_or_default())
    });
    let mut entries = vec![Entry::new("others", "All others")];
    entries.extend(measures.into_iter().map(|name| {
        let words = format!("Largest by {}", measure_name(&name));
        Entry::new(format!("{TOP}{name}"), words)
    }));
    // The first entry of the conditions asks for one.
    let those = conditions.into_iter().skip(1).map(|own| Entry { group: "Those that are", ..own });
    entries.extend(those);
    let choose = Callback::new(move |value: String| {
        brief.update(|brief| {
            if let Some(own) = brief.classes.get_mut(class) {
                own.rule = rule_of(&value, &own.rule);
            }
        });
    });
    let chosen = memo(move || brief.with(|brief| brief.classes.get(class).map(|own| rule_value(&own.rule))));
    let choice = part(move || {
        let (id, label) = (format!("class-whom-{class}"), "Whom the class takes".to_owned());
        view! { <Choose id label entries=entries.clone() chosen=chosen.get().unwrap_or_default() on_choose=choose /> }
    });
    let share: Read = Arc::new(move || {
        let share = brief.with(|brief| match brief.classes.get(class)?.rule {
            ClassRule::Top { share, .. } => Some(share.percent()),
            _ => None,
        });
        share.map(|share| fields::Kind::Number.shown(share)).unwrap_or_default()
    });
    let set: Write = Arc::new(move |text| {
        let wanted = text.parse().ok().and_then(|percent| Share::from_percent(percent).ok());
        brief.update(|brief| {
            if let (Some(ClassRule::Top { share, .. }), Some(wanted)) =
                (brief.classes.get_mut(class).map(|own| &mut own.rule), wanted)
            {
                *share = wanted;
            }
        });
    });
    let more = part(move || {
        let chosen = chosen.get()?;
        Some(if chosen.starts_with(TOP) {
            let input = input("number", "class-share", None, Arc::clone(&share), Arc::clone(&set));
            row("% of all accounts".to_owned(), input)
        } else {
            condition_fields(ConditionAt::Class(brief, class))
        })
    });
    view! {
        <div class="row">
            <span>"Takes"</span>
            {choice}
        </div>
        {more}
    }
    .into_any()
}

/// A rule as a value of the choice.
fn rule_value(rule: &ClassRule) -> String {
    match rule {
        ClassRule::Top { measure, .. } => format!("{TOP}{measure}"),
        ClassRule::Others => "others".to_owned(),
        ClassRule::Where(condition) => match condition {
            Condition::Accounts(_) => "accounts".to_owned(),
            Condition::OpenOpportunity => "open".to_owned(),
            Condition::Nowhere => "nowhere".to_owned(),
            Condition::Kind(kind) => format!("kind:{}", kind.word()),
            Condition::Text { column, .. } => format!("text:{column}"),
            Condition::Number { column, .. } => format!("number:{column}"),
            Condition::Day { column, .. } => format!("day:{column}"),
        },
    }
}

/// The rule that a value of the choice stands for; a share that was set stays.
fn rule_of(value: &str, before: &ClassRule) -> ClassRule {
    if let Some(measure) = value.strip_prefix(TOP) {
        let share = if let ClassRule::Top { share, .. } = before { *share } else { Share::TENTH };
        return ClassRule::Top { measure: measure.to_owned(), share };
    }
    condition_of(value).map_or(ClassRule::Others, ClassRule::Where)
}
