//! Places that fit several or none, each asked once for all rows; and the accounts that have none.

use super::located::coarse;
use super::review_list::{About, fold, listed, review_list};
use crate::engine::import_protocol::{Draft, HomeChoice, ImportRequest};
use crate::model::{Candidate, HomeCountry, PlaceQuestion, Role, Unlocated};
use crate::ui::components::{Choose, Entry, Icon, PlaceSearch, people};
use crate::ui::erased::{Show, memo, part};
use crate::ui::locale;
use crate::ui::state::App;
use leptos::prelude::*;

/// Candidates offered as buttons; the search finds the rest.
const OFFERED: usize = 5;
/// Values of the choice of a country that are no codes.
const GUESS: &str = "guess";
const ANYWHERE: &str = "anywhere";

/// The step of places.
#[component]
pub fn Places() -> impl IntoView {
    let app = expect_context::<App>();
    let questions = |fits: bool| {
        memo(move || {
            app.draft.with(|draft| {
                let all = draft.iter().flat_map(|draft| &draft.places);
                all.filter(|place| place.candidates.is_empty() != fits).cloned().collect::<Vec<_>>()
            })
        })
    };
    let unlocated =
        memo(move || app.draft.with(|draft| draft.as_ref().map(|draft| draft.unlocated.clone()).unwrap_or_default()));
    let (several, none) = (questions(true), questions(false));
    let is_empty = move || app.draft.with(|draft| draft.as_ref().is_none_or(|draft| draft.accounts == 0));
    let clear = move || several.with(Vec::is_empty) && none.with(Vec::is_empty) && unlocated.with(Vec::is_empty);
    view! {
        <section class="listing" aria-labelledby="step-h">
            <header>
                <h2 id="step-h" tabindex="-1">"Places to settle"</h2>
                <p class="muted">{part(move || app.draft.with(|draft| draft.as_ref().map(summary)))}</p>
            </header>
            <div class="scroll reviews">
                <Home />
                <Show when=move || { coarse(app) > 0 }>
                    <p class="empty">{part(move || app.draft.with(|draft| draft.as_ref().map(|draft| wide(app, draft))))}</p>
                </Show>
                <Show when=move || clear() && coarse(app) == 0>
                    <p class="empty muted">
                        {part(move || {
                            if is_empty() {
                                "There is no account yet to be located."
                            } else {
                                "Every place was found, and none fits several. “How accounts were located” says how exactly."
                            }
                        })}
                    </p>
                </Show>
                {asked(app, several, "Fit several places", "Answered once for all rows that say the same. What is not answered is taken as marked.")}
                {asked(app, none, "Not found", "Look for the place under another spelling, or take the town next to it.")}
                {without_place(app, unlocated)}
            </div>
        </section>
    }
}

/// In which country rows lie that name none.
#[component]
fn Home() -> impl IntoView {
    let app = expect_context::<App>();
    let home = memo(move || app.draft.with(|draft| draft.as_ref().and_then(|draft| draft.home.clone())));
    let choose = Callback::new(move |value: String| {
        app.decide(ImportRequest::ChooseHome(match value.as_str() {
            GUESS => HomeCountry::Guess,
            ANYWHERE => HomeCountry::Anywhere,
            _ => HomeCountry::In(value),
        }));
    });
    let choice = move |home: HomeChoice| {
        let HomeChoice { choice, guessed, countries } = home;
        let name = countries.iter().find(|(code, _)| *code == guessed).map(|(_, name)| name.as_str());
        let guess = format!("{} (as the cities say)", name.unwrap_or("No one country"));
        let all = countries.into_iter().map(|(code, name)| Entry { group: "Countries", value: code, words: name });
        let first = [Entry::new(GUESS, guess), Entry::new(ANYWHERE, "Anywhere: the largest city of a name")];
        let entries = first.into_iter().chain(all).collect::<Vec<_>>();
        let chosen = match choice {
            HomeCountry::Guess => GUESS.to_owned(),
            HomeCountry::Anywhere => ANYWHERE.to_owned(),
            HomeCountry::In(code) => code,
        };
        view! {
            <div class="home">
                <label for="home-country">"Rows that name no country are in"</label>
                <Choose
                    id="home-country".to_owned()
                    label="Rows that name no country are in".to_owned()
                    entries
                    chosen
                    on_choose=choose
                />
            </div>
        }
    };
    move || home.get().map(choice)
}

/// What is said where only the country or the region of accounts is known, and what helps.
fn wide(app: App, draft: &Draft) -> String {
    let count = locale::counted(coarse(app), "account lies", "accounts lie");
    let of_accounts = draft.outcomes.iter().filter(|outcome| outcome.kind.makes_accounts());
    let has_codes = of_accounts.flat_map(|outcome| &outcome.columns).any(|column| column.role == Role::PostalCode);
    let help = if has_codes {
        "If no pack knows their postal codes, add a file of postal codes: one row a code, with its latitude and longitude, \
         such as those of geonames.org."
    } else {
        "A column of cities or postal codes places them better: say under Columns which it is."
    };
    format!("{count} at the point of the country or region alone, since nothing nearer was known. {help}")
}

fn summary(draft: &Draft) -> String {
    let rows: u32 = draft.places.iter().filter(|place| !place.decided).map(|place| place.rows).sum();
    let open = draft.listed.open_places;
    match open {
        0 => "Nothing stands open.".to_owned(),
        _ if draft.listed.places as usize > draft.places.len() => format!(
            "{} open; the {} that most rows name are listed",
            locale::counted(open, "place", "places"),
            locale::count(draft.places.len()),
        ),
        _ => format!("{} in {} open", locale::counted(open, "place", "places"), locale::counted(rows, "row", "rows")),
    }
}

fn asked(app: App, questions: Memo<Vec<PlaceQuestion>>, title: &'static str, hint: &'static str) -> impl IntoView {
    // Both lists are parts of the first places of all: what is cut is told once, above.
    let of = Signal::derive(|| 0);
    let rows = Callback::new(move |most: usize| {
        let shown = questions.get().into_iter().take(most);
        shown.map(|question| item(app, question)).collect_view().into_any()
    });
    review_list(About { title, hint, of, head: &[] }, Signal::derive(move || questions.with(Vec::len)), rows)
}

fn item(app: App, question: PlaceQuestion) -> impl IntoView {
    let PlaceQuestion { told, rows, candidates, taken, decided } = question;
    let words = told.words();
    let id = format!("place-{:x}", fold(&words));
    let choose = {
        let told = told.clone();
        Callback::new(move |chosen: Candidate| app.choose_place(told.clone(), Some(&chosen)))
    };
    // What was found by search stands with the others.
    let searched = decided && !taken.is_empty() && candidates.iter().all(|candidate| candidate.place != taken);
    let offers = candidates.into_iter().take(OFFERED).enumerate().map(|(index, candidate)| {
        // The likeliest comes first; it is taken until a person says otherwise.
        let pressed = if decided { candidate.place == taken } else { index == 0 };
        let (name, count) = (candidate.place.clone(), people(candidate.people));
        view! {
            <button
                id=format!("{id}-{index}")
                type="button"
                class="btn offer"
                class:assumed=pressed && !decided
                aria-pressed=pressed.to_string()
                on:click=move |_| choose.run(candidate.clone())
            >
                {pressed.then(|| view! { <Icon name="check" /> })}
                <span>{name}</span>
                <span class="faint">{count}</span>
            </button>
        }
    });
    let offers = offers.collect_view();
    let found = searched.then(|| {
        view! {
            <span class="badge good">
                <Icon name="check" />
                {taken.clone()}
            </span>
        }
    });
    let again = decided.then(|| {
        let told = told.clone();
        view! {
            <button
                id=format!("{id}-again")
                class="btn quiet"
                type="button"
                on:click=move |_| app.choose_place(told.clone(), None)
            >
                <Icon name="undo" />
                "Ask again"
            </button>
        }
    });
    view! {
        <li class="asked" class:settled=decided>
            <p class="told">
                <b>{words.clone()}</b>
                <span class="muted">{locale::counted(rows, "row says so", "rows say so")}</span>
            </p>
            <div class="answers" role="group" aria-label=format!("Where {words} is")>
                {offers} {found}
                {again}
                <PlaceSearch id=format!("{id}-search") label=format!("Look for {words}") on_choose=choose />
            </div>
        </li>
    }
}

fn without_place(app: App, unlocated: Memo<Vec<Unlocated>>) -> impl IntoView {
    let about = About {
        title: "Accounts without a place",
        of: listed(app, |listed| listed.unlocated),
        hint: "They stay in the plan. A place counts for all rows that say the same.",
        head: &["Account", "Id", "Row", "Says", "Place"],
    };
    let rows = Callback::new(move |most: usize| {
        unlocated.get().into_iter().take(most).map(|one| lost_row(app, one)).collect_view().into_any()
    });
    review_list(about, Signal::derive(move || unlocated.with(Vec::len)), rows)
}

fn lost_row(app: App, one: Unlocated) -> impl IntoView {
    let words = one.told.words();
    let says_nothing = words.is_empty();
    let id = format!("account-{:x}-{}", fold(&one.file), one.row);
    let told = one.told;
    let search = (!says_nothing).then(|| {
        let choose = Callback::new(move |chosen: Candidate| app.choose_place(told.clone(), Some(&chosen)));
        view! { <PlaceSearch id label=format!("A place for {}", one.name) on_choose=choose /> }
    });
    let says = if says_nothing { "Nothing: place it on the map once it is taken over".to_owned() } else { words };
    view! {
        <tr>
            <th scope="row">
                <span class="header" title=one.name.clone()>{one.name.clone()}</span>
            </th>
            <td class="muted">{one.id}</td>
            <td class="num muted" data-name="Row" title=one.file.clone()>{locale::count(one.row)}</td>
            <td class:faint=says_nothing>{says}</td>
            <td>{search}</td>
        </tr>
    }
}
