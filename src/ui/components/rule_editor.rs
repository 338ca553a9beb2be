//! One rule: what an account has to be like, and who takes it.

use super::rules_form::RuleAt;
use super::teams_form::{add_team, change_crews};
use super::{Choose, Entry, Icon};
use crate::model::{
    AccountKind, Accounts, ClassRule, ColumnValues, Condition, Dataset, DesignBrief, Taker, VisitBrief,
};
use crate::sorting::sort_by;
use crate::ui::erased::{Show, flag, memo, part, says};
use crate::ui::locale;
use crate::ui::state::App;
use leptos::prelude::*;
use std::collections::{BTreeMap, HashMap};

/// Texts of a column that are offered, the most frequent first.
const MOST_VALUES: usize = 60;

/// The form of a rule.
#[component]
pub fn RuleEditor(rule: RuleAt) -> impl IntoView {
    let app = expect_context::<App>();
    let RuleAt { brief, row } = rule;
    let count = memo(move || rule.read(|rule| rule.conditions.len()).unwrap_or_default());
    let add = Callback::new(move |kind: String| {
        if let Some(condition) = condition_of(&kind) {
            rule.change(|rule| rule.conditions.push(condition));
        }
    });
    let kinds = app.plan.with_untracked(|plan| plan.as_ref().map(|plan| kinds(plan.dataset())).unwrap_or_default());
    let take = Callback::new(move |value: String| {
        change_crews(app, brief, |brief| {
            if let Some(taker) = taker_of(&value, brief)
                && let Some(rule) = brief.rules.get_mut(row)
            {
                rule.taker = taker;
            }
        });
    });
    let takers = move || {
        let entries = app.plan.with(|plan| brief.with(|brief| plan.as_ref().map(|plan| takers(plan.dataset(), brief))));
        let chosen = rule.read(|rule| taker_value(&rule.taker)).unwrap_or_default();
        let (id, label) = (format!("taker-{row}"), "Who takes them".to_owned());
        view! { <Choose id label entries=entries.unwrap_or_default() chosen on_choose=take /> }
    };
    // Made anew with each condition: it offers, and shows nothing of what was chosen.
    let more = move || {
        count.track();
        let (id, label) = (format!("condition-{row}"), "Add a condition".to_owned());
        view! { <Choose id label entries=kinds.clone() chosen=String::new() on_choose=add /> }
    };
    view! {
        <div class="rule-body">
            <label class="row">
                <span>"Name"</span>
                <input
                    class="input grow"
                    prop:value=says(move || rule.read(|rule| rule.name.clone()).unwrap_or_default())
                    on:change=move |event| {
                        let name = event_target_value(&event).trim().to_owned();
                        rule.change(|rule| {
                            if !name.is_empty() {
                                rule.name = name;
                            }
                        });
                    }
                />
            </label>
            {part(move || (0..count.get()).map(|position| view! { <ConditionRow rule position /> }).collect_view())}
            <div class="row">
                <span>{part(move || if count.get() == 0 { "All accounts" } else { "And" })}</span>
                {part(more)}
            </div>
            <label class="row pick">
                <input
                    type="checkbox"
                    prop:checked=flag(move || rule.read(|rule| rule.with_family).unwrap_or_default())
                    on:change=move |event| rule.change(|rule| rule.with_family = event_target_checked(&event))
                />
                <span>"Their families go with them"</span>
            </label>
            <div class="row">
                <span>"Go to"</span>
                {part(takers)}
            </div>
        </div>
    }
}

/// What can be asked of an account.
pub(super) fn kinds(dataset: &Dataset) -> Vec<Entry> {
    let mut entries = vec![
        Entry::new("", "Add a condition …"),
        Entry::new("accounts", "Named accounts"),
        Entry::new("open", "With an open opportunity"),
        Entry::new("nowhere", "Not located"),
    ];
    let accounts = dataset.accounts();
    let kind = |kind: &AccountKind| Entry::new(format!("kind:{}", kind.word()), format!("Every {}", kind.word()));
    entries.extend(AccountKind::ALL.iter().filter(|_| !accounts.kinds.is_empty()).map(kind));
    entries.extend(accounts.columns.iter().map(|column| {
        let kind = match &column.values {
            ColumnValues::Number(_) => "number",
            ColumnValues::Day(_) => "day",
            ColumnValues::Text(_) | ColumnValues::YesNo(_) => "text",
        };
        Entry { group: "A column", value: format!("{kind}:{}", column.name), words: column.name.clone() }
    }));
    entries
}

pub(super) fn condition_of(kind: &str) -> Option<Condition> {
    let (kind, name) = kind.split_once(':').unwrap_or((kind, ""));
    let column = name.to_owned();
    Some(match kind {
        "accounts" => Condition::Accounts(Vec::new()),
        "open" => Condition::OpenOpportunity,
        "nowhere" => Condition::Nowhere,
        "kind" => Condition::Kind(*AccountKind::ALL.iter().find(|kind| kind.word() == name)?),
        "text" => Condition::Text { column, values: Vec::new() },
        "number" => Condition::Number { column, least: None, most: None },
        "day" => Condition::Day { column, first: None, last: None },
        _ => return None,
    })
}

/// Who can take accounts.
fn takers(dataset: &Dataset, brief: &DesignBrief) -> Vec<Entry> {
    let of_reps = |group: &'static str, key: &'static str| {
        let reps = dataset.reps().iter();
        reps.map(move |rep| Entry { group, value: format!("{key}:{}", rep.id), words: rep.name.clone() })
    };
    let teams = brief.teams.iter().enumerate().map(|(position, team)| Entry {
        group: "Teams",
        value: format!("team:{position}"),
        words: team.name.clone(),
    });
    let fixed = [Entry::new("present", "Their present owner"), Entry::new("nobody", "Nobody")];
    let new = Entry { group: "Teams", value: "team:new".to_owned(), words: "A new team".to_owned() };
    fixed
        .into_iter()
        .chain(teams)
        .chain([new])
        .chain(of_reps("A rep, besides the rep's area", "rep"))
        .chain(of_reps("A rep with named accounts alone", "named"))
        .collect()
}

fn taker_value(taker: &Taker) -> String {
    match taker {
        Taker::Team(team) => format!("team:{team}"),
        Taker::Rep(id) => format!("rep:{id}"),
        Taker::NamedRep(id) => format!("named:{id}"),
        Taker::Present => "present".to_owned(),
        Taker::Nobody => "nobody".to_owned(),
    }
}

/// The taker of that value; a new team is added.
fn taker_of(value: &str, brief: &mut DesignBrief) -> Option<Taker> {
    let (kind, id) = value.split_once(':').unwrap_or((value, ""));
    Some(match (kind, id) {
        ("team", "new") => Taker::Team(add_team(brief)),
        ("team", team) => Taker::Team(team.parse().ok()?),
        ("rep", id) => Taker::Rep(id.to_owned()),
        ("named", id) => Taker::NamedRep(id.to_owned()),
        ("present", _) => Taker::Present,
        _ => Taker::Nobody,
    })
}

/// A condition that a form is about: of a rule, by position, or of a class of visits.
#[derive(Clone, Copy)]
pub(super) enum ConditionAt {
    /// Of a rule.
    Rule(RuleAt, usize),
    /// Of a class.
    Class(RwSignal<VisitBrief>, usize),
}

impl ConditionAt {
    fn read(self) -> Option<Condition> {
        match self {
            Self::Rule(rule, position) => rule.read(|rule| rule.conditions.get(position).cloned()).flatten(),
            Self::Class(brief, class) => brief.with(|brief| match &brief.classes.get(class)?.rule {
                ClassRule::Where(condition) => Some(condition.clone()),
                ClassRule::Top { .. } | ClassRule::Others => None,
            }),
        }
    }

    fn change(self, change: &dyn Fn(&mut Condition)) {
        match self {
            Self::Rule(rule, position) => rule.change(|rule| {
                if let Some(condition) = rule.conditions.get_mut(position) {
                    change(condition);
                }
            }),
            Self::Class(brief, class) => brief.update(|brief| {
                if let Some(ClassRule::Where(condition)) = brief.classes.get_mut(class).map(|own| &mut own.rule) {
                    change(condition);
                }
            }),
        }
    }
}

/// The fields of a condition, made anew when it comes to be of another kind, not when a value in it changes.
pub(super) fn condition_fields(at: ConditionAt) -> AnyView {
    let title = memo(move || at.read().map(|condition| title(&condition)));
    let fields = part(move || {
        title.track();
        match untrack(|| at.read())? {
            Condition::Accounts(ids) => Some(named_field(&ids, at)),
            Condition::Text { column, values } => Some(text_field(&column, &values, at)),
            Condition::Number { least, most, .. } => Some(range_field("number", [least, most].map(shown), at)),
            Condition::Day { first, last, .. } => Some(range_field("date", [first, last].map(shown), at)),
            Condition::Kind(_) | Condition::OpenOpportunity | Condition::Nowhere => None,
        }
    });
    fields.into_any()
}

#[component]
fn ConditionRow(rule: RuleAt, position: usize) -> impl IntoView {
    let at = ConditionAt::Rule(rule, position);
    view! {
        <div class="condition">
            <div class="row">
                <b>{part(move || at.read().map(|condition| title(&condition)))}</b>
                <button
                    class="btn quiet icon-only"
                    type="button"
                    aria-label="Remove this condition"
                    on:click=move |_| {
                        rule.change(|rule| {
                            if position < rule.conditions.len() {
                                rule.conditions.remove(position);
                            }
                        });
                    }
                >
                    <Icon name="x" />
                </button>
            </div>
            {condition_fields(at)}
        </div>
    }
}

fn shown(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

pub(super) fn title(condition: &Condition) -> String {
    match condition {
        Condition::Accounts(_) => "Named accounts".to_owned(),
        Condition::Text { column, .. } => format!("{column} is"),
        Condition::Number { column, .. } | Condition::Day { column, .. } => format!("{column} from – to"),
        Condition::Kind(kind) => format!("Every {}", kind.word()),
        Condition::OpenOpportunity => "With an open opportunity".to_owned(),
        Condition::Nowhere => "Not located".to_owned(),
    }
}

/// The ends of a range.
fn range_field(kind: &'static str, bounds: [String; 2], at: ConditionAt) -> AnyView {
    let field = |(end, value): (usize, String)| {
        let set = move |event| {
            let text = event_target_value(&event);
            at.change(&|condition| match condition {
                Condition::Number { least, most, .. } => {
                    *[least, most][end] = text.parse().ok().filter(|bound: &f64| bound.is_finite());
                }
                Condition::Day { first, last, .. } => *[first, last][end] = text.parse().ok(),
                _ => {}
            });
        };
        let label = if end == 0 { "From" } else { "To" };
        view! { <input class="input grow" type=kind step="any" aria-label=label placeholder="any" prop:value=value on:change=set /> }
    };
    view! { <div class="row">{bounds.into_iter().enumerate().map(field).collect_view()}</div> }.into_any()
}

/// The texts of a column, the most frequent first, to choose from.
fn text_field(column: &str, chosen: &[String], at: ConditionAt) -> AnyView {
    let app = expect_context::<App>();
    let mut values = app.plan.with_untracked(|plan| {
        let accounts = plan.as_ref().map(|plan| plan.dataset().accounts());
        accounts.map(|accounts| values(accounts, column)).unwrap_or_default()
    });
    let unknown = chosen.iter().filter(|own| !values.iter().any(|(value, _)| value.eq_ignore_ascii_case(own)));
    let unknown: Vec<(String, usize)> = unknown.map(|own| (own.clone(), 0)).collect();
    values.extend(unknown);
    let option = |(value, count): (String, usize)| {
        let is_chosen = chosen.iter().any(|own| own.eq_ignore_ascii_case(&value));
        let own = value.clone();
        let choose = move |event| {
            let is_chosen = event_target_checked(&event);
            at.change(&|condition| {
                if let Condition::Text { values, .. } = condition {
                    values.retain(|other| !other.eq_ignore_ascii_case(&own));
                    values.extend(is_chosen.then(|| own.clone()));
                }
            });
        };
        view! {
            <label class="row pick">
                <input type="checkbox" prop:checked=is_chosen on:change=choose />
                <span class="grow">{value}</span>
                <span class="faint num">{locale::count(count)}</span>
            </label>
        }
    };
    view! { <div class="values">{values.into_iter().map(option).collect_view()}</div> }.into_any()
}

/// The texts of a column with how often each stands.
fn values(accounts: &Accounts, column: &str) -> Vec<(String, usize)> {
    let Some(column) = accounts.column(column) else { return Vec::new() };
    let mut counts = BTreeMap::new();
    for row in 0..column.values.len() {
        let words = column.values.words(row);
        if !words.is_empty() {
            *counts.entry(words).or_insert(0) += 1;
        }
    }
    let mut values: Vec<(String, usize)> =
        counts.into_iter().map(|(words, count)| (words.into_owned(), count)).collect();
    sort_by(&mut values, &|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    values.truncate(MOST_VALUES);
    values
}

/// Accounts by id or name, one a line.
fn named_field(ids: &[String], at: ConditionAt) -> AnyView {
    let app = expect_context::<App>();
    let strangers = RwSignal::new(Vec::<String>::new());
    let set = move |event| {
        let text = event_target_value(&event);
        let (found, unknown) = app.plan.with_untracked(|plan| match plan {
            Some(plan) => named(plan.dataset().accounts(), &text),
            None => (Vec::new(), Vec::new()),
        });
        strangers.set(unknown);
        at.change(&|condition| *condition = Condition::Accounts(found.clone()));
    };
    view! {
        <textarea
            class="input"
            rows="3"
            aria-label="Named accounts, an id or a name a line"
            placeholder="An id or a name a line"
            prop:value=ids.join("\n")
            on:change=set
        ></textarea>
        <Show when=move || strangers.with(|own| !own.is_empty())>
            <p class="note bad">
                {part(move || strangers.with(|own| format!("No account is called {}: left out.", own.join(", "))))}
            </p>
        </Show>
    }
    .into_any()
}

/// The ids of the accounts that lines of text name, by id or by name in any case, and the lines that name none.
fn named(accounts: &Accounts, text: &str) -> (Vec<String>, Vec<String>) {
    let mut wanted: HashMap<String, Vec<String>> = HashMap::new();
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.clone().for_each(|line| drop(wanted.insert(line.to_lowercase(), Vec::new())));
    for (id, name) in accounts.ids.iter().zip(accounts.names.iter()) {
        for key in [id, name] {
            if let Some(found) = wanted.get_mut(&key.to_lowercase())
                && !found.iter().any(|own| own == id)
            {
                found.push(id.to_owned());
            }
        }
    }
    let of_line = |line: &str| wanted.get(&line.to_lowercase()).cloned().unwrap_or_default();
    let mut found: Vec<String> = Vec::new();
    for id in lines.clone().flat_map(of_line) {
        if !found.contains(&id) {
            found.push(id);
        }
    }
    (found, lines.filter(|line| of_line(line).is_empty()).map(str::to_owned).collect())
}
