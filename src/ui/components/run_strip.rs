//! The progress strip: what runs, how far, the best so far, and Stop.

use super::Icon;
use crate::engine::protocol::Job;
use crate::ui::erased::{Show, part};
use crate::ui::locale;
use crate::ui::state::{App, Run};
use leptos::prelude::*;

/// One line while something runs; nothing otherwise.
#[component]
pub fn RunStrip() -> impl IntoView {
    let app = expect_context::<App>();
    let title = move || app.running.with(|run| run.as_ref().map(|run| run.title.clone()));
    let running = move || app.running.with(Option::is_some);
    let stoppable = move || {
        app.running
            .with(|run| run.as_ref().is_some_and(|run| matches!(run.job, Job::Design | Job::Frontier | Job::Schedule)))
    };
    let designing = move || app.running.with(|run| run.as_ref().is_some_and(|run| run.job == Job::Design));
    let reading =
        move || app.running.with(|run| run.as_ref().is_some_and(|run| matches!(run.job, Job::Import | Job::Unpack)));
    let share = move || app.running.with(|run| run.as_ref().map_or(0.0, |run| run.done * 100.0));
    let aim = move || app.aim().map(locale::percent);
    let worst = move || app.running.with(|run| run.as_ref().and_then(|run| run.worst_deviation));
    let left = move || app.running.with(|run| run.as_ref().and_then(Run::seconds_left));
    view! {
        <Show when=running>
            <section class="run" aria-label="In progress">
                <span class="pulse" aria-hidden="true"></span>
                <p class="run-title">
                    <b>{part(title)}</b>
                    <Show when=designing>
                        <span class="muted">" best so far is on the map"</span>
                    </Show>
                </p>
                {part(move || {
                    worst()
                        .map(|worst| {
                            view! {
                                <p class="run-fig">
                                    <span class="muted">"Worst deviation "</span>
                                    <b class:bad=app.aim().is_some_and(|aim| worst * 100.0 > aim)>
                                        {locale::percent(worst * 100.0)}
                                    </b>
                                    <span class="faint">" aim " {aim}</span>
                                </p>
                            }
                        })
                })}
                {part(move || {
                    left()
                        .map(|seconds| {
                            view! {
                                <p class="run-fig">
                                    <span class="muted">"About "</span>
                                    <b>{locale::count(seconds)} " s"</b>
                                    <span class="muted">" left"</span>
                                </p>
                            }
                        })
                })}
                <Show when=stoppable>
                    <button class="btn" type="button" on:click=move |_| app.stop()>
                        <Icon name="stop" />
                        "Stop, keep best"
                    </button>
                </Show>
                <Show when=reading>
                    <button class="btn" type="button" on:click=move |_| app.stop_reading()>
                        <Icon name="stop" />
                        "Stop reading"
                    </button>
                </Show>
                <progress class="run-bar" max="100" prop:value=share aria-label="Progress"></progress>
            </section>
        </Show>
    }
}
