//! A plan → what `check` finds.

use super::explaining::realignment_of;
use crate::check;
use crate::model::{Alignment, Dataset, DesignBrief, Limit, TerritoryIx};
use crate::plan::{LayerAt, Plan};

/// Everything that is wrong with a plan, in words; empty when all its claims hold.
#[must_use]
pub fn verify(plan: &Plan) -> Vec<String> {
    let layers = plan.scenarios().iter().flat_map(|scenario| &scenario.layers);
    let found = layers.flat_map(|layer| {
        check::alignment(
            plan.dataset(),
            layer.layer(),
            layer.brief(),
            layer.figures(),
            layer.declared(),
            layer.before(),
        )
    });
    let claims = found.map(|violation| violation.to_string());
    let layers = plan.scenarios().iter().flat_map(|scenario| &scenario.layers);
    let explained = layers.filter_map(|layer| realignment_of(plan, layer).err()).flatten();
    claims.chain(explained).collect()
}

/// The territories of the shown layer that do not hang together.
#[must_use]
pub fn plan_islands(plan: &Plan) -> Vec<TerritoryIx> {
    let limits = islands(plan.dataset(), plan.alignment(), plan.brief());
    limits.filter_map(|limit| if let Limit::Islands { territory } = limit { Some(territory) } else { None }).collect()
}

fn islands(dataset: &Dataset, alignment: &Alignment, brief: Option<&DesignBrief>) -> impl Iterator<Item = Limit> {
    check::islands(dataset, alignment, brief).into_iter().map(|territory| Limit::Islands { territory })
}

/// Declares the islands that moves by hand have made, in every layer.
pub fn declare_islands(plan: &mut Plan) {
    let places: Vec<LayerAt> = plan.layers_at().collect();
    for at in places {
        let Some(layer) = plan.layer_at(at) else { continue };
        let found = islands(plan.dataset(), layer.alignment(), layer.brief());
        let others = layer.declared().iter().copied().filter(|limit| !matches!(limit, Limit::Islands { .. }));
        let limits: Vec<Limit> = others.chain(found).collect();
        // The layer is there and the territories are its own.
        let _declared = plan.declare(at, limits);
    }
}
