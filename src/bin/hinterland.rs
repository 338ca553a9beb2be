//! The terminal program: reads arguments and files, calls the engine, prints. No logic of its own.

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    terminal::main()
}

#[cfg(not(target_arch = "wasm32"))]
#[path = "hinterland/threads.rs"]
mod threads;

#[cfg(not(target_arch = "wasm32"))]
mod terminal {
    use super::threads::{Limits as Bounds, carried_out};
    use hinterland::engine::import_protocol::Incoming;
    use hinterland::engine::{self, Designing, Intake, Scheduling};
    use hinterland::gazetteer::Gazetteer;
    use hinterland::import::{self, ReadError};
    use hinterland::model::{Caps, Continuity, DesignBrief, Mapping, MeasureWeight, Outcome, Records};
    use hinterland::plan::Plan;
    use hinterland::planfile;
    use hinterland::units::{Day, Share};
    use hinterland::unpack::{self, Limits, Unpacked};
    use std::fs;
    use std::io::Write;
    use std::num::NonZero;
    use std::path::{Path, PathBuf};
    use std::process::ExitCode;
    use std::time::Instant;

    const USAGE: &str = "\
usage: hinterland COMMAND …
  read FILE [--repair]               print the table as it was understood; the first one of a workbook or archive
  import FILE… [--json] [--located OUT.csv]
                                     what each file was taken for, and every diagnostic
  design FILE… [--territories K] [--measure NAME=WEIGHT]… [--tolerance PCT]
         [--before ASSIGNMENTS.csv] [--max-moved PCT] [--like PLAN] [--seed N] [--seconds S] [--threads N] --out PLAN
                                     balanced, compact, contiguous territories; from those before with the least disruption;
                                     --like asks for what that plan asks: rules, teams, people, barriers, and what is not said here
  schedule PLAN [--start DATE] [--weeks N] [--matrix TIMES.csv] [--seed N] [--seconds S] [--threads N] --out PLAN
                                     the calendar: who is visited when; DATE as 2026-11-30, the Monday after the newest
                                     date of the files unless said; --matrix loads driving times of your own
  check PLAN                         derive every figure and constraint again
  export PLAN --to FOLDER            every file that a plan can be turned into
  benchmark tsp|cpmp|pvrp|vrptw FILE… [--seconds S] [--seed N] [--solution OUT.json]
                                     one JSON line an instance
--packs FOLDER says where the data packs lie, if not in public/packs.";

    /// Proposed when neither an argument nor a reps file says how many.
    const TERRITORIES_WITHOUT_REPS: u16 = 8;

    /// Why the program ends early.
    enum Stop {
        /// The arguments make no sense: exit 2.
        Usage(String),
        /// The input failed: exit 1.
        Input(String),
        /// It was said already what failed: exit 1.
        Said,
    }

    impl From<lexopt::Error> for Stop {
        fn from(error: lexopt::Error) -> Self {
            Self::Usage(error.to_string())
        }
    }

    type Done = Result<(), Stop>;

    pub fn main() -> ExitCode {
        match run() {
            Ok(()) => ExitCode::SUCCESS,
            Err(Stop::Said) => ExitCode::from(1),
            Err(Stop::Input(message)) => {
                eprintln!("{message}");
                ExitCode::from(1)
            }
            Err(Stop::Usage(message)) => {
                eprintln!("{message}\n{USAGE}");
                ExitCode::from(2)
            }
        }
    }

    fn run() -> Done {
        let arguments = Arguments::parse()?;
        match arguments.command.as_str() {
            "read" => read(&arguments),
            "import" => import_files(&arguments),
            "design" => design(&arguments),
            "schedule" => schedule(&arguments),
            "check" => check(&arguments),
            "export" => export(&arguments),
            "benchmark" => benchmark(&arguments),
            other => Err(Stop::Usage(format!("there is no command “{other}”"))),
        }
    }

    /// Everything that the command line said.
    #[derive(Default)]
    struct Arguments {
        command: String,
        files: Vec<PathBuf>,
        json: bool,
        repair: bool,
        located: Option<PathBuf>,
        territories: Option<u16>,
        measures: Vec<MeasureWeight>,
        tolerance: Option<Share>,
        before: Option<PathBuf>,
        max_moved: Option<Share>,
        like: Option<PathBuf>,
        seed: Option<u64>,
        seconds: Option<f64>,
        start: Option<Day>,
        weeks: Option<u32>,
        matrix: Option<PathBuf>,
        threads: Option<NonZero<usize>>,
        out: Option<PathBuf>,
        to: Option<PathBuf>,
        solution: Option<PathBuf>,
        packs: Option<PathBuf>,
    }

    impl Arguments {
        fn parse() -> Result<Self, Stop> {
            use lexopt::prelude::*;
            let mut parser = lexopt::Parser::from_env();
            let mut own = Self::default();
            while let Some(argument) = parser.next()? {
                match argument {
                    Short('h') | Long("help") => {
                        println!("{USAGE}");
                        std::process::exit(0);
                    }
                    Value(value) if own.command.is_empty() => own.command = value.string()?,
                    Value(value) => own.files.push(value.into()),
                    Long("json") => own.json = true,
                    Long("repair") => own.repair = true,
                    Long("located") => own.located = Some(parser.value()?.into()),
                    Long("territories") => own.territories = Some(parser.value()?.parse()?),
                    Long("measure") => own.measures.push(measure(&parser.value()?.string()?)?),
                    Long("tolerance") => own.tolerance = Some(percent(&parser.value()?.string()?)?),
                    Long("before") => own.before = Some(parser.value()?.into()),
                    Long("max-moved") => own.max_moved = Some(percent(&parser.value()?.string()?)?),
                    Long("like") => own.like = Some(parser.value()?.into()),
                    Long("seed") => own.seed = Some(parser.value()?.parse()?),
                    Long("seconds") => own.seconds = Some(seconds(&parser.value()?.string()?)?),
                    Long("start") => own.start = Some(day(&parser.value()?.string()?)?),
                    Long("matrix") => own.matrix = Some(parser.value()?.into()),
                    Long("threads") => own.threads = Some(parser.value()?.parse()?),
                    Long("weeks") => own.weeks = Some(parser.value()?.parse()?),
                    Long("out") => own.out = Some(parser.value()?.into()),
                    Long("to") => own.to = Some(parser.value()?.into()),
                    Long("solution") => own.solution = Some(parser.value()?.into()),
                    Long("packs") => own.packs = Some(parser.value()?.into()),
                    _ => return Err(argument.unexpected().into()),
                }
            }
            Ok(own)
        }

        fn threads(&self) -> NonZero<usize> {
            self.threads.unwrap_or(NonZero::<usize>::MIN)
        }

        fn file(&self) -> Result<&Path, Stop> {
            match self.files.as_slice() {
                [file] => Ok(file),
                _ => Err(Stop::Usage(format!("“{}” takes one file", self.command))),
            }
        }
    }

    fn measure(text: &str) -> Result<MeasureWeight, Stop> {
        let (name, weight) = text.rsplit_once('=').unwrap_or((text, "1"));
        let weight = weight.parse().map_err(|_| Stop::Usage(format!("“{text}” is no NAME=WEIGHT")))?;
        Ok(MeasureWeight::new(name, weight))
    }

    fn percent(text: &str) -> Result<Share, Stop> {
        let percent = text.trim_end_matches('%').parse().ok().and_then(|percent| Share::from_percent(percent).ok());
        percent.ok_or_else(|| Stop::Usage(format!("“{text}” is no share in per cent")))
    }

    fn day(text: &str) -> Result<Day, Stop> {
        text.parse().map_err(|_| Stop::Usage(format!("“{text}” is no day such as 2026-11-30")))
    }

    fn seconds(text: &str) -> Result<f64, Stop> {
        let seconds = text.parse().ok().filter(|seconds: &f64| seconds.is_finite() && *seconds >= 0.0);
        seconds.ok_or_else(|| Stop::Usage(format!("“{text}” is no number of seconds")))
    }

    fn bytes_of(path: &Path) -> Result<Vec<u8>, Stop> {
        fs::read(path).map_err(|error| Stop::Input(format!("{} cannot be read: {error}", path.display())))
    }

    fn text_of(path: &Path) -> Result<String, Stop> {
        String::from_utf8(bytes_of(path)?).map_err(|_| Stop::Input(format!("{} is no text", path.display())))
    }

    fn write(path: &Path, bytes: &[u8]) -> Done {
        fs::write(path, bytes).map_err(|error| Stop::Input(format!("{} cannot be written: {error}", path.display())))
    }

    /// The texts of a file: itself, or what is packed in it.
    fn texts_in(path: &Path) -> Result<Vec<Unpacked>, Stop> {
        let (name, bytes) = (name_of(path), bytes_of(path)?);
        if unpack::is_packed(&bytes) {
            return unpack::unpack(&name, &bytes, &Limits::default()).map_err(|error| Stop::Input(error.to_string()));
        }
        Ok(vec![Unpacked { name, bytes, remarks: Vec::new() }])
    }

    fn name_of(path: &Path) -> String {
        path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// Output that a closed pipe may cut off without complaint.
    fn print(text: &str) {
        let _cut_off = std::io::stdout().lock().write_all(text.as_bytes());
    }

    fn read(arguments: &Arguments) -> Done {
        let path = arguments.file()?;
        let mut texts = texts_in(path)?.into_iter();
        let Some(Unpacked { name, bytes, .. }) = texts.next() else { return Ok(()) };
        for other in texts {
            eprintln!("not shown: {}", other.name);
        }
        match import::read(&name, &bytes) {
            Ok(mut table) => {
                if arguments.repair {
                    table.take_offers();
                }
                print(&table.to_csv());
            }
            Err(ReadError::Empty { .. }) => {}
            Err(error) => return Err(Stop::Input(format!("{}: {error}", path.display()))),
        }
        Ok(())
    }

    /// Data packs: where `--packs` says, else `public/packs` here or above the program.
    fn pack_folder(arguments: &Arguments) -> Result<PathBuf, Stop> {
        let beside = std::env::current_exe().unwrap_or_default();
        let above = beside.ancestors().map(|folder| folder.join("public/packs"));
        let usual = std::iter::once(PathBuf::from("public/packs")).chain(above);
        let source = std::iter::once(PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/public/packs")));
        let folder = arguments.packs.clone().or_else(|| usual.chain(source).find(|folder| folder.is_dir()));
        folder.ok_or_else(|| Stop::Input("no data packs: say --packs FOLDER".to_owned()))
    }

    /// Adds packs until none is missing: one may show that another is wanted.
    fn add_packs(folder: &Path, intake: &mut Intake, places: &mut Gazetteer) -> Done {
        loop {
            let missing = intake.missing_packs(places);
            if missing.is_empty() {
                return Ok(());
            }
            for name in missing {
                let path = folder.join(name);
                let mut inflated = Vec::new();
                let packed = bytes_of(&path)?;
                std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(packed.as_slice()), &mut inflated)
                    .map_err(|error| Stop::Input(format!("{} is no data pack: {error}", path.display())))?;
                places.add_pack(&inflated).map_err(|error| Stop::Input(format!("{}: {error}", path.display())))?;
            }
        }
    }

    /// Reads all files and brings what locating them needs; each that cannot be read is said, and the end is an error then.
    fn intake(arguments: &Arguments) -> Result<(Intake, Gazetteer), Stop> {
        if arguments.files.is_empty() {
            return Err(Stop::Usage(format!("“{}” takes at least one file", arguments.command)));
        }
        let folder = pack_folder(arguments)?;
        let (mut intake, mut places) = (Intake::default(), Gazetteer::default());
        add_packs(&folder, &mut intake, &mut places)?;
        let mut failed = false;
        for path in &arguments.files {
            for Unpacked { name, bytes, remarks } in texts_in(path)? {
                let file = Incoming { name, remarks, unpacked: true, ..Incoming::default() };
                if let Err(error) = intake.read_incoming(&file, &bytes, &places) {
                    eprintln!("{error}");
                    failed = true;
                }
            }
        }
        intake.settle();
        add_packs(&folder, &mut intake, &mut places)?;
        if failed { Err(Stop::Said) } else { Ok((intake, places)) }
    }

    fn import_files(arguments: &Arguments) -> Done {
        let (mut intake, places) = intake(arguments)?;
        let import = intake.assembled(&places, &mut |_| {}).map_err(|error| Stop::Input(error.to_string()))?;
        if let Some(path) = &arguments.located {
            write(path, hinterland::export::located_csv(&import.dataset).as_bytes())?;
        }
        if arguments.json {
            let report = serde_json::json!({
                "files": import.outcomes,
                "accounts": import.dataset.accounts().len(),
                "reps": import.dataset.reps().len(),
                "records": counted(import.dataset.records()),
                "names": import.names,
                "places": import.places,
                "duplicates": import.duplicates,
                "unlocated": import.unlocated,
                "tallies": import.tallies,
                "diagnostics": import.diagnostics,
            });
            print(&format!("{report:#}\n"));
            return Ok(());
        }
        for outcome in &import.outcomes {
            print(&described(outcome));
        }
        for found in &import.diagnostics {
            let column = if found.column.is_empty() { String::new() } else { format!(", {}", found.column) };
            let row = if found.row > 0 { format!(", row {}", found.row) } else { String::new() };
            print(&format!("{}{row}{column}: {}\n", found.file, found.message));
        }
        Ok(())
    }

    fn counted(records: &Records) -> serde_json::Value {
        serde_json::json!({
            "products": records.products.len(),
            "targets": records.targets.len(),
            "opportunities": records.opportunities.len(),
            "activities": records.activities.len(),
            "expenses": records.expenses.len(),
            "areas": records.areas.iter().map(|table| table.keys.len()).sum::<usize>(),
        })
    }

    fn described(outcome: &Outcome) -> String {
        let Outcome { file, kind, dialect, rows, taken, columns, .. } = outcome;
        let head = format!("{file}: {} ({dialect}), {taken} of {rows} rows taken\n", kind.word());
        let column_line = |column: &Mapping| {
            let note = if column.note.is_empty() { String::new() } else { format!(" ({})", column.note) };
            format!("  {} → {}{note}\n", column.header, column.role.words())
        };
        std::iter::once(head).chain(columns.iter().map(column_line)).collect()
    }

    fn design(arguments: &Arguments) -> Done {
        let out = arguments.out.as_deref().ok_or_else(|| Stop::Usage("say --out PLAN".to_owned()))?;
        let (mut intake, places) = intake(arguments)?;
        let taken = intake.take(&places, &mut |_| {}).map_err(|error| Stop::Input(error.to_string()))?;
        let mut plan = taken.into_plan();
        if arguments.max_moved.is_some() && arguments.before.is_none() {
            return Err(Stop::Usage("--max-moved needs --before ASSIGNMENTS.csv: moved from what?".to_owned()));
        }
        if let Some(path) = &arguments.before {
            let (edit, strangers) = engine::assignments_edit(&plan, &name_of(path), &bytes_of(path)?)
                .map_err(|error| Stop::Input(error.to_string()))?;
            plan.apply(edit).map_err(|error| Stop::Input(error.to_string()))?;
            if let Some(strangers) = strangers {
                eprintln!("{strangers}");
            }
        }
        let mut brief = brief(arguments, &plan)?;
        engine::name_workload(&mut plan, &mut brief.measures).map_err(|error| Stop::Input(error.to_string()))?;
        let designing = Designing::start(&plan, brief).map_err(|error| Stop::Input(error.to_string()))?;
        let bounds = Bounds { in_all: arguments.seconds, ..Bounds::default() };
        let edit = carried_out(&plan, designing, arguments.threads(), bounds).finish(&plan);
        plan.apply(edit).map_err(|error| Stop::Input(error.to_string()))?;
        for hole in plan.brief().map(|brief| plan.holes_in_words(brief)).unwrap_or_default() {
            eprintln!("{hole}");
        }
        for limit in plan.limits_in_words(&|length| format!("{:.1} km", length.kilometers())) {
            eprintln!("{limit}");
        }
        write(out, &engine::plan_file(&mut plan).bytes)
    }

    fn brief(arguments: &Arguments, plan: &Plan) -> Result<DesignBrief, Stop> {
        let reps = u16::try_from(plan.dataset().reps().len()).unwrap_or(u16::MAX);
        let before = u16::try_from(plan.alignment().territories().len()).unwrap_or(u16::MAX);
        let usual = [before, reps, TERRITORIES_WITHOUT_REPS].into_iter().find(|&count| count > 0).unwrap_or(1);
        let like = arguments.like.as_deref().map(plan_at).transpose()?;
        let like = like.as_ref().and_then(Plan::brief).cloned();
        let mut brief = like.unwrap_or_else(|| DesignBrief::by_count(usual));
        brief.territories = arguments.territories.unwrap_or(brief.territories);
        if !arguments.measures.is_empty() {
            brief.measures.clone_from(&arguments.measures);
        }
        brief.tolerance = arguments.tolerance.unwrap_or(brief.tolerance);
        brief.seed = arguments.seed.unwrap_or(brief.seed);
        if arguments.before.is_some() {
            brief.continuity = Continuity::Keep(Caps { in_all: arguments.max_moved, ..Caps::default() });
        }
        Ok(brief)
    }

    fn schedule(arguments: &Arguments) -> Done {
        let out = arguments.out.as_deref().ok_or_else(|| Stop::Usage("say --out PLAN".to_owned()))?;
        let mut plan = plan_at(arguments.file()?)?;
        if let Some(path) = &arguments.matrix {
            load_matrix(&mut plan, path)?;
        }
        let mut brief = engine::usual_visits(&plan, arguments.start);
        brief.weeks = arguments.weeks.unwrap_or(brief.weeks);
        brief.seed = arguments.seed.unwrap_or(brief.seed);
        let scheduling = Scheduling::start(&plan, brief).map_err(|error| Stop::Input(error.to_string()))?;
        // Each territory has its share of the seconds.
        let turns = scheduling.territories().div_ceil(arguments.threads().get());
        let each = arguments.seconds.map(|seconds| seconds / turns as f64);
        let bounds = Bounds { each, ..Bounds::default() };
        let edit = carried_out(&plan, scheduling, arguments.threads(), bounds).finish(&plan);
        plan.apply(edit).map_err(|error| Stop::Input(error.to_string()))?;
        for line in plan.unplaced_in_words() {
            eprintln!("{line}");
        }
        write(out, &engine::plan_file(&mut plan).bytes)
    }

    /// Takes driving times into the plan, and says what they do not tell.
    fn load_matrix(plan: &mut Plan, path: &Path) -> Done {
        let edit = engine::matrix_of(plan, &name_of(path), &bytes_of(path)?);
        plan.apply(edit.map_err(|error| Stop::Input(error.to_string()))?)
            .map_err(|error| Stop::Input(error.to_string()))?;
        let reach = plan.matrix_reach();
        eprintln!(
            "{}: it knows {} of {} accounts; of {} ways between accounts of one territory {} are not in it and are estimated",
            name_of(path),
            reach.known,
            reach.accounts,
            reach.ways,
            reach.missing
        );
        Ok(())
    }

    fn plan_at(path: &Path) -> Result<Plan, Stop> {
        planfile::decode(&bytes_of(path)?).map_err(|error| Stop::Input(format!("{}: {error}", path.display())))
    }

    fn check(arguments: &Arguments) -> Done {
        let violations = engine::verify(&plan_at(arguments.file()?)?);
        for violation in &violations {
            println!("{violation}");
        }
        if violations.is_empty() { Ok(()) } else { Err(Stop::Said) }
    }

    fn export(arguments: &Arguments) -> Done {
        let folder = arguments.to.as_deref().ok_or_else(|| Stop::Usage("say --to FOLDER".to_owned()))?;
        let mut plan = plan_at(arguments.file()?)?;
        fs::create_dir_all(folder)
            .map_err(|error| Stop::Input(format!("{} cannot be made: {error}", folder.display())))?;
        let files = engine::export_all(&mut plan).map_err(|violations| Stop::Input(violations.join("\n")))?;
        for file in files {
            write(&folder.join(&file.name), &file.bytes)?;
        }
        Ok(())
    }

    fn benchmark(arguments: &Arguments) -> Done {
        let Some((kind, files)) = arguments.files.split_first() else {
            return Err(Stop::Usage("say which benchmark: tsp, cpmp, pvrp or vrptw".to_owned()));
        };
        let kind = kind.to_string_lossy();
        if !matches!(&*kind, "tsp" | "cpmp" | "pvrp" | "vrptw") {
            let message = format!("there is no benchmark “{kind}”; there are tsp, cpmp, pvrp and vrptw");
            return Err(Stop::Usage(message));
        }
        if files.is_empty() || (files.len() > 1 && arguments.solution.is_some()) {
            return Err(Stop::Usage("name the instances; --solution takes one".to_owned()));
        }
        let (seed, limit) = (arguments.seed.unwrap_or(1), arguments.seconds);
        for path in files {
            let started = Instant::now();
            let mut clock = || started.elapsed().as_secs_f64();
            let text = text_of(path)?;
            let name = path.file_stem().unwrap_or_default().to_string_lossy();
            let solved = match &*kind {
                "tsp" => engine::tsp(&text, seed, limit.unwrap_or(1.0), &mut clock),
                "pvrp" => engine::pvrp(&name, &text, seed, limit, &mut clock),
                "vrptw" => engine::vrptw(&name, &text, seed, limit, &mut clock),
                _ => engine::cpmp(&name, &text, seed, limit, &mut clock),
            };
            let solved = solved.map_err(|error| Stop::Input(format!("{}: {error}", path.display())))?;
            println!("{}", serde_json::json!(solved.line));
            if let Some(out) = &arguments.solution {
                write(out, solved.solution.to_string().as_bytes())?;
            }
        }
        Ok(())
    }
}
