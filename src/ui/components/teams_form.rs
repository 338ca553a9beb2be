//! Teams, as a part of the design form: parts of the sales force with territories of their own.

use super::{Icon, NumberRow};
use crate::model::{Dataset, DesignBrief, Taker, Team};
use crate::ui::erased::{Show, memo, part};
use crate::ui::state::{App, MOST_TERRITORIES};
use leptos::prelude::*;

/// The reps of the field: those of no team who have more than named accounts.
fn field_reps(dataset: &Dataset, brief: &DesignBrief) -> usize {
    let is_named = |id: &str| {
        brief.rules.iter().any(|rule| rule.is_on && matches!(&rule.taker, Taker::NamedRep(own) if own == id))
    };
    dataset.reps().iter().filter(|rep| brief.team_of(&rep.id).is_none() && !is_named(&rep.id)).count()
}

/// Changes a brief; where the field had a territory for each of its reps, it has so afterwards.
pub(super) fn change_crews(app: App, brief: RwSignal<DesignBrief>, change: impl FnOnce(&mut DesignBrief)) {
    app.plan.with_untracked(|plan| {
        let Some(plan) = plan else { return };
        brief.update(|brief| {
            let one_each = usize::from(brief.territories) == field_reps(plan.dataset(), brief);
            change(brief);
            let reps = u16::try_from(field_reps(plan.dataset(), brief)).unwrap_or(MOST_TERRITORIES);
            if one_each && reps > 0 {
                brief.territories = reps;
            }
        });
    });
}

/// Adds a team and says at which position.
pub(super) fn add_team(brief: &mut DesignBrief) -> u16 {
    let position = u16::try_from(brief.teams.len()).unwrap_or(u16::MAX);
    brief.teams.push(Team { name: format!("Team {}", position + 1), territories: 1, reps: Vec::new() });
    position
}

/// Removes a team; rules that gave to it are switched off.
fn remove_team(brief: &mut DesignBrief, position: usize) {
    if position >= brief.teams.len() {
        return;
    }
    brief.teams.remove(position);
    for rule in &mut brief.rules {
        if let Taker::Team(team) = &mut rule.taker {
            match usize::from(*team).cmp(&position) {
                std::cmp::Ordering::Less => {}
                std::cmp::Ordering::Greater => *team -= 1,
                std::cmp::Ordering::Equal => {
                    rule.is_on = false;
                    rule.taker = Taker::Nobody;
                }
            }
        }
    }
}

/// The teams of a brief.
#[component]
pub fn TeamsForm(brief: RwSignal<DesignBrief>) -> impl IntoView {
    let app = expect_context::<App>();
    let count = memo(move || brief.with(|brief| brief.teams.len()));
    view! {
        {part(move || (0..count.get()).map(|row| view! { <TeamRow brief row /> }).collect_view())}
        <button
            class="btn quiet add"
            type="button"
            on:click=move |_| change_crews(app, brief, |brief| {
                add_team(brief);
            })
        >
            <Icon name="plus" />
            "Add a team"
        </button>
    }
}

#[component]
fn TeamRow(brief: RwSignal<DesignBrief>, row: usize) -> impl IntoView {
    let app = expect_context::<App>();
    let name = move || brief.with(|brief| brief.teams.get(row).map(|team| team.name.clone()));
    let reps = app.plan.with_untracked(|plan| {
        let reps = plan.as_ref().map(|plan| plan.dataset().reps()).unwrap_or_default();
        reps.iter().map(|rep| (rep.id.clone(), rep.name.clone())).collect::<Vec<_>>()
    });
    let count = move || brief.with(|brief| brief.teams.get(row).map_or(0, |team| team.reps.len()));
    let member = move |(id, name): (String, String)| {
        let own = id.clone();
        let is_in = move || brief.with(|brief| brief.team_of(&own).map(usize::from) == Some(row));
        let choose = move |event| {
            let is_in = event_target_checked(&event);
            change_crews(app, brief, |brief| join(brief, row, &id, is_in));
        };
        view! {
            <label class="row pick">
                <input type="checkbox" prop:checked=is_in on:change=choose />
                <span>{name}</span>
            </label>
        }
    };
    view! {
        <fieldset class="rule team">
            <legend class="sr">{part(name)}</legend>
            <div class="row">
                <input
                    class="input grow"
                    aria-label="Name of the team"
                    prop:value=name
                    on:change=move |event| {
                        let name = event_target_value(&event).trim().to_owned();
                        brief.update(|brief| {
                            if let Some(team) = brief.teams.get_mut(row).filter(|_| !name.is_empty()) {
                                team.name = name;
                            }
                        });
                    }
                />
                <button
                    class="btn quiet icon-only"
                    type="button"
                    aria-label="Remove the team"
                    on:click=move |_| change_crews(app, brief, |brief| remove_team(brief, row))
                >
                    <Icon name="x" />
                </button>
            </div>
            <NumberRow
                label="Its territories"
                name="team-territories"
                min="1"
                max=MOST_TERRITORIES.to_string()
                step="1"
                value=Signal::derive(move || {
                    brief.with(|brief| brief.teams.get(row).map_or(0, |team| team.territories)).to_string()
                })
                change=move |event| {
                    if let Ok(count) = event_target_value(&event).parse::<u16>() {
                        brief.update(|brief| {
                            if let Some(team) = brief.teams.get_mut(row) {
                                team.territories = count.clamp(1, MOST_TERRITORIES);
                            }
                        });
                    }
                }
            />
            <Show when={
                let has_reps = !reps.is_empty();
                move || has_reps
            }>
                <details class="more">
                    <summary>"Its reps: " {count}</summary>
                    <div class="values">{reps.clone().into_iter().map(member).collect_view()}</div>
                </details>
                <Show when=move || count() == 0>
                    <p class="note">"No rep is in this team: nobody has its territories until you choose."</p>
                </Show>
            </Show>
        </fieldset>
    }
}

/// Puts a rep into a team, out of every other, or out of it; a team with a territory for each rep has so afterwards.
fn join(brief: &mut DesignBrief, row: usize, id: &str, is_in: bool) {
    for (position, team) in brief.teams.iter_mut().enumerate() {
        let one_each = usize::from(team.territories) == team.reps.len().max(1);
        team.reps.retain(|own| own != id);
        if position == row && is_in {
            team.reps.push(id.to_owned());
        }
        if one_each {
            team.territories = u16::try_from(team.reps.len().max(1)).unwrap_or(MOST_TERRITORIES);
        }
    }
}
