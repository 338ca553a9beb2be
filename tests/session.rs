//! Importer and planner, natively: the whole chain on the sample, as the page asks for it.

use hinterland::engine::import_protocol::{Draft, ImportEvent, ImportRequest, Incoming};
use hinterland::engine::protocol::{Event, Export, Purpose, Request};
use hinterland::engine::{Importer, Session};
use hinterland::model::{DesignBrief, TerritoryIx, TravelModel};
use hinterland::plan::Plan;
use hinterland::planfile;
use std::fs;
use std::io::Read;

type Told = Vec<(Event, Option<Vec<u8>>)>;

/// Brings the packs that are wanted, as the worker does.
fn bring_packs(importer: &mut Importer) {
    loop {
        let missing = importer.missing_packs();
        if missing.is_empty() {
            return;
        }
        for name in missing {
            let packed = fs::read(format!("{}/public/packs/{name}", env!("CARGO_MANIFEST_DIR"))).expect("it is committed");
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
    importer.handle(request, attachments.to_vec(), &mut |event, bytes| told.push((event, bytes)));
    bring_packs(importer);
    importer.tell(&mut |event, bytes| told.push((event, bytes)));
    told
}

/// Takes the files over and hands them to a planner, as the page does. Gives the planner and the page's plan.
fn take_over(importer: &mut Importer) -> (Session, Plan) {
    let told = ask_importer(importer, ImportRequest::TakeOver, &[]);
    let taken = told.into_iter().find(|(event, _)| matches!(event, ImportEvent::TakenOver { .. }));
    let bytes = taken.and_then(|(_, bytes)| bytes).expect("a plan");
    let mut session = Session::default();
    let told = ask(&mut session, Request::TakeOver, &[bytes]);
    let shown =
        told.into_iter().find_map(|(event, _)| if let Event::Plan { plan, .. } = event { Some(*plan) } else { None });
    (session, shown.expect("the plan is shown"))
}

fn ask(session: &mut Session, request: Request, attachments: &[Vec<u8>]) -> Told {
    let mut told = Vec::new();
    session.handle(request, attachments, &mut |event, bytes| told.push((event, bytes)));
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
        matches!(&told[0].0, Event::Checked { violations, islands } if violations.is_empty() && islands.is_empty())
    );
    let told = ask(&mut session, Request::Encode { purpose: Purpose::Share }, &[]);
    let file = told[0].1.as_deref().expect("the bytes of the file");
    assert_eq!(planfile::decode(file).as_ref(), Ok(&page), "page and worker hold the same plan");
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
    ask_importer(&mut importer, ImportRequest::RemoveFile { file: 0 }, &[]);
    let (draft, _) = read(&mut importer, &[("nowhere.csv", nowhere)]);
    assert!(draft.obstacle.contains("could be located"), "{}", draft.obstacle);
}

#[test]
fn a_design_that_is_stopped_keeps_its_best() {
    let mut importer = importer();
    read(&mut importer, &[("accounts.csv", sample("accounts.csv"))]);
    let (mut session, _) = take_over(&mut importer);
    let mut told = Vec::new();
    session.handle(Request::Design(DesignBrief::by_count(9)), &[], &mut |event, _| told.push(event));
    session.step(&mut |event, _| told.push(event));
    session.handle(Request::Stop, &[], &mut |event, _| told.push(event));
    assert!(!session.is_busy());
    assert!(told.iter().any(|event| matches!(event, Event::Designed(_))));
}
