//! `assignments.csv`: who owns what, for the CRM.

use super::table::{Table, rep_label, shown_layers};
use crate::plan::Plan;

/// `account_id,territory,rep,layer`: a row for every account in every layer of the scenario that is shown, in the order
/// of the data set. Without an owner, territory and rep are empty. A rep stands by name, or by id where two share one.
///
/// O(accounts × layers).
#[must_use]
pub fn assignments_csv(plan: &Plan) -> String {
    let dataset = plan.dataset();
    let mut table = Table::new(["account_id", "territory", "rep", "layer"]);
    for layer in shown_layers(plan) {
        let territories = layer.alignment().territories().iter();
        let labels: Vec<(&str, &str)> = territories
            .map(|territory| (territory.name.as_str(), territory.rep.map_or("", |rep| rep_label(dataset, rep))))
            .collect();
        for (id, owner) in dataset.accounts().ids.iter().zip(layer.alignment().owners()) {
            let label = owner.and_then(|territory| labels.get(territory.index()));
            let (territory, rep) = label.copied().unwrap_or_default();
            table.row([id, territory, rep, layer.layer().name.as_str()].map(Into::into));
        }
    }
    table.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample::plan;
    use crate::plan::Plan;

    #[test]
    fn every_account_has_a_row() {
        let expect = "account_id,territory,rep,layer\r\n\
            =acme,North,Ada,Field\r\n\
            -2,\"'=South, deep\",rep-2,Field\r\n\
            gone,,,Field\r\n";
        assert_eq!(assignments_csv(&plan()), expect.replace("=acme", "'=acme"));
    }

    #[test]
    fn without_a_design_there_is_the_header() {
        let plan = Plan::new("Empty", crate::model::Dataset::default());
        assert_eq!(assignments_csv(&plan), "account_id,territory,rep,layer\r\n");
    }
}
