//! One of several, as a list that opens.

use leptos::prelude::*;

/// An entry of a choice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// The heading that it stands under; empty for none. Entries of one group follow each other.
    pub group: &'static str,
    /// Told when it is chosen.
    pub value: String,
    /// Shown.
    pub words: String,
}

impl Entry {
    /// An entry without a group.
    #[must_use]
    pub fn new(value: impl Into<String>, words: impl Into<String>) -> Self {
        Self { group: "", value: value.into(), words: words.into() }
    }
}

/// A choice from a list. Drawn anew in place when the list changes, so that the focus stays.
#[component]
pub fn Choose(
    /// Unique on the page: the focus comes back to it.
    id: String,
    /// What is chosen, for a screen reader.
    label: String,
    /// The entries.
    entries: Vec<Entry>,
    /// The value of the chosen one.
    chosen: String,
    /// Hears the value that a person chooses.
    on_choose: Callback<String>,
    #[prop(optional)] class: &'static str,
) -> impl IntoView {
    let groups = options(entries, &move |value: &str| value == chosen);
    view! {
        <select
            id=id
            class=format!("select {class}")
            aria-label=label
            on:change=move |event| on_choose.run(event_target_value(&event))
        >
            {groups}
        </select>
    }
}

/// The entries, those of a group under its heading.
fn options(entries: Vec<Entry>, is_chosen: &dyn Fn(&str) -> bool) -> Vec<AnyView> {
    let mut groups: Vec<(&'static str, Vec<AnyView>)> = Vec::new();
    for Entry { group, value, words } in entries {
        let selected = is_chosen(&value);
        let option = view! { <option value=value prop:selected=selected>{words}</option> }.into_any();
        match groups.last_mut() {
            Some((name, options)) if *name == group => options.push(option),
            _ => groups.push((group, vec![option])),
        }
    }
    let under_heading = |(name, options): (&'static str, Vec<AnyView>)| match name {
        "" => options.into_any(),
        name => view! { <optgroup label=name>{options}</optgroup> }.into_any(),
    };
    groups.into_iter().map(under_heading).collect()
}
