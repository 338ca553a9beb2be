use hinterland::engine;
use hinterland::model::*;
use hinterland::plan::Plan;
use hinterland::units::*;
use std::time::Instant;
fn load(path: &str) -> Dataset {
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines = text.lines();
    let head: Vec<&str> = lines.next().unwrap().split(',').collect();
    let at = |name: &str| head.iter().position(|h| h.to_lowercase() == name).unwrap_or_else(|| panic!("{head:?}"));
    let (lo, la, w) = (at("longitude"), at("latitude"), at("workload"));
    let mut accounts = Accounts::default();
    let mut work = Vec::new();
    for (row, line) in lines.enumerate() {
        let c: Vec<&str> = line.split(',').collect();
        accounts.ids.push(&format!("a{row}"));
        accounts.names.push(&format!("Account {row}"));
        accounts.families.push("");
        accounts.locations.push(LonLat::new(c[lo].parse().unwrap(), c[la].parse().unwrap()).ok());
        accounts.precisions.push(Precision::City);
        accounts.places.push("");
        work.push(c[w].parse::<f64>().ok());
    }
    accounts.columns.push(Column { name: "Work".to_owned(), values: ColumnValues::Number(work) });
    Dataset::new(accounts, Vec::new(), Vec::new()).unwrap()
}
fn wsq(plan: &Plan) -> f64 {
    let ds = plan.dataset();
    let works = match &ds.accounts().columns[0].values {
        ColumnValues::Number(w) => w.clone(),
        _ => panic!(),
    };
    let locs = &ds.accounts().locations;
    let lat0 = locs.iter().flatten().map(|p| p.lat()).sum::<f64>() / locs.len() as f64;
    let xy = |p: LonLat| [p.lon() * lat0.to_radians().cos() * 111.195, p.lat() * 111.195];
    let k = plan.alignment().territories().len();
    let mut s = vec![[0.0f64; 4]; k];
    for (i, o) in plan.alignment().owners().iter().enumerate() {
        let (Some(o), Some(p), Some(w)) = (o, locs[i], works[i]) else { continue };
        let [x, y] = xy(p);
        let e = &mut s[o.index()];
        e[0] += w;
        e[1] += w * x;
        e[2] += w * y;
        e[3] += w * (x * x + y * y);
    }
    let t: f64 = s.iter().map(|e| e[0]).sum();
    s.iter().map(|e| e[3] - (e[1] * e[1] + e[2] * e[2]) / e[0]).sum::<f64>() / t
}
fn line(p: &[(f64, f64)]) -> Barrier {
    Barrier { name: "Elbe".into(), is_on: true, points: p.iter().map(|&(a, b)| LonLat::new(a, b).unwrap()).collect() }
}
fn run(name: &str, ds: &Dataset, k: u16, barriers: Vec<Barrier>) {
    let mut plan = Plan::new("x", ds.clone());
    let brief = DesignBrief {
        measures: vec![MeasureWeight::new("work", 1.0)],
        tolerance: Share::from_percent(0.5).unwrap(),
        barriers,
        ..DesignBrief::by_count(k)
    };
    let t = Instant::now();
    let edit = engine::design(&plan, brief, &mut |_| true).unwrap();
    let time = t.elapsed();
    plan.apply(edit).unwrap();
    let t2 = Instant::now();
    let found = engine::verify(&plan);
    let words = plan.limits_in_words();
    println!(
        "{name:28} {:8.3} % wsq {:9.1} {:?} check {:?} {found:?} {:?} {}",
        plan.figures().unwrap().worst_deviation.unwrap() * 100.0,
        wsq(&plan),
        time,
        t2.elapsed(),
        words.first(),
        words.len()
    );
}
#[test]
fn quality() {
    for (file, k) in [("uniform_10k", 20), ("clustered_10k", 20)] {
        let ds = load(&format!("/work/shared/data/instances/territory/{file}.csv"));
        let l: Vec<LonLat> = ds.accounts().locations.iter().flatten().copied().collect();
        let (w, e) = l.iter().fold((999.0f64, -999.0f64), |a, p| (a.0.min(p.lon()), a.1.max(p.lon())));
        let (s, n) = l.iter().fold((999.0f64, -999.0f64), |a, p| (a.0.min(p.lat()), a.1.max(p.lat())));
        println!("{file} {w} {e} {s} {n}");
        let at = |x: f64, y: f64| (w + (e - w) * x, s + (n - s) * y);
        run("none", &ds, k, vec![]);
        run("far off", &ds, k, vec![line(&[at(2.0, 2.0), at(3.0, 2.0)])]);
        run("middle, whole", &ds, k, vec![line(&[at(-0.1, 0.5), at(1.1, 0.5)])]);
        run("tilted, whole", &ds, k, vec![line(&[at(-0.1, 0.3), at(1.1, 0.55)])]);
        run("middle to 0.7", &ds, k, vec![line(&[at(-0.1, 0.5), at(0.7, 0.5)])]);
        run("middle to 0.95", &ds, k, vec![line(&[at(-0.1, 0.5), at(0.95, 0.5)])]);
        run("inside 0.2-0.8", &ds, k, vec![line(&[at(0.2, 0.5), at(0.8, 0.5)])]);
        run(
            "river",
            &ds,
            k,
            vec![line(
                &(0..60)
                    .map(|i| {
                        let x = i as f64 / 59.0;
                        at(x * 0.9 - 0.05, 0.5 + 0.1 * (x * 15.0).sin())
                    })
                    .collect::<Vec<_>>(),
            )],
        );
        run("ring", &ds, k, vec![line(&[at(0.3, 0.3), at(0.6, 0.3), at(0.6, 0.6), at(0.3, 0.6), at(0.3, 0.3)])]);
        run(
            "small ring",
            &ds,
            k,
            vec![line(&[at(0.3, 0.3), at(0.35, 0.3), at(0.35, 0.35), at(0.3, 0.35), at(0.3, 0.3)])],
        );
        run("cross", &ds, k, vec![line(&[at(0.1, 0.5), at(0.9, 0.5)]), line(&[at(0.5, 0.1), at(0.5, 0.9)])]);
    }
}
