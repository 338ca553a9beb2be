//! The people, as a part of the design form: what accounts need, how far reps go, where they start, and who gets what.

use super::design_form::tidy;
use super::person::PersonFields;
use super::{Choose, Entry, Icon, NumberRow, later};
use crate::model::{
    Criterion, DesignBrief, FitBy, HomeBase, PersonTerms, RankBy, RepIx, available_measures, columns_of_needs,
};
use crate::plan::Plan;
use crate::ui::erased::{Show, flag, memo, part, says};
use crate::ui::locale;
use crate::ui::state::App;
use crate::units::Meters;
use leptos::prelude::*;

/// Needs that are listed with who has them.
const LISTED: usize = 8;

/// The people of a brief.
#[component]
pub fn PeopleForm(brief: RwSignal<DesignBrief>) -> impl IntoView {
    let app = expect_context::<App>();
    // A plan may come in later than its form, as after a reload.
    let reps = memo(move || app.plan.with(|plan| plan.as_ref().map_or(0, |plan| plan.dataset().reps().len())));
    let is_asked = brief.with_untracked(|brief| !brief.people.is_empty());
    let inside = move || {
        let reps = reps.get();
        if reps > 0 {
            return people(brief, reps);
        }
        view! {
            <p class="note">
                "No reps yet. Bring in a file with a row for each: name, home town, FTE, skills or languages. Then accounts can \
                 ask for skills, ways from home can be capped, and reps be matched to territories."
            </p>
        }
        .into_any()
    };
    let badge = move || (reps.get() > 0).then(|| view! { <span class="badge">{locale::count(reps.get())}</span> });
    view! {
        <details class="more people-form" open=is_asked>
            <summary>
                "People " {part(badge)}
            </summary>
            {part(inside)}
        </details>
    }
}

/// What is asked with regard to so many reps.
fn people(brief: RwSignal<DesignBrief>, reps: usize) -> AnyView {
    view! {
        <NeedsPart brief />
        <ReachRow brief rep=None />
        <MatchingPart brief />
        <details class="more">
            <summary>"Rep by rep"</summary>
            <ol class="people">
                {(0..reps).filter_map(|row| u16::try_from(row).ok()).map(|row| view! { <Person brief rep=RepIx(row) /> }).collect_view()}
            </ol>
        </details>
    }
    .into_any()
}

/// Which columns of the accounts say what a rep must have, and who has it.
#[component]
fn NeedsPart(brief: RwSignal<DesignBrief>) -> impl IntoView {
    let app = expect_context::<App>();
    let columns = app.plan.with_untracked(|plan| {
        let accounts = plan.as_ref().map(|plan| plan.dataset().accounts());
        accounts.map(|own| columns_of_needs(own).into_iter().map(str::to_owned).collect::<Vec<_>>()).unwrap_or_default()
    });
    let columns = StoredValue::new(columns);
    let asked = memo(move || brief.with(|brief| brief.people.needs.clone()));
    let add = Callback::new(move |column: String| {
        brief.update(|brief| {
            if !column.is_empty() && !brief.people.needs.contains(&column) {
                brief.people.needs.push(column);
            }
        });
    });
    let choice = move || {
        let is_open = |name: &&String| asked.with(|asked| !asked.iter().any(|own| own.eq_ignore_ascii_case(name)));
        let open = columns.with_value(|columns| columns.iter().filter(is_open).cloned().collect::<Vec<_>>());
        let entries = open.into_iter().map(|name| Entry::new(name.clone(), name));
        let entries = std::iter::once(Entry::new("", "add a column …")).chain(entries).collect();
        let label = "Column that says what accounts need".to_owned();
        view! { <Choose id="needs-column".to_owned() label entries chosen=String::new() on_choose=add /> }
    };
    let row = move |name: String| {
        let own = name.clone();
        let remove = move |_| brief.update(|brief| brief.people.needs.retain(|other| *other != own));
        view! {
            <p class="row">
                <span>{name.clone()}</span>
                <button class="btn quiet icon-only" type="button" aria-label=format!("Remove {name}") on:click=remove>
                    <Icon name="x" />
                </button>
            </p>
        }
    };
    let coverage = later(move || app.plan.with(|plan| asked.with(|asked| coverage(plan.as_ref(), asked))));
    view! {
        <fieldset class="measures-set">
            <legend>"Accounts need a rep with"</legend>
            {part(move || asked.get().into_iter().map(row).collect_view())}
            <div class="row">{part(choice)}</div>
            {part(move || coverage.get().into_iter().map(|(words, is_bad)| {
                view! { <p class="note" class:bad=is_bad>{words}</p> }
            }).collect_view())}
        </fieldset>
    }
}

/// By need, in words, how many accounts have it and how many reps; whether nobody does.
fn coverage(plan: Option<&Plan>, columns: &[String]) -> Vec<(String, bool)> {
    let Some(dataset) = plan.map(Plan::dataset).filter(|_| !columns.is_empty()) else { return Vec::new() };
    let needs = crate::model::Needs::new(dataset, columns);
    let mut counts = vec![0_usize; needs.names().len()];
    for account in dataset.accounts().indices() {
        needs.of(account).iter().for_each(|&need| counts[usize::from(need)] += 1);
    }
    let mut found: Vec<(usize, usize, &String)> = (0_u16..)
        .zip(needs.names().iter().zip(counts))
        .map(|(need, (name, count))| {
            let reps = (0..dataset.reps().len()).filter_map(|rep| u16::try_from(rep).ok());
            (reps.filter(|&rep| needs.has(RepIx(rep), need)).count(), count, name)
        })
        .collect();
    // What nobody has comes first, then what most ask for.
    found.sort_by_key(|&(reps, count, _)| (reps > 0, std::cmp::Reverse(count)));
    let more = found.len().saturating_sub(LISTED);
    let line = |(reps, count, name): (usize, usize, &String)| {
        let who = match reps {
            0 => "no rep has it".to_owned(),
            reps => format!("{} of {} reps", locale::count(reps), locale::count(dataset.reps().len())),
        };
        (format!("{name}: {}, {who}", locale::counted(count, "account", "accounts")), reps == 0)
    };
    let lines = found.into_iter().take(LISTED).map(line);
    let rest = (more > 0).then(|| (format!("and {}", locale::counted(more, "need more", "needs more")), false));
    lines.chain(rest).collect()
}

/// The cap on the way from home: of all, or of one rep.
#[component]
fn ReachRow(brief: RwSignal<DesignBrief>, rep: Option<String>) -> impl IntoView {
    let app = expect_context::<App>();
    let rep = StoredValue::new(rep);
    let own = move |brief: &DesignBrief| {
        rep.with_value(|rep| match rep {
            Some(rep) => brief.people.terms(rep).and_then(|own| own.reach),
            None => brief.people.reach,
        })
    };
    let shown = move || {
        let amount = brief.with(own).map(|reach| app.unit().amount(reach));
        amount.map(|amount| tidy((amount * 10.0).round() / 10.0)).unwrap_or_default()
    };
    let change = move |event| {
        let amount = event_target_value(&event).parse().ok().filter(|amount: &f64| *amount > 0.0);
        let reach =
            amount.map(|amount| app.unit().length(amount)).map(|own| Meters(own.0.min(crate::model::FARTHEST.0)));
        brief.update(|brief| match rep.get_value() {
            Some(rep) => change_terms(brief, &rep, |own| own.reach = reach),
            None => brief.people.reach = reach,
        });
    };
    let is_of_all = rep.with_value(Option::is_none);
    let label = Signal::derive(move || format!("Farthest from home, {}", app.unit().sign()));
    let placeholder = if is_of_all { "any" } else { "as all" };
    view! { <NumberRow label name="reach" min="0" placeholder value=Signal::derive(shown) change /> }
}

/// Changes what is asked of a rep; what asks for nothing is not kept.
fn change_terms(brief: &mut DesignBrief, rep: &str, change: impl FnOnce(&mut PersonTerms)) {
    let all = &mut brief.people.reps;
    let at = all.iter().position(|own| own.rep == rep).unwrap_or_else(|| {
        all.push(PersonTerms { rep: rep.to_owned(), reach: None, base: HomeBase::Free });
        all.len() - 1
    });
    change(&mut all[at]);
    all.retain(|own| own.reach.is_some() || own.base != HomeBase::Free);
}

/// One rep: what is known, and what is asked.
#[component]
fn Person(brief: RwSignal<DesignBrief>, rep: RepIx) -> impl IntoView {
    let app = expect_context::<App>();
    let own = app.plan.with_untracked(|plan| plan.as_ref()?.dataset().rep(rep).cloned());
    let Some(own) = own else { return ().into_any() };
    let id = StoredValue::new(own.id.clone());
    let base = memo(move || brief.with(|brief| id.with_value(|id| brief.people.base(id))));
    let choose = Callback::new(move |word: String| {
        let base = match word.as_str() {
            "fixed" => HomeBase::Fixed,
            "new" => HomeBase::NewHire,
            _ => HomeBase::Free,
        };
        brief.update(|brief| change_terms(brief, &id.get_value(), |own| own.base = base));
    });
    let choice = move || {
        let chosen = match base.get() {
            HomeBase::Free => "free",
            HomeBase::Fixed => "fixed",
            HomeBase::NewHire => "new",
        };
        let entries = vec![
            Entry::new("free", "where it is best"),
            Entry::new("fixed", "around the home base"),
            Entry::new("new", "new hire, home to be found"),
        ];
        let (id, label) = (format!("base-{}", rep.0), "Territory lies".to_owned());
        view! { <Choose id label entries chosen=chosen.to_owned() on_choose=choose /> }
    };
    let skills = memo(move || {
        app.plan.with(|plan| {
            let own = plan.as_ref().and_then(|plan| plan.dataset().rep(rep));
            own.map(|own| own.skills.join(", ")).unwrap_or_default()
        })
    });
    view! {
        <li>
            <details class="more">
                <summary>
                    {own.name} " " <span class="faint">{part(move || skills.get())}</span>
                </summary>
                <div class="form">
                    <PersonFields rep />
                    <div class="row">
                        <span>"Territory lies"</span>
                        {part(choice)}
                    </div>
                    <ReachRow brief rep=Some(own.id) />
                </div>
            </details>
        </li>
    }
    .into_any()
}

/// How reps and territories are matched at the end.
#[component]
fn MatchingPart(brief: RwSignal<DesignBrief>) -> impl IntoView {
    let app = expect_context::<App>();
    let count = memo(move || brief.with(|brief| brief.people.matching.as_ref().map(Vec::len)));
    let switch = move |event| {
        let is_on = event_target_checked(&event);
        let offered = app.plan.with_untracked(|plan| plan.as_ref().map(|plan| Criterion::offered(plan.dataset())));
        brief.update(|brief| brief.people.matching = offered.filter(|_| is_on));
    };
    view! {
        <label class="row pick">
            <input
                type="checkbox"
                name="matching"
                prop:checked=flag(move || count.get().is_some())
                on:change=switch
            />
            <span>"Match reps to territories by fit"</span>
        </label>
        <Show when=move || count.get().is_some()>
            <fieldset class="measures-set">
                <legend>"Fit counts, by weight"</legend>
                {part(move || (0..count.get().unwrap_or(0)).map(|row| view! { <CriterionRow brief row /> }).collect_view())}
            </fieldset>
        </Show>
    }
}

/// A criterion of the match with its weight.
#[component]
fn CriterionRow(brief: RwSignal<DesignBrief>, row: usize) -> impl IntoView {
    let own = move || brief.with(|brief| brief.people.matching.as_ref()?.get(row).cloned());
    let change = move |change: &dyn Fn(&mut Criterion)| {
        brief.update(|brief| {
            if let Some(own) = brief.people.matching.as_mut().and_then(|all| all.get_mut(row)) {
                change(own);
            }
        });
    };
    let weigh = move |event| {
        if let Ok(weight) = event_target_value(&event).parse::<f64>() {
            change(&|own| own.weight = weight.clamp(0.0, 1e6));
        }
    };
    let name = memo(move || own().map(|own| criterion_words(&own.by)).unwrap_or_default());
    view! {
        <div class="row measure-row">
            <span class="grow">{part(move || name.get())}</span>
            {part(move || own().and_then(|own| against(brief, row, &own.by)))}
            <input
                class="input num weight"
                type="number"
                min="0"
                step="any"
                title="Weight; 0 leaves it out"
                aria-label=says(move || format!("Weight of {}", name.get()))
                prop:value=says(move || own().map(|own| tidy(own.weight)).unwrap_or_default())
                on:change=weigh
            />
        </div>
    }
}

/// What of the accounts a criterion looks at, where a person can choose.
fn against(brief: RwSignal<DesignBrief>, row: usize, by: &FitBy) -> Option<AnyView> {
    let app = expect_context::<App>();
    let columns = |plan: &Plan| -> Vec<String> {
        let accounts = plan.dataset().accounts();
        match by {
            FitBy::Shared { .. } => columns_of_needs(accounts).into_iter().map(str::to_owned).collect(),
            _ => available_measures(accounts).into_iter().skip(1).map(str::to_owned).collect(),
        }
    };
    let columns = app.plan.with_untracked(|plan| plan.as_ref().map(columns)).unwrap_or_default();
    let named = columns.into_iter().map(|name| Entry::new(format!("column {name}"), name));
    let (entries, chosen): (Vec<Entry>, String) = match by {
        FitBy::Shared { account, .. } => (named.collect(), format!("column {account}")),
        FitBy::Rank { by, .. } => {
            let first = [Entry::new("activity", "by activity"), Entry::new("deals", "by deal size")];
            let chosen = match by {
                RankBy::Activity => "activity".to_owned(),
                RankBy::DealSize => "deals".to_owned(),
                RankBy::Column(name) => format!("column {name}"),
            };
            (first.into_iter().chain(named).collect(), chosen)
        }
        FitBy::Skills | FitBy::Present | FitBy::Home => return None,
    };
    let on_choose = Callback::new(move |value: String| {
        brief.update(|brief| {
            let own = brief.people.matching.as_mut().and_then(|all| all.get_mut(row));
            let column = value.strip_prefix("column ").map(str::to_owned);
            match (own.map(|own| &mut own.by), column) {
                (Some(FitBy::Shared { account, .. }), Some(column)) => *account = column,
                (Some(FitBy::Rank { by, .. }), Some(column)) => *by = RankBy::Column(column),
                (Some(FitBy::Rank { by, .. }), None) => {
                    *by = if value == "deals" { RankBy::DealSize } else { RankBy::Activity };
                }
                _ => {}
            }
        });
    });
    let (id, label) = (format!("criterion-{row}"), "Compared with".to_owned());
    Some(view! { <Choose id label entries chosen on_choose /> }.into_any())
}

/// A criterion in words.
pub(super) fn criterion_words(by: &FitBy) -> String {
    match by {
        FitBy::Skills => "Skills covered".to_owned(),
        FitBy::Present => "Present accounts kept".to_owned(),
        FitBy::Home => "Near home".to_owned(),
        FitBy::Shared { rep, .. } => format!("Same {rep}"),
        FitBy::Rank { rep, .. } => format!("{rep}, by rank"),
    }
}
