//! A plan of three accounts for tests: names that would run in a spreadsheet, two reps of one name.

use crate::model::{
    Accounts, Alignment, Column, ColumnValues, Crew, Dataset, DesignBrief, Layer, MeasureWeight, Placement, Precision,
    Rep, RepIx, Territory, TerritoryIx,
};
use crate::plan::{LayerPlan, Plan};
use crate::units::LonLat;

pub(super) fn plan() -> Plan {
    let dataset = Dataset::new(accounts(), reps(), Vec::new()).expect("the sample is well formed");
    let territory =
        |name: &str, rep| Territory { name: name.to_owned(), rep: Some(RepIx(rep)), slot: 1, crew: Crew::Field };
    let territories = vec![territory("North", 0), territory("=South, deep", 1)];
    let owners = vec![Some(TerritoryIx(0)), Some(TerritoryIx(1)), None];
    let alignment = Alignment::new(territories, owners).expect("owners are in range");
    let mut brief = DesignBrief::by_count(2);
    brief.measures.push(MeasureWeight::new("Sales", 1.0));
    let layer = LayerPlan::new(Layer { name: "Field".to_owned(), alignment }, Some(brief), Vec::new());
    let mut plan = Plan::new("Sample", dataset);
    let design = plan.design_edit(layer);
    plan.apply(design).expect("the sample fits");
    plan
}

fn accounts() -> Accounts {
    let mut accounts = Accounts::default();
    for (id, name, lon) in [("=acme", "Acme", Some(-87.5)), ("-2", "@Böhm", Some(0.25)), ("gone", "Gone", None)] {
        accounts.ids.push(id);
        accounts.names.push(name);
        accounts.families.push("");
        accounts.locations.push(lon.and_then(|lon| LonLat::new(lon, 40.0).ok()));
        accounts.precisions.push(if lon.is_some() { Precision::Given } else { Precision::None });
        accounts.places.push("");
    }
    let values = ColumnValues::Number(vec![Some(30.0), Some(10.5), None]);
    accounts.columns.push(Column { name: "Sales".to_owned(), values });
    accounts
}

fn reps() -> Vec<Rep> {
    let rep = |id: &str, name: &str| Rep::new(id, name, Placement::unknown());
    vec![rep("rep-1", "Ada"), rep("rep-2", "Sam"), rep("rep-3", "Sam")]
}
