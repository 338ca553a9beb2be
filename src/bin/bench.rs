//! What `make bench` times of reading and locating, natively and in a browser: the same functions as the app's, without
//! its page and workers. Not part of the site.

use hinterland::engine::Intake;
use hinterland::gazetteer::{Address, Gazetteer};
use hinterland::import;
use hinterland::model::Precision;

/// Accounts that are located in one go.
const LOCATED: usize = 100_000;

/// What is timed, each on its own.
struct Bench {
    places: Gazetteer,
    zips: Vec<String>,
    towns: Vec<(String, String)>,
}

impl Bench {
    /// With these inflated packs.
    fn new(packs: &[Vec<u8>]) -> Result<Self, String> {
        let mut places = Gazetteer::default();
        for pack in packs {
            places.add_pack(pack).map_err(|error| error.to_string())?;
        }
        let mut bench = Self { places, zips: Vec::new(), towns: Vec::new() };
        for number in 500..100_000 {
            let zip = format!("{number:05}");
            let address = Address { postal_code: &zip, country: "US", ..Address::default() };
            let placement = bench.places.locate(&address).placement;
            if placement.precision == Precision::Postal
                && let Some((town, state)) = placement.place.rsplit_once(", ")
            {
                bench.towns.push((town.to_owned(), state.to_owned()));
                bench.zips.push(zip);
            }
        }
        Ok(bench)
    }

    /// Rows of the table that a file is.
    fn read(file: &[u8]) -> usize {
        import::read("bench.csv", file).map_or(0, |table| table.len())
    }

    /// Accounts of the data set that a file makes, diagnosed and located.
    fn import(&self, file: &[u8]) -> usize {
        let mut intake = Intake::default();
        if intake.read("bench.csv", file, &self.places).is_err() {
            return 0;
        }
        intake.assembled(&self.places, &mut |_| {}).map_or(0, |import| import.dataset.accounts().len())
    }

    /// Of 100,000 accounts those that are located by ZIP.
    fn by_zip(&self) -> usize {
        let address = |row: usize| Address {
            postal_code: self.zips.get(row * 7919 % self.zips.len().max(1)).map_or("", String::as_str),
            country: "US",
            ..Address::default()
        };
        self.located(address, Precision::Postal)
    }

    /// Of 100,000 accounts those that are located by city and state.
    fn by_city(&self) -> usize {
        let address = |row: usize| {
            let town = self.towns.get(row * 7919 % self.towns.len().max(1));
            let (city, region) = town.map_or(("", ""), |(city, region)| (city.as_str(), region.as_str()));
            Address { city, region, country: "US", ..Address::default() }
        };
        self.located(address, Precision::City)
    }

    fn located<'a>(&'a self, address: impl Fn(usize) -> Address<'a>, wanted: Precision) -> usize {
        (0..LOCATED).filter(|&row| self.places.locate(&address(row)).placement.precision == wanted).count()
    }
}

/// Offers the functions to the page as `bench.read` and so on.
#[cfg(target_arch = "wasm32")]
fn main() -> Result<(), wasm_bindgen::JsValue> {
    use js_sys::{Array, Object, Reflect, Uint8Array};
    use std::cell::RefCell;
    use std::rc::Rc;
    use wasm_bindgen::JsValue;
    use wasm_bindgen::prelude::Closure;

    console_error_panic_hook::set_once();
    let state: Rc<RefCell<Option<Bench>>> = Rc::default();
    let offered = Object::new();
    let offer = |name: &str, function: JsValue| Reflect::set(&offered, &name.into(), &function);
    let with = |state: &Rc<RefCell<Option<Bench>>>, act: fn(&Bench) -> usize| {
        let state = Rc::clone(state);
        Closure::<dyn Fn() -> usize>::new(move || state.borrow().as_ref().map_or(0, act)).into_js_value()
    };
    offer("byZip", with(&state, Bench::by_zip))?;
    offer("byCity", with(&state, Bench::by_city))?;
    let read = Closure::<dyn Fn(Uint8Array) -> usize>::new(|file: Uint8Array| Bench::read(&file.to_vec()));
    offer("read", read.into_js_value())?;
    let held = Rc::clone(&state);
    let import = Closure::<dyn Fn(Uint8Array) -> usize>::new(move |file: Uint8Array| {
        held.borrow().as_ref().map_or(0, |bench| bench.import(&file.to_vec()))
    });
    offer("import", import.into_js_value())?;
    let packs = Closure::<dyn Fn(Array) -> String>::new(move |packs: Array| {
        let packs: Vec<Vec<u8>> = packs.iter().map(|pack| Uint8Array::new(&pack).to_vec()).collect();
        match Bench::new(&packs) {
            Ok(bench) => {
                *state.borrow_mut() = Some(bench);
                String::new()
            }
            Err(error) => error,
        }
    });
    offer("packs", packs.into_js_value())?;
    Reflect::set(&js_sys::global(), &"bench".into(), &offered)?;
    Ok(())
}

/// `bench FILE PACK…`: a line a function, with the median milliseconds of seven runs.
#[cfg(not(target_arch = "wasm32"))]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    use std::io::Read;
    use std::time::Instant;

    let mut arguments = std::env::args_os().skip(1);
    let file = std::fs::read(arguments.next().ok_or("usage: bench FILE PACK…")?)?;
    let mut packs = Vec::new();
    for path in arguments {
        let mut inflated = Vec::new();
        flate2::read::GzDecoder::new(std::fs::read(path)?.as_slice()).read_to_end(&mut inflated)?;
        packs.push(inflated);
    }
    let bench = Bench::new(&packs)?;
    let median = |act: &dyn Fn() -> usize| {
        let mut runs = [(0.0, 0); 7].map(|_: (f64, usize)| {
            let started = Instant::now();
            let count = act();
            (started.elapsed().as_secs_f64() * 1000.0, count)
        });
        runs.sort_by(|a, b| a.0.total_cmp(&b.0));
        runs[3]
    };
    let timed: [(&str, &dyn Fn() -> usize); 4] = [
        ("read", &|| Bench::read(&file)),
        ("import", &|| bench.import(&file)),
        ("by ZIP", &|| bench.by_zip()),
        ("by city", &|| bench.by_city()),
    ];
    for (name, act) in timed {
        let (milliseconds, count) = median(act);
        println!("{name} {milliseconds:.1} {count}");
    }
    Ok(())
}
