//! How a file is read: what parts its cells, where its header is, what its letters are encoded in. Each can be said otherwise,
//! and the file is read again.

use crate::engine::import_protocol::{ReadAs, Reading};
use crate::ui::components::{Choose, Entry};
use crate::ui::erased::{part, says};
use crate::ui::state::App;
use leptos::prelude::*;

/// What may part cells, and its name.
const DELIMITERS: [(&str, &str); 6] =
    [(",", "Comma"), (";", "Semicolon"), ("\t", "Tab"), ("|", "Bar"), (" ", "Space"), ("^", "^")];
/// Encodings by their labels (WHATWG), the usual ones first.
const ENCODINGS: [(&str, &str); 16] = [
    ("utf-8", "UTF-8"),
    ("windows-1252", "Western (Windows-1252)"),
    ("windows-1250", "Central European (Windows-1250)"),
    ("iso-8859-2", "Central European (ISO-8859-2)"),
    ("windows-1251", "Cyrillic (Windows-1251)"),
    ("ibm866", "Cyrillic (DOS 866)"),
    ("windows-1253", "Greek"),
    ("windows-1254", "Turkish"),
    ("windows-1255", "Hebrew"),
    ("windows-1256", "Arabic"),
    ("windows-1257", "Baltic"),
    ("macintosh", "Mac Roman"),
    ("shift_jis", "Japanese (Shift_JIS)"),
    ("gb18030", "Chinese (GB 18030)"),
    ("big5", "Chinese (Big5)"),
    ("euc-kr", "Korean"),
];
/// Lines that may be a header by themselves, and of how many each that begins one of several.
const HEADER_LINES: u32 = 20;
const HEADER_STARTS: u32 = 6;

/// What a file is read as, with a button that shows how to say otherwise.
#[component]
pub fn ReadAsLine(dialect: String) -> impl IntoView {
    let open = expect_context::<App>().review().reading;
    let title = dialect.clone();
    view! {
        <button
            id="read-as"
            class="dialect"
            type="button"
            title=title
            aria-expanded=says(move || open.get().to_string())
            on:click=move |_| open.update(|open| *open = !*open)
        >
            <span>{dialect}</span>
            " "
            <u>"Change"</u>
        </button>
    }
}

/// The choices, while they are shown.
#[component]
pub fn ReadAsChoice(file: Memo<u16>) -> impl IntoView {
    let app = expect_context::<App>();
    let reading = move || {
        let at = usize::from(file.get());
        app.draft.with(|draft| draft.as_ref()?.readings.get(at).cloned())
    };
    part(move || {
        let shown = app.review().reading.get().then(reading).flatten();
        shown.map(|reading| choices(app, file.get(), &reading))
    })
}

fn choices(app: App, file: u16, reading: &Reading) -> impl IntoView + use<> {
    let how = &reading.how;
    let recode = app.may_recode(reading.id).then(|| {
        let named = ENCODINGS.iter().map(|&(label, name)| Entry::new(label, name));
        let entries = std::iter::once(Entry::new("", "Found by itself")).chain(named).collect();
        choice(app, file, how, "Letters", entries, how.encoding.clone(), |how, value| how.encoding = value)
    });
    view! {
        <div class="read-as">
            {choice(app, file, how, "Cells parted by", delimiters(reading), how.delimiter.clone(), |how, value| how.delimiter = value)}
            {choice(app, file, how, "Header", headers(reading), header_value(how.header), |how, value| how.header = lines(&value))}
            {recode}
        </div>
    }
}

fn choice(
    app: App,
    file: u16,
    how: &ReadAs,
    name: &'static str,
    entries: Vec<Entry>,
    chosen: String,
    set: fn(&mut ReadAs, String),
) -> AnyView {
    let how = how.clone();
    let choose = Callback::new(move |value: String| {
        let mut how = how.clone();
        set(&mut how, value);
        app.read_as(file, how);
    });
    let id = format!("read-{}", name.split(' ').next().unwrap_or_default());
    view! {
        <label>
            <span class="muted" aria-hidden="true">{name}</span>
            <Choose id label=name.to_owned() entries chosen on_choose=choose />
        </label>
    }
    .into_any()
}

/// What nobody said is named beside what was found.
fn found(is_found: bool, what: &str) -> Entry {
    Entry::new("", if is_found { format!("Found: {what}") } else { "Found by itself".to_owned() })
}

fn delimiters(reading: &Reading) -> Vec<Entry> {
    let own = reading.delimiter.as_str();
    let name = DELIMITERS.iter().find(|(text, _)| *text == own).map_or(own, |(_, name)| name);
    let what = if name.is_empty() { "nothing" } else { name };
    let first = found(reading.how.delimiter.is_empty(), &what.to_lowercase());
    std::iter::once(first).chain(DELIMITERS.iter().map(|&(text, name)| Entry::new(text, name))).collect()
}

fn headers(reading: &Reading) -> Vec<Entry> {
    let first = found(reading.how.header.is_none(), &header_words(reading.header));
    let single = (1..=HEADER_LINES).map(|line| (line, line));
    let several = (1..=HEADER_STARTS).flat_map(|line| [(line, line + 1), (line, line + 2)]);
    let entry = |lines: (u32, u32)| Entry::new(header_value(Some(lines)), header_words(lines));
    [first].into_iter().chain(std::iter::once((0, 0)).chain(single).chain(several).map(entry)).collect()
}

fn header_words((first, last): (u32, u32)) -> String {
    match last {
        0 => "no header".to_owned(),
        _ if first == last => format!("row {last}"),
        _ => format!("rows {first} to {last}"),
    }
}

fn header_value(lines: Option<(u32, u32)>) -> String {
    lines.map(|(first, last)| format!("{first}-{last}")).unwrap_or_default()
}

fn lines(value: &str) -> Option<(u32, u32)> {
    let (first, last) = value.split_once('-')?;
    Some((first.parse().ok()?, last.parse().ok()?))
}
