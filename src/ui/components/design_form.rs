//! What a design shall bring about, and what stopped the last one.

use super::barriers_form::BarriersForm;
use super::brief_parts::{ContinuityChoice, UnitChoice};
use super::changes::{Changes, Repair};
use super::frontier_panel::FrontierPanel;
use super::how_many::HowMany;
use super::next_moves::NextMoves;
use super::people_form::PeopleForm;
use super::rules_form::RulesForm;
use super::scenario_bar::ScenarioBar;
use super::{Choose, Entry, Icon, NumberRow, later};
use crate::model::{COUNT, DesignBrief, MeasureWeight, WORKLOAD, available_measures};
use crate::plan::Plan;
use crate::ui::erased::{Show, flag, memo, part, says};
use crate::ui::locale;
use crate::ui::state::{App, MOST_TERRITORIES};
use crate::units::Share;
use leptos::prelude::*;

/// The form of a design; nothing selected shows it.
#[component]
pub fn DesignForm() -> impl IntoView {
    let app = expect_context::<App>();
    let brief = app.brief();
    // A plan may come in later than its form, as after a reload.
    let names = memo(move || {
        let names = app.plan.with(|plan| {
            let names = plan.as_ref().map(|plan| available_measures(plan.dataset().accounts())).unwrap_or_default();
            names.into_iter().map(str::to_owned).collect::<Vec<_>>()
        });
        let has_workload = names.iter().any(|name| name == WORKLOAD);
        names.into_iter().chain((!has_workload).then(|| WORKLOAD.to_owned())).collect()
    });
    let reps = move || {
        app.plan.with(|plan| {
            let reps = plan.as_ref().map(|plan| plan.dataset().reps()).unwrap_or_default();
            (reps.len(), reps.iter().any(|rep| rep.home.location.is_some()))
        })
    };
    let designed = later(move || app.is_designed());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let brief = brief.get_untracked();
        brief.measures.iter().for_each(|own| bring_in(app, &own.measure));
        app.design(brief);
    };
    let set_territories = move |event| {
        if let Ok(count) = event_target_value(&event).parse::<u16>() {
            brief.update(|brief| brief.territories = count.clamp(1, MOST_TERRITORIES));
        }
    };
    let set_tolerance = move |event| {
        let percent = event_target_value(&event).parse::<f64>().ok();
        if let Some(Ok(tolerance)) = percent.map(Share::from_percent) {
            brief.update(|brief| brief.tolerance = tolerance);
        }
    };
    view! {
        <header class="ins-head">
            <p class="ins-kind">"Plan"</p>
            <h2 id="inspector-h" class="ins-name" tabindex="-1">"Territories"</h2>
            <p class="ins-rep muted">
                {part(move || reps_words(reps(), brief.with(DesignBrief::territories_asked)))}
            </p>
        </header>
        <ScenarioBar />
        <PlanFigures />
        <Limits />
        <form class="ins-sec form" on:submit=submit>
            <NumberRow
                label="Territories"
                name="territories"
                min="1"
                max=MOST_TERRITORIES.to_string()
                step="1"
                required=true
                value=Signal::derive(move || brief.with(|brief| brief.territories.to_string()))
                change=set_territories
            />
            <HowMany brief />
            <Measures brief names />
            <NumberRow
                label="Tolerance, ± %"
                name="tolerance"
                min="0"
                max="100"
                required=true
                value=Signal::derive(move || brief.with(|brief| tidy(brief.tolerance.percent())))
                change=set_tolerance
            />
            <RulesForm brief />
            <BarriersForm brief />
            <PeopleForm brief />
            <Show when=move || designed.get()>
                <ContinuityChoice brief />
            </Show>
            <Further brief />
            <Actions brief />
        </form>
        <Repair />
        <NextMoves />
        <Uncovered />
        <FrontierPanel />
        <Changes />
    }
}

/// How reps and territories go together.
fn reps_words((reps, have_homes): (usize, bool), territories: usize) -> String {
    let counted = locale::counted(reps, "rep", "reps");
    match territories {
        _ if reps == 0 => "No reps file: say how many territories you want.".to_owned(),
        more if more > reps => {
            format!("{counted}: {} without one.", locale::counted(more - reps, "territory", "territories"))
        }
        fewer if fewer < reps => format!("{counted}: {} without a territory.", locale::count(reps - fewer)),
        _ if have_homes => format!("{counted}: one territory each, as near home as can be."),
        _ => format!("{counted}: one territory each."),
    }
}

/// What can be done with the brief as it is.
#[component]
fn Actions(brief: RwSignal<DesignBrief>) -> impl IntoView {
    let app = expect_context::<App>();
    let designed = later(move || app.is_designed());
    let idle = move || app.running.with(Option::is_none);
    let verb = move || if designed.get() { "Design again: " } else { "Design " };
    let has_owners = memo(move || {
        app.plan.with(|plan| {
            plan.as_ref().is_some_and(|plan| plan.dataset().accounts().present.iter().any(Option::is_some))
        })
    });
    view! {
        <button class="btn primary wide" type="submit" disabled=flag(move || !idle())>
            <Icon name="territories" />
            {part(verb)}
            {part(move || locale::counted(brief.with(DesignBrief::territories_asked), "territory", "territories"))}
        </button>
        <Show when=move || !designed.get() && has_owners.get()>
            <button class="btn wide" type="button" on:click=move |_| app.start_from_owners()>
                "Start from today's owners"
            </button>
        </Show>
        <Show when=move || designed.get()>
            <button
                class="btn wide"
                type="button"
                disabled=flag(move || !idle())
                on:click=move |_| app.ask_for_frontier(brief.get_untracked())
            >
                "Compare balance and disruption"
            </button>
        </Show>
    }
}

/// What is seldom changed.
#[component]
fn Further(brief: RwSignal<DesignBrief>) -> impl IntoView {
    let set_seed = move |event| {
        if let Ok(seed) = event_target_value(&event).parse::<u64>() {
            brief.update(|brief| brief.seed = seed);
        }
    };
    view! {
        <details class="more">
            <summary>"More"</summary>
            <UnitChoice brief />
            <Bounds brief />
            <label class="row">
                <span>"Each territory in one piece"</span>
                <input
                    type="checkbox"
                    name="contiguous"
                    prop:checked=flag(move || brief.with(|brief| brief.is_contiguous))
                    on:change=move |event| {
                        let checked = event_target_checked(&event);
                        brief.update(|brief| brief.is_contiguous = checked);
                    }
                />
            </label>
            <NumberRow
                label="Seed"
                name="seed"
                min="0"
                step="1"
                value=Signal::derive(move || brief.with(|brief| brief.seed.to_string()))
                change=set_seed
            />
            <p class="note">"The same files, choices and seed give the same plan, on every machine."</p>
        </details>
    }
}

/// The least and the most of each measure that a territory shall hold.
#[component]
fn Bounds(brief: RwSignal<DesignBrief>) -> impl IntoView {
    let rows = move || brief.with(|brief| brief.measures.len());
    let row = move |row: usize| {
        view! {
            <BoundRow brief row bound="least" part=|measure| &mut measure.least />
            <BoundRow brief row bound="most" part=|measure| &mut measure.most />
        }
    };
    view! { {part(move || (0..rows()).map(row).collect_view())} }
}

/// One of the two bounds of a measure.
#[component]
fn BoundRow(
    brief: RwSignal<DesignBrief>,
    row: usize,
    bound: &'static str,
    part: fn(&mut MeasureWeight) -> &mut Option<f64>,
) -> impl IntoView {
    let value = move || {
        let own = brief.with(|brief| brief.measures.get(row).cloned());
        own.and_then(|mut own| *part(&mut own)).map(tidy).unwrap_or_default()
    };
    let set = move |event| {
        let bound = event_target_value(&event).parse::<f64>().ok().filter(|bound| bound.is_finite());
        brief.update(|brief| {
            if let Some(measure) = brief.measures.get_mut(row) {
                *part(measure) = bound;
            }
        });
    };
    let label = Signal::derive(move || {
        let name = brief.with(|brief| brief.measures.get(row).map(|own| measure_name(&own.measure)));
        format!("{}, {bound} a territory", name.unwrap_or_default())
    });
    view! {
        <NumberRow label name=bound min="0" placeholder="none" value=Signal::derive(value) change=set />
    }
}

/// A number as a field shows it: without the noise of binary fractions.
pub(super) fn tidy(value: f64) -> String {
    let rounded = (value * 1e6).round() / 1e6;
    rounded.to_string()
}

/// The name of a measure on screen.
pub(super) fn measure_name(measure: &str) -> String {
    if measure.eq_ignore_ascii_case(COUNT) { "Number of accounts".to_owned() } else { measure.to_owned() }
}

/// The workload of the visits becomes a column of the plan when it is first asked for.
fn bring_in(app: App, measure: &str) {
    let has_workload = || app.plan.with_untracked(|plan| plan.as_ref().is_some_and(Plan::has_workload));
    if measure == WORKLOAD && !has_workload() {
        app.measure_workload();
    }
}

#[component]
fn Measures(brief: RwSignal<DesignBrief>, names: Memo<Vec<String>>) -> impl IntoView {
    let app = expect_context::<App>();
    let rows = move || brief.with(|brief| brief.measures.len());
    let add = move |_| {
        let unused = brief.with_untracked(|brief| {
            let used = |name: &String| brief.measures.iter().any(|m| m.measure.eq_ignore_ascii_case(name));
            names.with_untracked(|names| names.iter().find(|name| !used(name)).cloned())
        });
        if let Some(measure) = unused {
            bring_in(app, &measure);
            brief.update(|brief| brief.measures.push(MeasureWeight::new(measure, 1.0)));
        }
    };
    let holes = memo(move || {
        brief.with(|brief| {
            app.plan.with(|plan| plan.as_ref().map(|plan| plan.holes_in_words(brief)).unwrap_or_default())
        })
    });
    let more = move || names.with(Vec::len) > rows();
    view! {
        <fieldset class="measures-set">
            <legend>"Balanced on"</legend>
            {part(move || (0..rows()).map(|row| view! { <Measure brief names row several=rows() != 1 /> }).collect_view())}
            {part(move || holes.get().into_iter().map(|words| view! { <p class="note">{words}</p> }).collect_view())}
            <Show when=more>
                <button class="btn quiet add" type="button" on:click=add>
                    <Icon name="plus" />
                    "Add a measure"
                </button>
            </Show>
        </fieldset>
    }
}

#[component]
fn Measure(brief: RwSignal<DesignBrief>, names: Memo<Vec<String>>, row: usize, several: bool) -> impl IntoView {
    let app = expect_context::<App>();
    let current = move || brief.with(|brief| brief.measures.get(row).map(|m| m.measure.clone()).unwrap_or_default());
    let weight = move || brief.with(|brief| brief.measures.get(row).map_or(1.0, |m| m.weight));
    let tolerance = move || {
        let own = brief.with(|brief| brief.measures.get(row).and_then(|m| m.tolerance));
        own.map(|own| tidy(own.percent())).unwrap_or_default()
    };
    let change = move |update: &dyn Fn(&mut MeasureWeight)| {
        brief.update(|brief| {
            if let Some(measure) = brief.measures.get_mut(row) {
                update(measure);
            }
        });
    };
    let choose = Callback::new(move |name: String| {
        bring_in(app, &name);
        change(&|measure| measure.measure.clone_from(&name));
    });
    let select = move || {
        // What another row balances is not offered again.
        let is_free = |name: &&String| {
            let mut others = brief.with(|brief| brief.measures.clone()).into_iter().enumerate();
            !others.any(|(other, own)| other != row && own.measure.eq_ignore_ascii_case(name))
        };
        let entry = |name: &String| Entry::new(name.clone(), measure_name(name));
        let entries: Vec<Entry> = names.with(|names| names.iter().filter(is_free).map(entry).collect());
        let is_current = |entry: &&Entry| entry.value.eq_ignore_ascii_case(&current());
        let chosen = entries.iter().find(is_current).map(|entry| entry.value.clone()).unwrap_or_default();
        let (id, label) = (format!("measure-{row}"), "Measure".to_owned());
        view! { <Choose id label entries chosen on_choose=choose /> }
    };
    view! {
        <div class="row measure-row">
            {part(select)}
            {several
                .then(|| {
                    view! {
                        <input
                            class="input num weight"
                            type="number"
                            min="0"
                            step="any"
                            aria-label="Weight"
                            title="Weight"
                            prop:value=says(move || tidy(weight()))
                            on:change=move |event| {
                                if let Ok(value) = event_target_value(&event).parse::<f64>() {
                                    change(&|measure| measure.weight = value.max(0.0));
                                }
                            }
                        />
                        <input
                            class="input num weight"
                            type="number"
                            min="0"
                            step="any"
                            aria-label="Tolerance of this measure, ± %"
                            title="Tolerance of this measure, ± %; empty for that of the plan"
                            placeholder="± %"
                            prop:value=tolerance
                            on:change=move |event| {
                                let own = event_target_value(&event).parse().ok();
                                let own = own.and_then(|percent| Share::from_percent(percent).ok());
                                change(&|measure| measure.tolerance = own);
                            }
                        />
                        <button
                            class="btn quiet icon-only"
                            type="button"
                            aria-label="Leave this measure out"
                            on:click=move |_| brief.update(|brief| drop(brief.measures.remove(row)))
                        >
                            <Icon name="x" />
                        </button>
                    }
                })}
        </div>
    }
}

#[component]
fn PlanFigures() -> impl IntoView {
    let app = expect_context::<App>();
    let accounts = move || app.plan.with(|plan| plan.as_ref().map_or(0, |plan| plan.dataset().accounts().len()));
    let located =
        move || app.plan.with(|plan| plan.as_ref().map_or(0, |p| p.dataset().accounts().len() - p.not_located()));
    let worst = move || {
        let worst = app.plan.with(|plan| plan.as_ref().and_then(|p| p.figures().and_then(|f| f.worst_deviation)));
        worst.map_or_else(|| "–".to_owned(), |worst| locale::percent(worst * 100.0))
    };
    let outside =
        move || app.plan.with(|plan| plan.as_ref().and_then(Plan::figures).is_some()) && !app.outside().is_empty();
    view! {
        <dl class="figures">
            <div>
                <dt>"Accounts"</dt>
                <dd>{part(move || locale::count(accounts()))}</dd>
            </div>
            <div>
                <dt>"Located"</dt>
                <dd>{part(move || locale::count(located()))}</dd>
            </div>
            <div title="The largest |share − fair share| ÷ fair share over all territories">
                <dt>"Worst deviation"</dt>
                <dd class:bad=outside>{part(worst)}</dd>
            </div>
        </dl>
    }
}

#[component]
fn Limits() -> impl IntoView {
    let app = expect_context::<App>();
    let limits = move || {
        let unit = app.unit();
        app.plan.with(|plan| plan.as_ref().map(|plan| plan.limits_in_words(&|own| unit.words(own))).unwrap_or_default())
    };
    view! {
        <Show when=move || !limits().is_empty()>
            <section class="ins-sec" aria-labelledby="limits-h">
                <header>
                    <h2 id="limits-h">"What stops it"</h2>
                    <span class="badge warn">{part(move || locale::count(limits().len()))}</span>
                </header>
                <ul class="limits">{part(move || limits().into_iter().map(|words| view! { <li>{words}</li> }).collect_view())}</ul>
            </section>
        </Show>
    }
}

/// Places of the files with potential and no account, the most first.
#[component]
fn Uncovered() -> impl IntoView {
    const LISTED: usize = 12;
    let app = expect_context::<App>();
    let places = memo(move || app.plan.with(|plan| plan.as_ref().map(Plan::uncovered).unwrap_or_default()));
    let rows = move || {
        let row = |own: crate::plan::Uncovered| {
            view! {
                <div>
                    <dt>{own.area}</dt>
                    <dd>{own.value.map(locale::amount)}</dd>
                </div>
            }
        };
        places.with(|places| places.iter().take(LISTED).cloned().map(row).collect_view())
    };
    let column = move || places.with(|places| places.first().map(|own| own.column.clone()));
    view! {
        <Show when=move || places.with(|places| !places.is_empty())>
            <section class="ins-sec" aria-labelledby="uncovered-h">
                <header>
                    <h2 id="uncovered-h">"Places without an account"</h2>
                    <span class="badge">{part(move || places.with(|places| locale::count(places.len())))}</span>
                </header>
                <p class="note">{part(column)}</p>
                <dl class="facts">{part(rows)}</dl>
            </section>
        </Show>
    }
}
