//! Balance against disruption: a point for each cap, and the plan behind it.

use crate::ui::erased::part;
use crate::ui::locale;
use crate::ui::state::App;
use leptos::prelude::*;

/// The drawing, in its own units.
const WIDTH: f64 = 260.0;
const HEIGHT: f64 = 128.0;
const EDGE: f64 = 10.0;
/// Room for the figures of the axes: at the left, and below.
const LEFT: f64 = 44.0;
const BELOW: f64 = 22.0;

/// The points that were asked for last; nothing before.
#[component]
pub fn FrontierPanel() -> impl IntoView {
    let app = expect_context::<App>();
    let points = move || app.frontier.get();
    view! {
        {part(move || {
            points()
                .map(|points| {
                    let most = points.iter().map(|point| point.moved).fold(0.01, f64::max);
                    let worst = points.iter().map(|point| point.worst_deviation).fold(0.01, f64::max);
                    let place = |moved: f64, deviation: f64| {
                        let x = LEFT + moved / most * (WIDTH - EDGE - LEFT);
                        let y = HEIGHT - BELOW - deviation / worst * (HEIGHT - BELOW - EDGE);
                        (x, y)
                    };
                    let places: Vec<(f64, f64)> = points.iter().map(|point| place(point.moved, point.worst_deviation)).collect();
                    let line = places.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect::<Vec<_>>().join(" ");
                    // The table below does the same for who does not point.
                    let marks = places
                        .into_iter()
                        .zip(points.iter().cloned())
                        .map(|((x, y), point)| {
                            let title = format!(
                                "{} moved, worst deviation {}: open it as a scenario",
                                locale::percent(point.moved * 100.0),
                                locale::percent(point.worst_deviation * 100.0),
                            );
                            view! {
                                <g class="pick" on:click=move |_| app.open_point(&point)>
                                    <title>{title}</title>
                                    <circle class="around" cx=format!("{x:.1}") cy=format!("{y:.1}") r="12" />
                                    <circle cx=format!("{x:.1}") cy=format!("{y:.1}") r="3.5" />
                                </g>
                            }
                        })
                        .collect_view();
                    let rows = points
                        .iter()
                        .cloned()
                        .map(|point| {
                            let cap = match point.cap {
                                Some(cap) => locale::percent(cap.percent()),
                                None => "Drawn anew".to_owned(),
                            };
                            let label = format!("Open the plan with cap {cap} as a scenario");
                            let (moved, deviation) = (locale::percent(point.moved * 100.0), locale::percent(point.worst_deviation * 100.0));
                            let spread = locale::number(point.spread, 0);
                            view! {
                                <tr>
                                    <th scope="row">{cap}</th>
                                    <td class="num">{moved}</td>
                                    <td class="num">{deviation}</td>
                                    <td class="num">{spread}</td>
                                    <td>
                                        <button class="btn quiet" type="button" aria-label=label on:click=move |_| app.open_point(&point)>
                                            "Open"
                                        </button>
                                    </td>
                                </tr>
                            }
                        })
                        .collect_view();
                    view! {
                        <section class="ins-sec frontier" aria-labelledby="frontier-h">
                            <header>
                                <h2 id="frontier-h">"Balance against disruption"</h2>
                            </header>
                            <svg viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label="Worst deviation, upwards, against what is moved, to the right; the table has the figures">
                                <path class="axes" d=format!("M{LEFT} {EDGE}V{}H{}", HEIGHT - BELOW, WIDTH - EDGE) />
                                {axis_labels(worst, most)}
                                <polyline points=line />
                                {marks}
                            </svg>
                            <table>
                                <thead>
                                    <tr>
                                        <th scope="col">"Cap"</th>
                                        <th scope="col" class="num">"Moved"</th>
                                        <th scope="col" class="num" title="Worst deviation from the fair share">"Worst"</th>
                                        <th scope="col" class="num" title="Mean squared distance to the centres, 100 for the alignment before">"Spread"</th>
                                        <th>
                                            <span class="sr">"Open"</span>
                                        </th>
                                    </tr>
                                </thead>
                                <tbody>{rows}</tbody>
                            </table>
                        </section>
                    }
                })
        })}
    }
}

/// What the ends of both axes stand for: no deviation and the worst, nothing moved and the most. The points go from the top at the
/// left to the bottom at the right, so that the other corner is free.
fn axis_labels(worst: f64, most: f64) -> impl IntoView {
    let (right, bottom) = (WIDTH - EDGE, HEIGHT - BELOW);
    let labels = [
        (LEFT - 5.0, EDGE + 4.0, "end", locale::percent(worst * 100.0)),
        (LEFT - 5.0, bottom + 3.0, "end", "0".to_owned()),
        (right, EDGE + 4.0, "end", "worst deviation".to_owned()),
        (LEFT, HEIGHT - 7.0, "start", "0 moved".to_owned()),
        (right, HEIGHT - 7.0, "end", format!("{} moved", locale::percent(most * 100.0))),
    ];
    let label = |(x, y, anchor, text)| view! { <text x=x y=y text-anchor=anchor>{text}</text> };
    labels.into_iter().map(label).collect_view()
}
