//! `territories.csv`: a row a territory with its figures.

use super::table::{Table, fixed, rep_label, shown_layers};
use crate::model::TerritoryFigures;
use crate::plan::{LayerPlan, Plan};
use std::borrow::Cow;

/// `layer,number,territory,rep,accounts,index,deviation_percent,mean_distance_km`, then
/// `total <measure>` for every measure that a layer balances. Figures that a layer does not have are empty.
///
/// O(territories × measures).
#[must_use]
pub fn territories_csv(plan: &Plan) -> String {
    let layers = shown_layers(plan);
    let measures = balanced_measures(layers);
    let totals: Vec<String> = measures.iter().map(|measure| format!("total {measure}")).collect();
    let fixed_header =
        ["layer", "number", "territory", "rep", "accounts", "index", "deviation_percent", "mean_distance_km"];
    let mut table = Table::new(fixed_header.into_iter().chain(totals.iter().map(String::as_str)));
    for layer in layers {
        let counts = account_counts(layer);
        for (position, territory) in layer.alignment().territories().iter().enumerate() {
            let rep = territory.rep.map_or("", |rep| rep_label(plan.dataset(), rep));
            let count = counts.get(position).copied().unwrap_or(0);
            let mut cells: Vec<Cow<str>> = vec![
                layer.layer().name.as_str().into(),
                (position + 1).to_string().into(),
                territory.name.as_str().into(),
                rep.into(),
                count.to_string().into(),
            ];
            let sums = layer.figures().and_then(|figures| figures.territories.get(position));
            cells.extend(shape_cells(sums));
            cells.extend(measures.iter().map(|measure| total_cell(layer, sums, measure)));
            table.row(cells);
        }
    }
    table.finish()
}

fn shape_cells(sums: Option<&TerritoryFigures>) -> [Cow<'static, str>; 3] {
    let Some(sums) = sums else { return Default::default() };
    [fixed(sums.index, 3), fixed(sums.index - 100.0, 3), fixed(sums.mean_distance.kilometers(), 3)]
}

/// The measures that the layers balance, each once, in their order.
fn balanced_measures(layers: &[LayerPlan]) -> Vec<&str> {
    let mut measures: Vec<&str> = Vec::new();
    for weighted in layers.iter().filter_map(LayerPlan::brief).flat_map(|brief| &brief.measures) {
        if !measures.iter().any(|known| known.eq_ignore_ascii_case(&weighted.measure)) {
            measures.push(&weighted.measure);
        }
    }
    measures
}

fn total_cell(layer: &LayerPlan, sums: Option<&TerritoryFigures>, measure: &str) -> Cow<'static, str> {
    let balanced = layer.brief().map_or(&[][..], |brief| &brief.measures);
    let position = balanced.iter().position(|weighted| weighted.measure.eq_ignore_ascii_case(measure));
    let total = position.and_then(|position| sums?.totals.get(position));
    total.map_or(Cow::Borrowed(""), |total| total.to_string().into())
}

fn account_counts(layer: &LayerPlan) -> Vec<usize> {
    let mut counts = vec![0; layer.alignment().territories().len()];
    for owner in layer.alignment().owners().iter().flatten() {
        if let Some(count) = counts.get_mut(owner.index()) {
            *count += 1;
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample::plan;

    #[test]
    fn every_territory_has_its_figures() {
        let mut lines: Vec<String> = Vec::new();
        lines.push("layer,number,territory,rep,accounts,index,deviation_percent,mean_distance_km".into());
        lines[0].push_str(",total count,total Sales");
        // Activity: 1/6 + 30/81 and 1/6 + 10.5/81 of the two that are owned.
        lines.push("Field,1,North,Ada,1,128.889,28.889,0.000,1,30".into());
        lines.push("Field,2,\"'=South, deep\",rep-2,1,71.111,-28.889,0.000,1,10.5".into());
        assert_eq!(territories_csv(&plan()), lines.join("\r\n") + "\r\n");
    }
}
