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
    let named = |names: &[(&str, &str)]| names.iter().map(|&(value, name)| Entry::new(value, name)).collect();
    let delimiter = DELIMITERS.iter().find(|(text, _)| *text == reading.delimiter).map(|(_, name)| *name);
    let delimiter = delimiter.unwrap_or(if reading.delimiter.is_empty() { "Nothing" } else { &reading.delimiter });
    let choices = [
        ("Cells parted by", delimiter.to_lowercase(), named(&DELIMITERS)),
        ("Header", header_words(&reading.header), headers()),
        ("Letters", String::new(), named(&ENCODINGS)),
    ];
    let shown = if app.may_recode(reading.id) { 3 } else { 2 };
    let choices = (0..shown)
        .zip(choices)
        .map(|(at, (name, found, entries))| choice(app, file, &reading.how, at, name, &found, entries));
    view! { <div class="read-as">{choices.collect::<Vec<_>>()}</div> }
}

/// What is chosen at a position.
fn part_of(how: &mut ReadAs, at: usize) -> &mut String {
    match at {
        0 => &mut how.delimiter,
        1 => &mut how.header,
        _ => &mut how.encoding,
    }
}

fn choice(
    app: App,
    file: u16,
    how: &ReadAs,
    at: usize,
    name: &'static str,
    found: &str,
    mut entries: Vec<Entry>,
) -> AnyView {
    let mut how = how.clone();
    let chosen = part_of(&mut how, at).clone();
    // What nobody said is named beside what was found.
    let known = chosen.is_empty() && !found.is_empty();
    entries.insert(0, Entry::new("", if known { format!("Found: {found}") } else { "Found by itself".to_owned() }));
    let choose = Callback::new(move |value: String| {
        let mut how = how.clone();
        *part_of(&mut how, at) = value;
        app.read_as(file, how);
    });
    view! {
        <label>
            <span class="muted" aria-hidden="true">{name}</span>
            <Choose id=format!("read-{at}") label=name.to_owned() entries chosen on_choose=choose />
        </label>
    }
    .into_any()
}

fn headers() -> Vec<Entry> {
    let single = (0..=HEADER_LINES).map(|line| line.to_string());
    let several = (1..=HEADER_STARTS).flat_map(|line| [1, 2].map(|more| format!("{line}-{}", line + more)));
    single.chain(several).map(|lines| Entry::new(lines.clone(), header_words(&lines))).collect()
}

fn header_words(lines: &str) -> String {
    match lines.split_once('-') {
        _ if lines == "0" => "no header".to_owned(),
        Some((first, last)) => format!("rows {first} to {last}"),
        None => format!("row {lines}"),
    }
}
