//! Visits that found no day, by reason, and what would give them one.

use super::day::account_line;
use crate::model::{AccountIx, TerritoryIx, Unplaced as Reason};
use crate::plan::FarVisits;
use crate::ui::erased::part;
use crate::ui::locale;
use crate::ui::state::App;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Accounts that are listed a reason.
const LISTED: usize = 40;

/// An account with its name and how many of its visits are missing.
type Missing = (AccountIx, String, u16);

/// The visits without a day; those of one territory where one is given.
#[component]
pub fn Unplaced(#[prop(optional)] territory: Option<TerritoryIx>) -> impl IntoView {
    let app = expect_context::<App>();
    part(move || {
        let reasons = by_reason(app, territory);
        let count: u32 = reasons.values().flatten().map(|(.., visits)| u32::from(*visits)).sum();
        let groups = reasons
            .into_iter()
            .map(|(reason, accounts)| (group(app, reason, accounts), nearer(app, reason, territory)))
            .collect::<Vec<_>>();
        let [calls, emails] = untouched(app, territory);
        let lost = (calls + emails > 0).then(|| {
            let words = format!(
                "{} and {}: no working day is left for them: take off holidays or days off, or lengthen the calendar",
                locale::counted(calls, "call", "calls"),
                locale::counted(emails, "e-mail", "e-mails")
            );
            view! { <p class="note">{words}</p> }
        });
        let view = view! {
            <section class="ins-sec" aria-labelledby="unplaced-h">
                <header>
                    <h2 id="unplaced-h">"Without a day"</h2>
                    <span class="badge warn">{locale::count(count + calls + emails)}</span>
                </header>
                {groups}
                {lost}
            </section>
        };
        (count + calls + emails > 0).then_some(view)
    })
}

fn group(app: App, reason: Reason, accounts: Vec<Missing>) -> AnyView {
    let visits: u32 = accounts.iter().map(|(.., visits)| u32::from(*visits)).sum();
    let head = format!("{}: {reason}", locale::counted(visits, "visit", "visits"));
    let more = accounts.len().saturating_sub(LISTED);
    let more = (more > 0).then(|| format!("and {}", locale::counted(more, "account more", "accounts more")));
    let line =
        |(account, name, visits): Missing| account_line(app, account, name, locale::counted(visits, "visit", "visits"));
    let lines = accounts.into_iter().take(LISTED).map(line).collect::<Vec<_>>();
    view! {
        <details class="more">
            <summary>{head}</summary>
            <ol class="account-list">{lines}</ol>
            <p class="note">{more}</p>
        </details>
    }
    .into_any()
}

/// What would bring visits that are too far near enough.
fn nearer(app: App, reason: Reason, territory: Option<TerritoryIx>) -> AnyView {
    part(move || {
        let far = app.visiting().reckoned().far;
        let own = far.iter().filter(|(own, _)| territory.is_none_or(|wanted| *own == wanted));
        let sum = own.fold(FarVisits::default(), |sum, (_, far)| sum.plus(far));
        let words = (reason == Reason::TooFar && sum.visits > 0).then(|| sum.in_words(&|number| locale::count(number)));
        words.map(|words| view! { <p class="note">{words}</p> })
    })
    .into_any()
}

fn by_reason(app: App, territory: Option<TerritoryIx>) -> BTreeMap<Reason, Vec<Missing>> {
    let found = app.with_calendar(|plan, calendar| {
        let mut reasons: BTreeMap<Reason, Vec<Missing>> = BTreeMap::new();
        let names = &plan.dataset().accounts().names;
        for own in calendar.territories.iter().filter(|own| territory.is_none_or(|wanted| own.territory == wanted)) {
            for missing in &own.unplaced {
                let name = names.get(missing.account.index()).to_owned();
                reasons.entry(missing.reason).or_default().push((missing.account, name, missing.visits));
            }
        }
        Some(reasons)
    });
    found.unwrap_or_default()
}

/// Calls and e-mails without a day.
fn untouched(app: App, territory: Option<TerritoryIx>) -> [u32; 2] {
    let found = app.with_calendar(|_, calendar| {
        let own = calendar.territories.iter().filter(|own| territory.is_none_or(|wanted| own.territory == wanted));
        let all = own.flat_map(|own| &own.untouched);
        Some(all.fold([0; 2], |[calls, emails], own| [calls + u32::from(own.calls), emails + u32::from(own.emails)]))
    });
    found.unwrap_or_default()
}
