//! The terminal program: what it prints, writes and exits with.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("hinterland-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder for the test can be made");
        Self(folder)
    }

    fn file(&self, name: &str, contents: &str) -> String {
        let path = self.path(name);
        fs::write(&path, contents).expect("a file for the test can be written");
        path
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_string_lossy().into_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What stays behind in the folder for temporary files harms nobody.
        let _removed = fs::remove_dir_all(&self.0);
    }
}

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_hinterland")).args(arguments).output().expect("the program starts")
}

fn check(arguments: &[&str], code: i32, stdout: &str) {
    let output = run(arguments);
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {out}{err}");
    assert_eq!(out, stdout, "{arguments:?}");
    assert_eq!(code == 0, err.is_empty(), "{arguments:?}: {err}");
}

const ACCOUNTS: &str = "Account ID,Account Name,City,State,ZIP,Revenue\n\
    A1,Birch Dental,Fort Wayne,IN,46802,10\nA2,Cedar Freight,Chicago,IL,60601,20\n\
    A3,Dogwood Inn,Newark,NJ,7102,15\nA4,Elm Foods,Boston,MA,2116,15\n\
    A5,Fir Clinic,Denver,CO,80202,10\nA6,Gum Tools,Phoenix,AZ,85004,20\n";

#[test]
fn read_prints_the_table_as_it_was_understood() {
    let folder = Folder::new("read");
    let messy = folder.file("messy.csv", "\u{feff}a;b\r\n1;\"x; y\"\r\n\r\n2;z\n");
    check(&["read", &messy], 0, "a,b\r\n1,\"x; y\"\r\n2,z\r\n");
    check(&["read", &folder.file("empty.csv", "")], 0, "");
    check(&["read", &folder.path("not-there.csv")], 1, "");
    check(&["read", &folder.file("picture.csv", "\u{89}PNG\r\n\u{1a}\n\0\0\0\rIHDR")], 1, "");
}

#[test]
fn wrong_usage_exits_with_2() {
    check(&[], 2, "");
    check(&["fly"], 2, "");
    check(&["read"], 2, "");
    check(&["design", "a.csv"], 2, "");
    check(&["design", "a.csv", "--tolerance", "much", "--out", "b"], 2, "");
    check(&["benchmark", "sudoku", "a"], 2, "");
    check(&["benchmark", "pvrp"], 2, "");
}

#[test]
fn a_file_without_a_usable_row_exits_with_1() {
    let folder = Folder::new("unusable");
    check(&["import", &folder.file("header.csv", "Account Name,ZIP\n")], 1, "");
    check(&["design", &folder.file("header.csv", "Account Name,ZIP\n"), "--out", &folder.path("p")], 1, "");
    assert!(fs::metadata(folder.path("p")).is_err(), "no plan is written");
}

#[test]
fn a_design_is_the_same_twice_and_holds_what_it_claims() {
    let folder = Folder::new("design");
    let accounts = folder.file("accounts.csv", ACCOUNTS);
    let (first, second) = (folder.path("1.json"), folder.path("2.json"));
    for out in [&first, &second] {
        let design = ["design", &accounts, "--territories", "3", "--measure", "revenue=1", "--tolerance", "20"];
        check(&[&design[..], &["--seed", "5", "--out", out]].concat(), 0, "");
    }
    let plan = fs::read_to_string(&first).expect("the plan was written");
    assert_eq!(plan, fs::read_to_string(&second).expect("the plan was written"));
    check(&["check", &first], 0, "");
    check(&["export", &first, "--to", &folder.path("out")], 0, "");
    let assignments = fs::read_to_string(folder.path("out/assignments.csv")).expect("it was exported");
    assert!(assignments.starts_with("account_id,territory,rep,layer\r\nA1,"), "{assignments}");
    assert_eq!(assignments.lines().count(), 7);
    let cooked = plan.replacen("\"worst_deviation\":0.", "\"worst_deviation\":0.9", 1);
    assert_ne!(cooked, plan);
    assert_eq!(run(&["check", &folder.file("cooked.json", &cooked)]).status.code(), Some(1), "a false figure is told");
}

#[test]
fn the_workload_of_the_visits_is_a_measure_unless_a_column_is_called_so() {
    let folder = Folder::new("workload");
    let plan = folder.path("plan.json");
    let accounts = folder.file("accounts.csv", ACCOUNTS);
    let lines = ACCOUNTS.lines().zip(["WORKLOAD", "9", "8", "7", "8", "9", "7"]);
    let with_column = lines.map(|(line, own)| format!("{line},{own}")).collect::<Vec<_>>().join("\n");
    for (file, balanced) in [(accounts, "Computed workload"), (folder.file("own.csv", &with_column), "Workload")] {
        check(
            &["design", &file, "--territories", "2", "--measure", "Workload=1", "--tolerance", "40", "--out", &plan],
            0,
            "",
        );
        let written = fs::read_to_string(&plan).expect("the plan was written");
        assert!(written.contains(&format!("\"measure\":\"{balanced}\"")), "{written}");
        check(&["check", &plan], 0, "");
    }
}

#[test]
fn a_design_is_the_same_on_any_number_of_threads() {
    let folder = Folder::new("threads");
    let row = |row: u32| {
        let [lat, lon] = [row * 7919 % 997, row * 104_729 % 991].map(|place| f64::from(place) / 200.0);
        format!("A{row},Account {row},{lat},{},{}\n", lon - 100.0, 1 + row * 31 % 17)
    };
    let rows: String = (0..900).map(row).collect();
    let accounts = folder.file("many.csv", &format!("Account ID,Account Name,Latitude,Longitude,Revenue\n{rows}"));
    let plans = ["1", "2", "4"].map(|threads| {
        let out = folder.path(threads);
        let design = ["design", &accounts, "--territories", "7", "--measure", "revenue=1", "--threads", threads];
        check(&[&design[..], &["--out", &out]].concat(), 0, "");
        fs::read(&out).expect("the plan was written")
    });
    assert!(plans[1] == plans[0] && plans[2] == plans[0]);
    check(&["check", &folder.path("4")], 0, "");
}

#[test]
fn a_calendar_takes_driving_times_of_ones_own() {
    let folder = Folder::new("matrix");
    let (plan, out) = (folder.path("plan.json"), folder.path("calendar.json"));
    check(&["design", &folder.file("accounts.csv", ACCOUNTS), "--territories", "1", "--out", &plan], 0, "");
    let times = folder.file("times.csv", "from,to,minutes\nChicago,Fort Wayne,170\nFort Wayne,Chicago,165\n");
    let output = run(&["schedule", &plan, "--matrix", &times, "--out", &out]);
    let words = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{words}");
    assert!(
        words.contains("times.csv: it knows 2 of 6 accounts; of 30 ways") && words.contains(" 28 are not"),
        "{words}"
    );
    assert!(fs::read_to_string(&out).expect("it was written").contains("\"file\":\"times.csv\""));
    check(&["check", &out], 0, "");
    let strangers = folder.file("strangers.csv", "from,to,minutes\nOslo,Bergen,400\n");
    let output = run(&["schedule", &plan, "--matrix", &strangers, "--out", &folder.path("none.json")]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("names no account of this plan"));
    assert!(fs::metadata(folder.path("none.json")).is_err(), "no plan is written");
}

#[test]
fn import_says_where_each_account_is() {
    let folder = Folder::new("import");
    let out = folder.path("located.csv");
    let output = run(&["import", &folder.file("accounts.csv", ACCOUNTS), "--located", &out, "--json"]);
    assert_eq!(output.status.code(), Some(0));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    assert_eq!(report["accounts"], 6);
    assert_eq!(report["files"][0]["kind"], "accounts");
    let located = fs::read_to_string(out).expect("it was written");
    let lines: Vec<&str> = located.lines().collect();
    assert_eq!(lines[0], "account_id,latitude,longitude,precision,place");
    assert!(lines[3].starts_with("A3,40.") && lines[3].ends_with(",postal,\"Newark, NJ\""), "{}", lines[3]);
}

#[test]
fn zips_behind_states_are_known_without_a_header_and_without_their_zeros() {
    let folder = Folder::new("bare_zips");
    let rows = "Acme Corp,12 Main St,Boston,MA,2108\nBolt LLC,9 Elm St,Austin,TX,78701\nCog Inc,1 Oak Ave,Newark,NJ,7102\n\
        Die Co,4 Low Rd,Reno,NV,89501\nEel Ltd,7 Hill St,Denver,CO,80202\n";
    let located = folder.path("located.csv");
    let packs = concat!(env!("CARGO_MANIFEST_DIR"), "/public/packs");
    let file = folder.file("list.csv", rows);
    assert_eq!(run(&["import", &file, "--packs", packs, "--located", &located]).status.code(), Some(0));
    let told = fs::read_to_string(&located).expect("it was written");
    assert_eq!(told.matches(",postal,").count(), 5, "{told}");
    let file =
        folder.file("cities.csv", "Acme Corp,Boston,MA\nBolt LLC,Austin,TX\nCog Inc,Reno,NV\nDie Co,Denver,CO\n");
    assert_eq!(run(&["import", &file, "--packs", packs, "--located", &located]).status.code(), Some(0));
    let told = fs::read_to_string(&located).expect("it was written");
    assert_eq!(told.matches(",city,").count(), 4, "the first row is an account: {told}");
}

#[test]
fn import_reads_whole_addresses() {
    let folder = Folder::new("addresses");
    let out = folder.path("located.csv");
    let text = "Account ID,Account Name,Address\n\
        A1,Birch,\"1600 Amphitheatre Pkwy, Mountain View, CA 94043\"\nA2,Cedar,\"Springfield, IL\"\n\
        A3,Dogwood,\"Bahnhofstr. 1, 8001 Zürich, Schweiz\"\nA4,Elm,\"London, UK\"\nA5,Fir,\"Marienplatz 8, 80331 München, DE\"\n\
        A6,Gum,\"Toronto, ON M5V 3L9\"\nA7,Hazel,by the river\n";
    let output = run(&["import", &folder.file("accounts.csv", text), "--located", &out, "--json"]);
    assert_eq!(output.status.code(), Some(0));
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(told.contains("\"address\"") && told.contains("by the river"), "{told}");
    let located = fs::read_to_string(out).expect("it was written");
    let place = |line: &str| line.split_once(',').map(|(id, rest)| (id.to_owned(), rest.to_owned()));
    let lines: Vec<(String, String)> = located.lines().skip(1).filter_map(place).collect();
    let expected = [
        ("A1", "postal,\"Mountain View, CA\""),
        ("A2", "city,\"Springfield, IL\""),
        ("A3", "city,\"Zürich, CH\""),
        ("A4", "city,\"London, GB\""),
        ("A5", "city,\"Munich, DE\""),
        ("A6", "postal,\"Toronto, ON\""),
        ("A7", ",,none,"),
    ];
    assert_eq!(lines.len(), expected.len(), "{located}");
    for ((id, rest), (own, place)) in lines.iter().zip(expected) {
        assert!(id == own && rest.ends_with(place), "{located}");
    }
}

#[test]
fn a_benchmark_prints_a_line_and_writes_the_solution() {
    let folder = Folder::new("benchmark");
    let square = "NAME: square\nTYPE: TSP\nDIMENSION: 4\nEDGE_WEIGHT_TYPE: EUC_2D\nNODE_COORD_SECTION\n\
        1 0 0\n2 10 10\n3 10 0\n4 0 10\nEOF\n";
    let (file, out) = (folder.file("square.tsp", square), folder.path("tour.json"));
    let output = run(&["benchmark", "tsp", &file, "--seconds", "0.05", "--solution", &out]);
    assert_eq!(output.status.code(), Some(0));
    let line: serde_json::Value = serde_json::from_slice(&output.stdout).expect("one JSON line");
    assert_eq!((&line["instance"], &line["n"], &line["cost"]), (&"square".into(), &4.into(), &40.0.into()));
    assert_eq!(line["feasible"], true);
    let tour: serde_json::Value = serde_json::from_slice(&fs::read(out).expect("it was written")).expect("JSON");
    assert_eq!(tour["tour"].as_array().map(Vec::len), Some(4));
}

#[test]
fn benchmarks_of_visits_end_in_time_and_name_what_is_no_instance() {
    let folder = Folder::new("visits");
    let periodic = "1 1 2 2\n0 9\n0 9\n0 0 0 0 0 0 0\n7 3 4 0 5 1 2 1 2\n8 3 4 0 5 1 1 1\n";
    let windowed = "X1\nVEHICLE\nNUMBER CAPACITY\n2 10\nCUSTOMER\nCUST NO.\n0 0 0 0 0 99 0\n1 3 4 5 0 50 10\n";
    for (kind, text, solution) in [
        ("pvrp", periodic, "{\"routes\":[{\"day\":1,\"stops\":[7]},{\"day\":2,\"stops\":[8]}]}"),
        ("vrptw", windowed, "{\"routes\":[[1]]}"),
    ] {
        let (file, out) = (folder.file(kind, text), folder.path("solution.json"));
        let output = run(&["benchmark", kind, &file, "--seconds", "0.2", "--solution", &out]);
        assert_eq!(output.status.code(), Some(0));
        let line: serde_json::Value = serde_json::from_slice(&output.stdout).expect("one JSON line");
        assert_eq!((&line["instance"], &line["feasible"]), (&kind.into(), &true.into()));
        assert!(line["seconds"].as_f64().is_some_and(|seconds| seconds <= 0.2), "{line}");
        assert_eq!(fs::read_to_string(out).expect("it was written"), solution);
    }
    let holes = folder.file("holes", &periodic.replace("7 3 4 0 5 1 2 1 2", "7 3 4 0 5 1 2 1"));
    let output = run(&["benchmark", "pvrp", &holes]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("holes: line 5: “7 3 4 0 5 1 2 1” is not id, x, y"));
    check(&["benchmark", "vrptw", &holes], 1, "");
}

#[test]
fn medians_are_found_in_time_and_without_a_time_always_the_same() {
    let folder = Folder::new("medians");
    let pairs = folder.file("pairs.dat", "4 2\n0 0 9 4\n9 3 9 5\n0 3 9 5\n9 0 9 4\n");
    let line = |arguments: &[&str]| -> serde_json::Value {
        let output = run(&[&["benchmark", "cpmp"], arguments].concat());
        assert_eq!(output.status.code(), Some(0));
        serde_json::from_slice(&output.stdout).expect("one JSON line")
    };
    let timed = line(&[&pairs, "--seconds", "0.1"]);
    assert_eq!((&timed["instance"], &timed["n"], &timed["cost"]), (&"pairs".into(), &4.into(), &6.0.into()));
    assert_eq!(timed["feasible"], true);
    let (first, second) = (folder.path("1.json"), folder.path("2.json"));
    for out in [&first, &second] {
        assert_eq!(line(&[&pairs, "--seed", "3", "--solution", out])["cost"], 6.0);
    }
    let solution = fs::read_to_string(&first).expect("it was written");
    assert_eq!(solution, fs::read_to_string(&second).expect("it was written"));
    let solution: serde_json::Value = serde_json::from_str(&solution).expect("JSON");
    let medians = solution["median"].as_array().expect("a list");
    assert!(medians[0] == medians[2] && medians[1] == medians[3] && medians[0] != medians[1], "{solution}");
    let full = folder.file("full.dat", "3 1\n0 0 9 4\n9 3 9 5\n0 3 9 5\n");
    assert_eq!(line(&[&full, "--seconds", "0.1"])["feasible"], false);
    check(&["benchmark", "cpmp", &folder.file("bad.dat", "1 1\n0 0 9 -4\n")], 1, "");
}
