//! Pages and their addresses: the fragment of the URL, so that any static host and sub-path will do.

/// A step of the workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Who owns what.
    Territories,
    /// Who is visited in which order.
    Visits,
    /// Files that leave with a person.
    Share,
}

/// A page of the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// Plans and the way in.
    Start,
    /// Files, columns, places.
    Data,
    /// The map and what is done on it.
    Work(Step),
    /// A rep's day, on the road.
    Day,
}

impl Step {
    const ALL: [Self; 3] = [Self::Territories, Self::Visits, Self::Share];

    fn word(self) -> &'static str {
        match self {
            Self::Territories => "territories",
            Self::Visits => "visits",
            Self::Share => "share",
        }
    }
}

/// The fragment for a page of a plan; the plan's key where one is open.
#[must_use]
pub fn fragment(page: Page, plan: Option<&str>) -> String {
    match (page, plan) {
        (Page::Start, _) | (Page::Work(_) | Page::Day, None) => "#/".to_owned(),
        (Page::Data, None) => "#/data".to_owned(),
        (Page::Data, Some(key)) => format!("#/plan/{key}/data"),
        (Page::Day, Some(key)) => format!("#/plan/{key}/day"),
        (Page::Work(step), Some(key)) => format!("#/plan/{key}/{}", step.word()),
    }
}

/// The page and plan of a fragment; what is not understood is the start page.
#[must_use]
pub fn parse(fragment: &str) -> (Page, Option<String>) {
    let mut parts = fragment.trim_start_matches('#').trim_matches('/').split('/');
    match (parts.next(), parts.next(), parts.next()) {
        (Some("data"), None, None) => (Page::Data, None),
        (Some("plan"), Some(key), step) if !key.is_empty() => {
            let page = match step {
                Some("data") => Page::Data,
                Some("day") => Page::Day,
                word => {
                    let step = Step::ALL.into_iter().find(|step| Some(step.word()) == word);
                    Page::Work(step.unwrap_or(Step::Territories))
                }
            };
            (page, Some(key.to_owned()))
        }
        _ => (Page::Start, None),
    }
}
