//! A row of a file with all its cells against the columns: cells that slipped are moved up or down, and written anew.

use crate::engine::import_protocol::{ImportRequest, RowCells};
use crate::ui::components::{Icon, part_by_part, parts};
use crate::ui::erased::{flag, memo, part};
use crate::ui::locale;
use crate::ui::state::App;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

/// Cells drawn in one task.
const DRAWN_AT_ONCE: usize = 12;

/// The cells of a row, as a form.
pub(super) fn row_editor(app: App, row: RowCells) -> AnyView {
    let RowCells { file, row, cells, joint, width } = row;
    if cells.is_empty() {
        let words = "This row is no part of the table: change the header under “Read as”, if it should be.";
        return view! { <p class="muted">{words}</p> }.into_any();
    }
    let headers = app.draft.with_untracked(|draft| {
        let outcome = draft.as_ref().and_then(|draft| draft.outcomes.get(usize::from(file)));
        let own = outcome.map(|own| own.columns.iter().take(usize::from(width)).map(|column| column.header.clone()));
        own.map(Iterator::collect).unwrap_or_default()
    });
    let form = Form {
        headers: StoredValue::new(headers),
        cells: RwSignal::new(cells),
        moved: Trigger::new(),
        joint: StoredValue::new(joint),
    };
    form.level();
    let set = move |cells: Vec<String>| {
        app.close_row();
        app.decide(ImportRequest::SetRow { file, row, cells });
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        set(form.cells.get_untracked());
    };
    let drawn = part_by_part(1, move || form.cells.with(Vec::len).div_ceil(DRAWN_AT_ONCE));
    let surplus = memo(move || form.cells.with(Vec::len).saturating_sub(form.width()));
    let fits = move || match surplus.get() {
        0 => "The arrow joins a cell with the one above, plus puts an empty one in.".to_owned(),
        count => {
            format!("{} too many. The arrow joins a cell with the one above.", locale::counted(count, "cell", "cells"))
        }
    };
    view! {
        <form class="row-edit" aria-label=format!("Row {}", locale::count(row)) on:submit=submit>
            <ol>
                {parts(drawn, move |slice| part(move || {
                    form.moved.track();
                    let own = slice * DRAWN_AT_ONCE..(slice + 1) * DRAWN_AT_ONCE;
                    own.filter_map(|at| form.cell(at)).collect_view()
                }))}
            </ol>
            <p class="muted" class:bad=flag(move || surplus.get() > 0) role="status">{part(fits)}</p>
            <div class="fix">
                <button class="btn" type="submit" disabled=flag(move || surplus.get() > 0)>"Set the row"</button>
                <button class="btn quiet" type="button" on:click=move |_| set(Vec::new())>"As in the file"</button>
            </div>
        </form>
    }
    .into_any()
}

#[derive(Clone, Copy)]
struct Form {
    headers: StoredValue<Vec<String>>,
    cells: RwSignal<Vec<String>>,
    /// Told when cells have moved; what is written into one leaves the others as they are drawn.
    moved: Trigger,
    joint: StoredValue<String>,
}

impl Form {
    fn width(self) -> usize {
        self.headers.with_value(Vec::len)
    }

    /// A cell for each column, and those beyond that say something.
    fn level(self) {
        let width = self.width();
        self.cells.update(|cells| {
            let filled = cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1);
            cells.resize(filled.max(width), String::new());
        });
    }

    fn shift(self, change: impl FnOnce(&mut Vec<String>)) {
        self.cells.update(change);
        self.level();
        self.moved.notify();
    }

    fn write(self, at: usize, text: &str) {
        let is_beyond = at >= self.width();
        self.cells.update_untracked(|cells| cells.get_mut(at).into_iter().for_each(|cell| text.clone_into(cell)));
        // One beyond the columns that was emptied goes.
        if is_beyond && text.trim().is_empty() {
            self.shift(|_| ());
        }
    }

    /// The text of a cell goes to the end of the one above it, with what parts them in the file where both say something.
    fn join(self, at: usize) {
        let joint = self.joint.get_value();
        self.shift(|cells| {
            let below = cells.remove(at);
            let above = &mut cells[at - 1];
            if !above.is_empty() && !below.is_empty() {
                above.push_str(&joint);
            }
            above.push_str(&below);
        });
    }

    fn cell(self, at: usize) -> Option<AnyView> {
        let text = self.cells.with_untracked(|cells| cells.get(at).cloned())?;
        let column = self.headers.with_value(|headers| headers.get(at).cloned());
        let is_beyond = column.is_none();
        let name = column.unwrap_or_else(|| "beyond the last column".to_owned());
        let button = |icon, title: &'static str, act: Box<dyn Fn()>| {
            view! {
                <button class="btn quiet icon-only" type="button" title=title aria-label=format!("{title}: {name}") on:click=move |_| act()>
                    <Icon name=icon />
                </button>
            }
        };
        let insert = button(
            "plus",
            "Put an empty cell in here",
            Box::new(move || self.shift(|cells| cells.insert(at, String::new()))),
        );
        let join = (at > 0).then(|| button("up", "Join with the cell above", Box::new(move || self.join(at))));
        let input = view! {
            <input
                class="input"
                type="text"
                autocomplete="off"
                spellcheck="false"
                prop:value=text
                on:input=move |event| self.write(at, &event_target_value(&event))
            />
        };
        Some(
            view! {
                <li class:beyond=is_beyond>
                    <label>
                        <span title=name.clone()>{name.clone()}</span>
                        {input}
                    </label>
                    {join}
                    {insert}
                </li>
            }
            .into_any(),
        )
    }
}
