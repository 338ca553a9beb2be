//! Importer and planner, natively: the whole chain on the sample, as the page asks for it.

use hinterland::engine::import_protocol::{Draft, ImportEvent, ImportRequest, Incoming};
use hinterland::engine::protocol::{Event, Export, Purpose, Request};
use hinterland::engine::{Importer, Session};
use hinterland::model::{
    AccountIx, Caps, Code, Continuity, DealState, DesignBrief, FileKind, HomeCountry, MeasureWeight, NameChoice,
    Placement, Precision, Referent, RepIx, Role, TerritoryCalendar, TerritoryIx, TravelModel, VisitBrief,
};
use hinterland::plan::{Edit, Plan};
use hinterland::planfile;
use hinterland::units::{DateOrder, LonLat, Share};
use std::collections::VecDeque;
use std::fs;
use std::io::Read;
use std::sync::Arc;

type Told = Vec<(Event, Option<Vec<u8>>)>;

/// Brings the packs that are wanted, as the worker does.
fn bring_packs(importer: &mut Importer) {
    loop {
        let missing = importer.missing_packs();
        if missing.is_empty() {
            return;
        }
        for name in missing {
            let packed =
                fs::read(format!("{}/public/packs/{name}", env!("CARGO_MANIFEST_DIR"))).expect("it is committed");
            let mut inflated = Vec::new();
            flate2::read::GzDecoder::new(packed.as_slice()).read_to_end(&mut inflated).expect("the pack is gzipped");
            importer.add_pack(&inflated).expect("the pack is whole");
        }
    }
}

fn importer() -> Importer {
    let mut importer = Importer::default();
    bring_packs(&mut importer);
    importer
}

fn ask_importer(
    importer: &mut Importer,
    request: ImportRequest,
    attachments: &[Vec<u8>],
) -> Vec<(ImportEvent, Option<Vec<u8>>)> {
    let mut told = Vec::new();
    importer.handle(request, &mut attachments.iter().cloned(), &mut |event, bytes| told.push((event, bytes)));
    bring_packs(importer);
    importer.tell(&mut |event, bytes| told.push((event, bytes)));
    told
}

/// Takes the files over and hands them to a planner, as the page does. Gives the planner and the page's plan.
fn take_over(importer: &mut Importer) -> (Session, Plan) {
    let told = ask_importer(importer, ImportRequest::TakeOver, &[]);
    let mut session = Session::default();
    let told = ask(&mut session, Request::TakeOver, &plan_pieces(told));
    let shown = told.into_iter().find_map(|(event, _)| {
        if let Event::Plan { plan, .. } = event { Some(Arc::unwrap_or_clone(plan)) } else { None }
    });
    (session, shown.expect("the plan is shown"))
}

/// The pieces of a plan that was taken over.
fn plan_pieces(told: Vec<(ImportEvent, Option<Vec<u8>>)>) -> Vec<Vec<u8>> {
    assert!(matches!(told.last(), Some((ImportEvent::TakenOver { .. }, None))), "it is told at the end");
    told.into_iter().filter(|(event, _)| matches!(event, ImportEvent::Piece)).filter_map(|(_, bytes)| bytes).collect()
}

/// The plan file that was told in pieces, and its name at the end.
fn plan_file(told: &Told) -> Vec<u8> {
    assert!(matches!(told.last(), Some((Event::File { purpose: Some(_), .. }, None))));
    told.iter().filter_map(|(_, bytes)| bytes.as_deref()).collect::<Vec<_>>().concat()
}

fn ask(session: &mut Session, request: Request, attachments: &[Vec<u8>]) -> Told {
    let mut told = Vec::new();
    session.handle(request, &mut attachments.iter().cloned(), &mut |event, bytes| told.push((event, bytes)));
    while session.is_busy() {
        session.step(&mut |event, bytes| told.push((event, bytes)));
    }
    told
}

fn sample(name: &str) -> Vec<u8> {
    fs::read(format!("{}/public/sample/{name}", env!("CARGO_MANIFEST_DIR"))).expect("the sample is committed")
}

fn read(importer: &mut Importer, files: &[(&str, Vec<u8>)]) -> (Draft, Vec<String>) {
    let heads = files.iter().map(|(name, _)| Incoming { name: (*name).to_owned(), ..Incoming::default() }).collect();
    let bytes: Vec<Vec<u8>> = files.iter().map(|(_, bytes)| bytes.clone()).collect();
    let mut failures = Vec::new();
    let mut draft = Draft::default();
    for (event, _) in ask_importer(importer, ImportRequest::ReadFiles { files: heads }, &bytes) {
        match event {
            ImportEvent::Draft(found) => draft = *found,
            ImportEvent::Failed(failure) => failures.push(format!("{}: {}", failure.file, failure.message)),
            _ => {}
        }
    }
    (draft, failures)
}

#[test]
fn the_sample_goes_from_files_to_a_verified_plan() {
    let mut importer = importer();
    let (draft, failures) =
        read(&mut importer, &[("accounts.csv", sample("accounts.csv")), ("reps.csv", sample("reps.csv"))]);
    assert_eq!((draft.accounts, draft.reps, draft.obstacle.as_str()), (1200, 12, ""));
    assert_eq!(failures, Vec::<String>::new());
    let (mut session, mut page) = take_over(&mut importer);
    let told = ask(&mut session, Request::Design(DesignBrief::by_count(12)), &[]);
    let edit =
        told.into_iter().find_map(|(event, _)| if let Event::Designed(edit) = event { Some(*edit) } else { None });
    let edit = edit.expect("a design");
    page.apply(edit.clone()).expect("it fits the page's plan");
    ask(&mut session, Request::Apply(Box::new(edit)), &[]);
    let territories: Vec<TerritoryIx> = page.alignment().indices().collect();
    let told = ask(&mut session, Request::Tours { territories, travel: TravelModel::default() }, &[]);
    let tours =
        told.iter().find_map(|(event, _)| if let Event::Tours(tours) = event { Some(tours.len()) } else { None });
    assert_eq!(tours, Some(12), "every tour passed its check");
    let told = ask(&mut session, Request::Check, &[]);
    assert!(
        matches!(&told[0].0, Event::Checked { violations, islands, .. } if violations.is_empty() && islands.is_empty())
    );
    let told = ask(&mut session, Request::Encode { purpose: Purpose::Share }, &[]);
    let shared = plan_file(&told);
    assert_eq!(planfile::decode(&shared).as_ref(), Ok(&page), "page and worker hold the same plan");
    let told = ask(&mut session, Request::Encode { purpose: Purpose::Keep { revision: 1 } }, &[]);
    let kept = plan_file(&told);
    assert!(kept.len() * 2 < shared.len(), "{} of {} bytes", kept.len(), shared.len());
    for file in [kept, shared] {
        let told = ask(&mut Session::default(), Request::Open, &[file]);
        let opened =
            told.iter().find_map(|(event, _)| if let Event::Plan { plan, .. } = event { Some(plan) } else { None });
        assert_eq!(opened.map(Arc::as_ref), Some(&page), "what was kept opens, as does what an earlier build kept");
    }
    let told = ask(&mut session, Request::Export(Export::Assignments), &[]);
    let table = String::from_utf8(told[0].1.clone().unwrap_or_default()).expect("CSV is UTF-8");
    assert_eq!(table.lines().count(), 1201);
}

#[test]
fn what_is_no_data_changes_nothing() {
    let mut importer = importer();
    read(&mut importer, &[("accounts.csv", sample("accounts.csv"))]);
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0".to_vec();
    let (draft, failures) = read(&mut importer, &[("picture.csv", png), ("empty.csv", Vec::new())]);
    assert_eq!(draft.accounts, 1200, "what was there stays");
    assert_eq!(failures.len(), 2, "{failures:?}");
    assert!(failures[0].contains("no CSV") && failures[1].contains("is empty"), "{failures:?}");
    let told = ask(&mut Session::default(), Request::Open, &[b"{\"format\":\"hinterland-plan\",".to_vec()]);
    assert!(matches!(told[0].0, Event::Failed(_)));
    let nowhere = b"Account Name,City\nAcme,Qworlby\nBolt,Nowhereburg\n".to_vec();
    ask_importer(&mut importer, ImportRequest::RemoveFile { id: 0 }, &[]);
    let (draft, _) = read(&mut importer, &[("nowhere.csv", nowhere)]);
    assert!(draft.obstacle.contains("could be located"), "{}", draft.obstacle);
}

#[test]
fn accounts_without_any_place_make_a_plan() {
    let mut importer = importer();
    let rows = (0..60).map(|row| format!("A-{row},Customer {row},{}", 100 + row * 7)).collect::<Vec<_>>().join("\n");
    let (draft, _) =
        read(&mut importer, &[("flat.csv", format!("Account ID,Account Name,Revenue\n{rows}").into_bytes())]);
    assert_eq!((draft.accounts, draft.obstacle.as_str()), (60, ""));
    let (mut session, mut page) = take_over(&mut importer);
    edit_by(&mut session, &mut page, Request::Design(DesignBrief::by_count(4)));
    let sizes = page.alignment().indices().map(|own| page.alignment().members(own).count()).collect::<Vec<_>>();
    assert_eq!(sizes, [15; 4]);
    let by_revenue = DesignBrief { measures: vec![MeasureWeight::new("Revenue", 1.0)], ..DesignBrief::by_count(8) };
    edit_by(&mut session, &mut page, Request::Design(by_revenue));
    let revenue = |own| page.alignment().members(own).map(|account| 100.0 + account.index() as f64 * 7.0).sum::<f64>();
    let sums = page.alignment().indices().map(revenue).collect::<Vec<_>>();
    let mean = sums.iter().sum::<f64>() / 8.0;
    assert!(sums.iter().all(|sum| (sum / mean - 1.0).abs() < 0.05), "{sums:?}");
}

/// Carries out the edit that a request brings, on the page and in the session, which then finds nothing wrong.
fn edit_by(session: &mut Session, page: &mut Plan, request: Request) {
    let told = ask(session, request, &[]);
    let edit =
        told.into_iter().find_map(|(event, _)| if let Event::Designed(edit) = event { Some(*edit) } else { None });
    let edit = edit.expect("an edit");
    page.apply(edit.clone()).expect("it fits the page's plan");
    ask(session, Request::Apply(Box::new(edit)), &[]);
    let told = ask(session, Request::Check, &[]);
    assert!(matches!(&told[0].0, Event::Checked { violations, .. } if violations.is_empty()), "{told:?}");
}

#[test]
fn territories_are_split_and_merged_and_what_moved_is_known() {
    let mut importer = importer();
    read(&mut importer, &[("accounts.csv", sample("accounts.csv")), ("reps.csv", sample("reps.csv"))]);
    let (mut session, mut page) = take_over(&mut importer);
    edit_by(&mut session, &mut page, Request::Design(DesignBrief::by_count(12)));
    let [whole, other] = [TerritoryIx(3), TerritoryIx(5)];
    let members: Vec<AccountIx> = page.alignment().members(whole).collect();
    let others: Vec<AccountIx> = page.alignment().members(other).collect();
    let name = page.alignment().territory(whole).map(|own| own.name.clone());
    edit_by(&mut session, &mut page, Request::Split(whole));
    let halves = [whole, TerritoryIx(12)].map(|half| page.alignment().members(half).count());
    assert_eq!(halves.iter().sum::<usize>(), members.len());
    assert!(halves[0] >= halves[1] && halves[0] - halves[1] <= 1, "{halves:?}");
    assert_eq!(page.alignment().territory(whole).map(|own| own.name.clone()), name);
    assert_eq!(page.brief().map(|brief| brief.territories), Some(13));
    edit_by(&mut session, &mut page, Request::Merge { from: other, into: whole });
    let merged = page.alignment().members(whole).count();
    assert_eq!(merged, halves[0] + others.len());
    assert_eq!(page.alignment().territories().len(), 12);
    let found = hinterland::engine::realignment(&page).expect("it holds").expect("there is one before");
    assert_eq!(found.moved as usize, others.len() + halves[1]);
    page.undo();
    page.undo();
    assert_eq!(page.alignment().members(whole).collect::<Vec<_>>(), members);
    assert!(hinterland::engine::merge_edit(&page, whole, whole).is_none());
}

#[test]
fn a_design_that_is_stopped_keeps_its_best() {
    let mut importer = importer();
    read(&mut importer, &[("accounts.csv", sample("accounts.csv"))]);
    let (mut session, _) = take_over(&mut importer);
    let mut told = Vec::new();
    session
        .handle(Request::Design(DesignBrief::by_count(9)), &mut std::iter::empty(), &mut |event, _| told.push(event));
    session.step(&mut |event, _| told.push(event));
    session.handle(Request::Stop, &mut std::iter::empty(), &mut |event, _| told.push(event));
    assert!(!session.is_busy());
    assert!(told.iter().any(|event| matches!(event, Event::Designed(_))));
}

/// A planner with a design of the sample's accounts, and the brief of their visits.
fn designed() -> (Session, VisitBrief) {
    let mut importer = importer();
    read(&mut importer, &[("accounts.csv", sample("accounts.csv")), ("reps.csv", sample("reps.csv"))]);
    let (mut session, mut page) = take_over(&mut importer);
    edit_by(&mut session, &mut page, Request::Design(DesignBrief::by_count(12)));
    let brief = hinterland::engine::usual_visits(&page, None);
    (session, VisitBrief { weeks: 2, ..brief })
}

/// What becomes of a task that was handed out.
#[derive(Clone, Copy, PartialEq)]
enum Fate {
    Done,
    Lost,
    /// It is done after all is over.
    Late,
}

/// A job done with other planners.
struct Shared {
    told: Event,
    /// How many tasks came back in time.
    parts: usize,
    /// What is still to come back.
    late: Vec<(u32, Option<Vec<u8>>)>,
}

/// What a planner tells at the end of a job that so many others help with; it is stopped once so many parts came back.
fn shared(session: &mut Session, request: Request, hands: u8, fate: impl Fn(u32) -> Fate, stop_after: usize) -> Shared {
    let mut told: VecDeque<(Event, Option<Vec<u8>>)> = VecDeque::new();
    for request in [request, Request::Help(hands)] {
        session.handle(request, &mut std::iter::empty(), &mut |event, bytes| told.push_back((event, bytes)));
    }
    let (mut parts, mut late) = (0, Vec::new());
    loop {
        match told.pop_front() {
            Some((told @ (Event::Scheduled(_) | Event::Designed(_) | Event::Frontier(_)), _)) => {
                return Shared { told, parts, late };
            }
            Some((Event::Task(number), task)) => {
                let found = ask(&mut Session::default(), Request::Task(number), &[task.expect("it comes with a task")]);
                let (event, found) = found.into_iter().next().expect("it is answered");
                assert!(matches!(event, Event::TaskDone(own) if own == number));
                let back = match fate(number) {
                    Fate::Done => Request::TaskDone(number),
                    Fate::Lost => Request::TaskLost(number),
                    Fate::Late => {
                        late.push((number, found));
                        continue;
                    }
                };
                parts += usize::from(fate(number) == Fate::Done);
                let mut found = found.into_iter();
                session.handle(back, &mut found, &mut |event, bytes| told.push_back((event, bytes)));
                if parts == stop_after {
                    let mut tell = |event, bytes| told.push_back((event, bytes));
                    session.handle(Request::Stop, &mut std::iter::empty(), &mut tell);
                }
            }
            Some(_) => {}
            None => session.step(&mut |event, bytes| told.push_back((event, bytes))),
        }
    }
}

/// The calendar that a planner makes with so many others.
fn shared_calendar(hands: u8, fate: impl Fn(u32) -> Fate, stop_after: usize) -> (Edit, usize) {
    let (mut session, brief) = designed();
    let Shared { told, parts, .. } = shared(&mut session, Request::Schedule(Box::new(brief)), hands, fate, stop_after);
    let Event::Scheduled(edit) = told else { panic!("it is a calendar") };
    (*edit, parts)
}

const NEVER: usize = usize::MAX;

#[test]
fn a_calendar_is_the_same_however_many_make_it() {
    let (alone, none) = shared_calendar(0, |_| Fate::Done, NEVER);
    assert_eq!(none, 0);
    let (shared, parts) = shared_calendar(3, |_| Fate::Done, NEVER);
    assert!(parts >= 6, "{parts} of 12 were made elsewhere");
    assert_eq!(shared, alone);
    let (mourned, parts) = shared_calendar(2, |number| if number % 2 == 0 { Fate::Lost } else { Fate::Late }, NEVER);
    assert_eq!((mourned, parts), (alone, 0), "who lost a part gets no other, and nobody waits for who is late");
}

#[test]
fn a_calendar_that_is_stopped_has_what_others_found() {
    let (edit, parts) = shared_calendar(2, |_| Fate::Done, 2);
    assert!((2..=4).contains(&parts), "{parts} parts");
    let Edit::Visits { other: Some(visits), .. } = edit else { panic!("it is an edit of the visits") };
    let calendar = visits.calendar.expect("it was made");
    assert_eq!(calendar.territories.len(), 12);
    // Who lives too far from everybody has a calendar that says so.
    let is_made =
        |own: &TerritoryCalendar| own.days.iter().any(|day| !day.stops.is_empty()) || !own.unplaced.is_empty();
    assert!(calendar.territories.iter().all(is_made));
}

/// What is designed and compared in one piece of text, so that nothing of it is left out.
fn in_words(told: &Event) -> String {
    match told {
        Event::Designed(edit) => format!("{edit:?}"),
        Event::Frontier(points) => format!("{points:?}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_design_is_the_same_however_many_make_it() {
    let (mut session, _) = designed();
    let keep = Continuity::Keep(Caps::default());
    let tight = Share::from_percent(1.0).expect("a share");
    let requests = [
        Request::Design(DesignBrief::by_count(9)),
        Request::Design(DesignBrief { continuity: keep, tolerance: tight, ..DesignBrief::by_count(12) }),
        Request::Frontier(DesignBrief { tolerance: tight, ..DesignBrief::by_count(12) }),
    ];
    for (position, request) in requests.into_iter().enumerate() {
        let Shared { told, parts, .. } = shared(&mut session, request.clone(), 0, |_| Fate::Done, NEVER);
        assert_eq!(parts, 0);
        let alone = in_words(&told);
        let Shared { told, parts, .. } = shared(&mut session, request.clone(), 3, |_| Fate::Done, NEVER);
        assert!(in_words(&told) == alone, "job {position} with three hands");
        assert!(parts >= 4 || position == 1, "{parts} parts of job {position} were made elsewhere");
        let mixed = |number: u32| [Fate::Done, Fate::Late, Fate::Lost, Fate::Done, Fate::Done][number as usize % 5];
        let Shared { told, late, .. } = shared(&mut session, request.clone(), 4, mixed, NEVER);
        assert!(in_words(&told) == alone, "job {position} with hands that lose and are late");
        // What comes too late is no part of the next job.
        let mut silent = |_: Event, _: Option<Vec<u8>>| {};
        session.handle(request.clone(), &mut std::iter::empty(), &mut silent);
        let mut end = None;
        for (number, found) in late {
            let mut tell = |event: Event, _: Option<Vec<u8>>| end = Some(event).filter(is_end).or(end.take());
            session.handle(Request::TaskDone(number), &mut found.into_iter(), &mut tell);
        }
        while session.is_busy() {
            session.step(&mut |event, _| end = Some(event).filter(is_end).or(end.take()));
        }
        assert!(end.is_some_and(|told| in_words(&told) == alone), "job {position} after late answers");
    }
}

fn is_end(event: &Event) -> bool {
    matches!(event, Event::Designed(_) | Event::Frontier(_))
}

#[test]
fn a_shared_design_that_is_stopped_keeps_its_best() {
    let (mut session, _) = designed();
    let Shared { told, parts, .. } =
        shared(&mut session, Request::Design(DesignBrief::by_count(9)), 2, |_| Fate::Done, 5);
    assert!(!session.is_busy());
    let Event::Designed(edit) = told else { panic!("it is a design") };
    let Edit::Design { other: Some(layer), .. } = *edit else { panic!("it is a design") };
    assert!(parts >= 5 && layer.alignment().territories().len() == 9);
    let request = Request::Frontier(DesignBrief::by_count(12));
    let Shared { told, .. } = shared(&mut session, request, 2, |_| Fate::Done, 3);
    let Event::Frontier(points) = told else { panic!("it is a frontier") };
    assert!((1..5).contains(&points.len()), "{} points", points.len());
}

/// The last draft that a request brought.
fn redraft(importer: &mut Importer, request: ImportRequest) -> Draft {
    let told = ask_importer(importer, request, &[]);
    let mut drafts = told.into_iter().rev().filter_map(|(event, _)| match event {
        ImportEvent::Draft(draft) => Some(*draft),
        _ => None,
    });
    drafts.next().expect("a draft")
}

const CUSTOMERS: &str = "Account ID,Account Name,Zip,City,Industry,Account Owner\n\
    A1,Acme Corporation,46802,Fort Wayne,technology,\"Lovelace, Ada\"\n\
    A2,Betasoloin,46802,Fort Wayne,technology,Grace Hopper\n\
    A3,Acme Corp.,46802,Fort Wayne,technolgy,Stranger\n\
    A4,Gamma,60601,Chicago,technology,Grace Hopper\n";
const REPS: &str = "Rep ID,Rep Name,Home City,Capacity\nR1,Ada Lovelace,Chicago,1\nR2,Grace Hopper,Chicago,1\n";
const DEALS: &str = "Opportunity ID,Account Name,Owner,Product,Stage,Amount,Created,Close Date\n\
    d1,Betasolion,Ada Lovelace,GTXPro,Closed Won,100,2026-01-02,2026-02-03\n\
    d2,Gamma,Grace Hopper,GTX Pro,Prospecting,50,2026-01-03,\n\
    d3,Unheard of,Grace Hopper,GTX Pro,Prospecting,7,2026-01-04,\n";

#[test]
fn files_join_and_a_person_decides_the_rest() {
    let mut importer = importer();
    let files = [("customers.csv", CUSTOMERS), ("reps.csv", REPS), ("deals.csv", DEALS)];
    read(&mut importer, &files.map(|(name, text)| (name, text.as_bytes().to_vec())));
    redraft(&mut importer, ImportRequest::SetKind { file: 2, kind: FileKind::Opportunities });
    let roles =
        [Role::Id, Role::Account, Role::Rep, Role::Product, Role::Stage, Role::Amount, Role::Created, Role::Closed];
    for (column, role) in (0..).zip(roles) {
        redraft(&mut importer, ImportRequest::SetRole { file: 2, column, role });
    }
    let draft = redraft(&mut importer, ImportRequest::SetRole { file: 0, column: 5, role: Role::Rep });
    assert_eq!(draft.outcomes.iter().map(|outcome| outcome.taken).collect::<Vec<_>>(), [4, 2, 3]);
    let names: Vec<_> = draft.names.iter().map(|name| (name.told.as_str(), name.taken.as_deref())).collect();
    for expected in [("Unheard of", None), ("Stranger", None), ("technolgy", None), ("Betasolion", Some("Betasoloin"))]
    {
        assert!(names.contains(&expected), "{expected:?} in {names:?}");
    }
    assert_eq!(draft.duplicates.len(), 1, "{:?}", draft.duplicates);
    // Decisions are taken over, each for all rows.
    let choice = |referent, told: &str, taken: &str| {
        ImportRequest::ChooseName(NameChoice { referent, told: told.to_owned(), taken: Some(taken.to_owned()) })
    };
    redraft(&mut importer, choice(Referent::Account, "Unheard of", "A4"));
    redraft(&mut importer, choice(Referent::Value, "technolgy", "technology"));
    let key = draft.duplicates[0].key.clone();
    let draft = redraft(&mut importer, ImportRequest::Merge { key, merge: true });
    assert_eq!((draft.accounts, draft.duplicates[0].merged), (3, true));
    let (_, plan) = take_over(&mut importer);
    let dataset = plan.dataset();
    let deals: Vec<_> =
        dataset.records().opportunities.iter().map(|(id, deal)| (id, deal.account, deal.state)).collect();
    assert_eq!(
        deals,
        [
            ("d1", Some(AccountIx(1)), DealState::Won),
            ("d2", Some(AccountIx(2)), DealState::Open),
            ("d3", Some(AccountIx(2)), DealState::Open)
        ]
    );
    let accounts = dataset.accounts();
    assert_eq!(accounts.present, [Some(RepIx(0)), Some(RepIx(1)), Some(RepIx(1))]);
    let words = |column: &str, row: usize| accounts.column(column).map(|own| own.values.words(row).into_owned());
    assert_eq!(words("Won value", 1).as_deref(), Some("100"));
    assert_eq!(words("Open pipeline", 2).as_deref(), Some("57"));
    assert_eq!(words("Open deals", 2).as_deref(), Some("2"));
}

#[test]
fn rows_that_name_no_country_lie_where_most_cities_do() {
    let mut importer = importer();
    let german = "Firma;PLZ;Ort\nA;97877;Wertheim\nB;73730;Esslingen am Neckar\nC;65549;Limburg\nD;83471;Berchtesgaden\n\
                  E;49074;Osnabrück\nF;01067;Dresden\nG;18546;Sassnitz\n";
    let (draft, failures) = read(&mut importer, &[("kunden.csv", german.as_bytes().to_vec())]);
    assert_eq!(failures, Vec::<String>::new());
    assert_eq!(draft.located, [(Precision::City, 7)], "the small towns, too, and no code is a ZIP");
    let home = draft.home.clone().expect("no row names a country");
    assert_eq!((home.guessed.as_str(), home.choice), ("DE", HomeCountry::Guess));
    let told = |draft: &Draft| {
        let of_home = draft.diagnostics.iter().filter(|found| found.code == Code::HomeCountry);
        of_home.map(|found| found.message.clone()).collect::<Vec<_>>().join("; ")
    };
    assert!(told(&draft).starts_with("7 rows name a city and no country: looked for in Germany first."));

    let places = |draft: &Draft| draft.preview.rows.iter().map(|row| row.cells.join(" ")).collect::<Vec<_>>();
    let before = places(&draft);
    let draft = redraft(&mut importer, ImportRequest::ChooseHome(HomeCountry::Anywhere));
    assert_eq!(told(&draft), "");
    let draft = redraft(&mut importer, ImportRequest::ChooseHome(HomeCountry::In("AT".to_owned())));
    assert!(told(&draft).contains("looked for in Austria first") && places(&draft) != before);
    assert_eq!(draft.home.map(|home| home.choice), Some(HomeCountry::In("AT".to_owned())));
    let draft = redraft(&mut importer, ImportRequest::ChooseHome(HomeCountry::Guess));
    assert_eq!((draft.located.as_slice(), places(&draft)), (&[(Precision::City, 7)][..], before));

    // The next export with these headers lies where a person said.
    redraft(&mut importer, ImportRequest::ChooseHome(HomeCountry::In("AT".to_owned())));
    let told = ask_importer(&mut importer, ImportRequest::TakeOver, &[]);
    let Some((ImportEvent::TakenOver { mappings, .. }, _)) = told.last() else { panic!("it is taken over") };
    ask_importer(&mut importer, ImportRequest::Remember(mappings.clone()), &[]);
    let (draft, _) = read(&mut importer, &[("kunden.csv", german.as_bytes().to_vec())]);
    assert_eq!(draft.home.map(|home| home.choice), Some(HomeCountry::In("AT".to_owned())));
}

#[test]
fn a_newer_export_updates_the_plan() {
    let mut importer = importer();
    read(&mut importer, &[("customers.csv", CUSTOMERS.as_bytes().to_vec())]);
    let (mut session, mut page) = take_over(&mut importer);
    let told = ask(&mut session, Request::Design(DesignBrief::by_count(2)), &[]);
    let designed = told.into_iter().find_map(|(event, _)| match event {
        Event::Designed(edit) => Some(*edit),
        _ => None,
    });
    let designed = designed.expect("a design");
    page.apply(designed.clone()).expect("it fits");
    ask(&mut session, Request::Apply(Box::new(designed)), &[]);
    let hand = Placement::by_hand(LonLat::new(-86.0, 41.0).expect("on the globe"));
    let placed = page.place_edit(AccountIx(1), hand.clone());
    page.apply(placed.clone()).expect("it fits");
    let told = ask(&mut session, Request::Apply(Box::new(placed)), &[]);
    assert!(matches!(told[0].0, Event::Tessellation(_)), "the cells follow");
    let owner = page.alignment().owner(AccountIx(3));
    ask_importer(&mut importer, ImportRequest::Compare(Some(Box::new(page.dataset().clone()))), &[]);
    let newer = CUSTOMERS.replace("A1,Acme Corporation", "A5,Newcomer").replace("Gamma", "Gamma Ltd");
    let (draft, _) = read(&mut importer, &[("customers.csv", newer.into_bytes())]);
    let counts = draft.changes.expect("it was compared").counts;
    assert_eq!((counts.added, counts.changed, counts.gone, counts.same), (1, 1, 1, 2));
    let told = ask_importer(&mut importer, ImportRequest::TakeOver, &[]);
    assert!(matches!(told.last(), Some((ImportEvent::TakenOver { update: true, .. }, _))), "it updates the plan");
    let told = ask(&mut session, Request::Update, &plan_pieces(told));
    let Event::Updated { edit, .. } = &told[0].0 else { panic!("an update") };
    page.apply((**edit).clone()).expect("it fits");
    ask(&mut session, Request::Apply(edit.clone()), &[]);
    let accounts = page.dataset().accounts();
    assert_eq!(accounts.ids.iter().collect::<Vec<_>>(), ["A5", "A2", "A3", "A4"]);
    assert_eq!((accounts.placement(AccountIx(1)), accounts.names.get(3)), (hand, "Gamma Ltd"));
    assert_eq!((page.alignment().owner(AccountIx(3)), page.alignment().owner(AccountIx(0))), (owner, None));
    let told = ask(&mut session, Request::Encode { purpose: Purpose::Share }, &[]);
    assert_eq!(
        planfile::decode(&plan_file(&told)).as_ref(),
        Ok(&page),
        "page and worker hold the same plan, log and all"
    );
    page.undo();
    let told = ask(&mut session, Request::Undo, &[]);
    assert!(matches!(told[0].0, Event::Tessellation(_)));
    assert_eq!(page.dataset().accounts().ids.get(0), "A1");
}

#[test]
fn what_is_put_right_by_hand_can_be_taken_back() {
    let mut importer = importer();
    let text = "Account ID,Account Name,Zip,City,Since\nA1,Acme,46802,Fort Wayne,03/04/2025\nA2,Bolt,4680x,Nowhereburg,\
                05/06/2025\nA3,Cog,60601,Chicago,07/08/2025\nA4,Dot,60601,,Chicago,07/08/2025\nA5,Eck,60601,Chicago,01/02/2025\n\
                A6,Fig,60601,Chicago,02/03/2025\nA7,Gum,60601,Chicago,04/05/2025\nA8,Hut,46802,Fort Wayne,05/05/2025\n";
    let (draft, _) = read(&mut importer, &[("a.csv", text.as_bytes().to_vec())]);
    assert_eq!(draft.undecided_dates.iter().map(|&(file, column, _)| (file, column)).collect::<Vec<_>>(), [(0, 4)]);
    assert!(matches!(ask_importer(&mut importer, ImportRequest::TakeOver, &[])[0].0, ImportEvent::Failed(_)));
    assert!(draft.diagnostics.iter().all(|found| found.code != Code::NotADate), "asked once, not cell by cell");
    let order = ImportRequest::SetDateOrder { file: 0, column: 4, order: DateOrder::DayFirst };
    assert_eq!(redraft(&mut importer, order).undecided_dates, []);
    let unlocated = |draft: &Draft| draft.unlocated.len();
    let cell = |value: &str| ImportRequest::SetCell { file: 0, row: 3, column: 2, value: value.to_owned() };
    let corrected = redraft(&mut importer, cell("46802"));
    assert_eq!((unlocated(&draft), unlocated(&corrected)), (1, 0));
    assert!(corrected.diagnostics.iter().any(|found| (found.code, found.row) == (Code::Corrected, 3)));
    let back = redraft(&mut importer, cell("4680x"));
    assert_eq!(unlocated(&back), 1);
    assert!(back.diagnostics.iter().all(|found| found.code != Code::Corrected));
    let row = |out| ImportRequest::LeaveOutRow { file: 0, row: 3, out };
    assert_eq!(redraft(&mut importer, row(true)).accounts, 7);
    assert_eq!(redraft(&mut importer, row(false)).accounts, 8);
    let offered = draft.repairs.first().expect("the row with a separator too many");
    assert_eq!((offered.rows, offered.row, offered.taken), (1, 5, false));
    let city = |draft: &Draft| draft.preview.rows[3].cells[2].clone();
    let taken = redraft(&mut importer, ImportRequest::TakeRepairs { file: 0, take: true });
    assert_eq!((city(&taken).as_str(), taken.repairs[0].taken), ("Chicago", true));
    assert_eq!(taken.undecided_dates, [], "what was decided stays");
    let back = redraft(&mut importer, ImportRequest::TakeRepairs { file: 0, take: false });
    assert_eq!((city(&back).as_str(), back.repairs[0].taken), ("", false));
    let open = |draft: &Draft| draft.places.iter().find(|own| own.told.city == "Nowhereburg").cloned();
    let question = open(&back).expect("no place is called so");
    assert!(!question.decided);
    let placement =
        Placement { precision: Precision::City, ..Placement::by_hand(LonLat::new(-85.2, 41.0).expect("on the globe")) };
    let told = question.told.clone();
    redraft(&mut importer, ImportRequest::ChoosePlace { told, place: Some(placement) });
    // What was decided about the columns and answered about the rows comes back with the next export.
    let told = ask_importer(&mut importer, ImportRequest::TakeOver, &[]);
    let mappings = told.into_iter().find_map(|(event, _)| match event {
        ImportEvent::TakenOver { mappings, .. } => Some(mappings),
        _ => None,
    });
    ask_importer(&mut importer, ImportRequest::Remember(mappings.expect("taken over")), &[]);
    let (draft, _) = read(&mut importer, &[("b.csv", text.as_bytes().to_vec())]);
    assert_eq!(draft.undecided_dates, []);
    assert!(open(&draft).is_some_and(|own| own.decided && own.told == question.told), "it is not asked again");
    let told = ask_importer(&mut importer, ImportRequest::SearchPlaces { text: "Fort Way".to_owned() }, &[]);
    assert!(
        matches!(&told[0].0, ImportEvent::Places { found, .. } if found[0].place.starts_with("Fort Wayne, Indiana")),
        "{:?}",
        told[0].0
    );
}

#[test]
fn where_a_file_names_no_region_the_one_found_is_a_column() {
    let states = |text: &str, column: &str| {
        let mut importer = importer();
        read(&mut importer, &[("accounts.csv", text.as_bytes().to_vec())]);
        let (_, page) = take_over(&mut importer);
        let accounts = page.dataset().accounts();
        let values = accounts.column(column).map(|own| own.values.clone());
        values.map(|values| (0..accounts.len()).map(|row| values.words(row).into_owned()).collect::<Vec<_>>())
    };
    let told = "id,name,zip\n1,Acme,02134\n2,Bolt,46802\n";
    assert_eq!(states(told, "State").expect("a column"), ["MA", "IN"]);
    let own = "id,name,zip,state\n1,Acme,02134,Mass.\n2,Bolt,46802,Indiana\n";
    assert_eq!(states(own, "state").expect("a column"), ["Mass.", "Indiana"], "as the file says it");
    let one = "id,name,zip\n1,Acme,02134\n2,Bolt,02134\n";
    assert_eq!(states(one, "State"), None, "one for all says nothing");
}
