//! Derives every constraint and figure again, sharing no scoring code with the solvers.
