//! What single cells mean: how a deal stands, and how an account was touched.

use super::header_text::fold;
use crate::model::{ActivityKind, DealState};
use std::sync::LazyLock;

// A star stands where the word may go on (`qualif*`) or may have begun (`*won`).
const WON: &str = "accept* angenommen accepte* aceptad* aceit* *won gewonnen gagne gagnee gagnes ganada ganado ganho ganha vendida vendido conclue signed signe \
    beauftragt vinto vinta";
const LOST: &str = "denied declin* refus* rechazad* recusad* expired *lost verlor* perdu perdue perdida perdido perso persa abandon* cancel* storniert abgesagt absage disqualified \
    descartada descartado aufgegeben annule annulee rejected abgelehnt";
const OPEN: &str = "open offen ouvert* abiert* abert* apert* new neu nouve* nuev* nov* prospect* prospek* qualif* quali* calif* lead \
    engag* discover* demo* present* proposal propos* propuest* propost* offer* angebot* devis quot* negoti* negoci* \
    verhand* contract* contrat* appointment* decision* need* analy* valu* perception* pipeline commit* upside pending \
    progress cours process* proceso andamento laufend working contact* kontakt* kickoff evaluat* pilot* trial meeting \
    develop* propose forecast";
/// Before the word for won, what denies it: then a deal is lost.
const NOT: &str = "not non no nicht niet pas nao never nie jamais nunca";
/// Beside the word for won, what doubts it or waits for it: then a deal is open.
const NOT_YET: &str = "pending verbal* mundlich* unlikely likely unwahrscheinlich wahrscheinlich probabl* improbabl* expected \
    erwartet awaiting ausstehend attente pendiente pendente be yet noch encore aun ainda ancora";
const VISIT: &str = "visit* bezoek* *besuch* visite visites visita visitas meeting* appointment* termin* rdv rendez reunion* reuniao \
    reunioes cita citas event* demo* onsite face vorort lunch aussentermin* treffen store";
const CALL: &str = "telefo* *call calls called calling anruf* *telefon* appel* llamad* ligacao ligacoes chamada* phone* tel outbound* \
    telephon* voicemail";
const EMAIL: &str = "*email* mail* *mail correo* courriel* newsletter";

/// What an activity is said to be that was called off, that is to come, and that took place; what denies the last stands in `NOT`.
const OFF: &str = "*cancel* storn* *abgesagt* absage abgebrochen annul* anulad* noshow ausgefallen entfallen declined rejected \
    abgelehnt missed verpasst versaumt suspendid* suspendue";
/// What else is said of an order or a payment that came to nothing, and of one that did so in part only.
const UNPAID: &str = "refund* void* fail* erstatt* storn* rembours* reembols* rimbors*";
const PARTLY: &str = "partial* part* teil* partiel* parcial* parzial* not no non nicht sin sans request* angefragt replac* ersetzt retry \
    paid bezahlt shipped complet* delivered";
const AHEAD: &str = "plan* *geplant* pianificat* prevu* previst* program* agendad* *schedul* upcoming future zukunftig* futur* open offen \
    ouvert* abiert* abert* apert* pending ausstehend attente pendiente* pendente todo vereinbart tentative requested angefragt deferred \
    postponed verschoben vertagt reporte reportee aplazad* adiad* rinviat* invited eingeladen draft entwurf";
const DONE: &str = "complet* done held erledigt* abgeschlossen* durchgefuhrt* stattgefunden erschienen gehalten realis* realiz* \
    effectu* termine terminee terminad* hech* conclu* eseguit* svolt* fatt* feit* attended show showed happened besucht";
const BEGUN: &str = "start* begun begonnen commence* iniciad* empezad* comecad* iniziat*";

/// What else is said of how something stands.
const STANDING: &str = "*activ* *ativo* *ativa* aktiv* *aktiv draft brouillon* borrador rascunho entwurf confirm* valid* *disponi* \
    *available eliminad* supprim* geloscht deleted sold verkauft closed";

/// What each list stands for, in the order in which they are asked.
static STAGES: LazyLock<[(DealState, Vec<Stem>); 3]> = LazyLock::new(|| {
    [(DealState::Won, WON), (DealState::Lost, LOST), (DealState::Open, OPEN)]
        .map(|(state, words)| (state, stems(words)))
});
static DENIALS: LazyLock<[Vec<Stem>; 2]> = LazyLock::new(|| [NOT, NOT_YET].map(stems));
static ACTIVITIES: LazyLock<[(ActivityKind, Vec<Stem>); 3]> = LazyLock::new(|| {
    let lists = [(ActivityKind::Email, EMAIL), (ActivityKind::Call, CALL), (ActivityKind::Visit, VISIT)];
    lists.map(|(kind, words)| (kind, stems(words)))
});

static NO_SALES: LazyLock<[Vec<Stem>; 2]> = LazyLock::new(|| [UNPAID, PARTLY].map(stems));
static STANDINGS: LazyLock<Vec<Stem>> = LazyLock::new(|| stems(STANDING));
static HAPPENINGS: LazyLock<[Vec<Stem>; 4]> = LazyLock::new(|| [OFF, AHEAD, DONE, BEGUN].map(stems));

/// Whether an activity took place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happened {
    /// It did, or nothing says that it did not.
    Yes,
    /// It was called off, or nobody came.
    Off,
    /// It is planned, and nothing says that it was done.
    Ahead,
}

/// A word of a list, its stars taken off once.
struct Stem {
    text: &'static str,
    /// Whether more may stand before and behind it.
    open: (bool, bool),
}

impl Stem {
    fn fits(&self, token: &str) -> bool {
        match self.open {
            (true, true) => token.contains(self.text),
            (true, false) => token.ends_with(self.text),
            (false, true) => token.starts_with(self.text),
            (false, false) => token == self.text,
        }
    }
}

fn stems(words: &'static str) -> Vec<Stem> {
    let stem =
        |word: &'static str| Stem { text: word.trim_matches('*'), open: (word.starts_with('*'), word.ends_with('*')) };
    words.split_ascii_whitespace().map(stem).collect()
}

/// How a deal stands, by the name of its stage in any of six languages; `None` when the name says nothing. O(words).
pub fn stage_state(text: &str) -> Option<DealState> {
    match first_said(text, STAGES.as_slice()) {
        Some(DealState::Won) => Some(state_of_win(&fold(text))),
        said => said,
    }
}

/// How a deal stands whose stage has a word for won: `Won`, `Not won`, `Unlikely to be won`.
fn state_of_win(folded: &str) -> DealState {
    let [(_, won), (_, lost), _] = &*STAGES;
    let [not, not_yet] = &*DENIALS;
    let words: Vec<&str> = tokens(folded).collect();
    let denies = |word: &str| not.iter().any(|stem| stem.fits(word));
    let is_denied = words.windows(2).any(|pair| denies(pair[0]) && says(pair[1], won) || pair == ["won", "t"]);
    match (says(folded, not_yet), is_denied) {
        (true, _) if !says(folded, lost) => DealState::Open,
        (true, _) | (false, true) => DealState::Lost,
        (false, false) => DealState::Won,
    }
}

/// What an activity was, by the name of its kind in any of five languages. O(words).
pub fn activity_kind(text: &str) -> ActivityKind {
    first_said(text, ACTIVITIES.as_slice()).unwrap_or(ActivityKind::Other)
}

/// Whether an activity took place, by its status in any of six languages: `Cancelled`, `No show`, `Not started`, `Geplant`. O(words).
pub fn happened(text: &str) -> Happened {
    let folded = fold(text);
    let [off, ahead, done, begun] = &*HAPPENINGS;
    let [not, _] = &*DENIALS;
    let words: Vec<&str> = tokens(&folded).collect();
    let denies = |word: &str| not.iter().any(|stem| stem.fits(word));
    let is_denied = |list: &[Stem]| words.windows(2).any(|pair| denies(pair[0]) && says(pair[1], list));
    if says(&folded, off) || is_denied(done) {
        Happened::Off
    } else if is_denied(begun)
        || words.windows(2).any(|pair| pair == ["to", "do"])
        || says(&folded, ahead) && !says(&folded, done)
    {
        Happened::Ahead
    } else {
        Happened::Yes
    }
}

/// Whether an order came to nothing, by its status: `Cancelled`, `refunded`, `Failed`. O(words).
pub fn is_no_sale(text: &str) -> bool {
    let folded = fold(text);
    let [unpaid, partly] = &*NO_SALES;
    (says(&folded, &HAPPENINGS[0]) || says(&folded, unpaid)) && !says(&folded, partly)
}

/// Whether a text says how something stands, other than a deal: `Confirmée`, `Nao Disponivel`, `Eliminado`. O(words).
pub fn says_standing(text: &str) -> bool {
    let folded = fold(text);
    says(&folded, &STANDINGS) || HAPPENINGS.iter().any(|stems| says(&folded, stems))
}

/// What the first list stands for of which a text has a word.
fn first_said<T: Copy>(text: &str, lists: &[(T, Vec<Stem>)]) -> Option<T> {
    let folded = fold(text);
    lists.iter().find(|(_, stems)| says(&folded, stems)).map(|&(said, _)| said)
}

fn says(folded: &str, stems: &[Stem]) -> bool {
    tokens(folded).any(|token| stems.iter().any(|stem| stem.fits(token)))
}

/// The words of a text.
fn tokens(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|letter: char| !letter.is_alphanumeric()).filter(|token| !token.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_how_deals_stand() {
        let check = |text: &str, expected: Option<DealState>| assert_eq!(stage_state(text), expected, "{text}");
        for text in ["Won", "Closed Won", "closedwon", "Gewonnen", "Gagnée", "Cerrada ganada", "Ganho"] {
            check(text, Some(DealState::Won));
        }
        for text in ["Closed - Won", "Vinto", "Chiusa vinta", "Won - not invoiced", "Won: Acme"] {
            check(text, Some(DealState::Won));
        }
        for text in
            ["Not Won", "Closed - Not Won", "Nicht gewonnen", "Non gagnée", "Won't proceed", "Perso", "Chiusa persa"]
        {
            check(text, Some(DealState::Lost));
        }
        for text in ["Unlikely to be won", "Verbal Won - pending", "Verbally won", "Not yet won", "Noch nicht gewonnen"]
        {
            check(text, Some(DealState::Open));
        }
        for text in ["Lost", "Closed Lost", "closedlost", "Verloren", "Fermée perdue", "Perdido", "Canceled"] {
            check(text, Some(DealState::Lost));
        }
        for text in
            ["Prospecting", "Engaging", "Negotiation/Review", "Angebot", "En cours", "qualifiedtobuy", "Em aberto"]
        {
            check(text, Some(DealState::Open));
        }
        for text in ["", "Stage 4", "Wonderful"] {
            check(text, None);
        }
    }

    #[test]
    fn tells_how_accounts_were_touched() {
        let check = |text: &str, expected: ActivityKind| assert_eq!(activity_kind(text), expected, "{text}");
        for text in ["Visit", "Kundenbesuch", "Meeting", "RDV", "Reunión", "Termin vor Ort", "store visit"] {
            check(text, ActivityKind::Visit);
        }
        for text in ["Call", "Phone call", "Telefonat", "Appel", "Llamada", "Ligação"] {
            check(text, ActivityKind::Call);
        }
        for text in ["Email", "E-Mail", "INCOMING_EMAIL", "Correo electrónico", "courriel"] {
            check(text, ActivityKind::Email);
        }
        for text in ["Task", "", "Note"] {
            check(text, ActivityKind::Other);
        }
    }

    #[test]
    fn tells_what_took_place() {
        let check = |text: &str, expected: Happened| assert_eq!(happened(text), expected, "{text}");
        for text in
            ["Cancelled", "CANCELED", "No show", "no-show", "Storniert", "Abgesagt", "Annulé", "Cancelado", "Annullato"]
        {
            check(text, Happened::Off);
        }
        for text in ["Nicht erschienen", "Not held", "Nicht stattgefunden", "Non réalisée", "No realizada"] {
            check(text, Happened::Off);
        }
        for text in [
            "Planned",
            "Scheduled",
            "Not Started",
            "Geplant",
            "Planifié",
            "Programado",
            "Offen",
            "Nicht begonnen",
            "Rescheduled",
            "To do",
        ] {
            check(text, Happened::Ahead);
        }
        for text in [
            "Completed",
            "Erledigt",
            "Terminé",
            "Realizada",
            "Held",
            "In Progress",
            "",
            "Planned and completed",
            "Visit",
        ] {
            check(text, Happened::Yes);
        }
    }
}
