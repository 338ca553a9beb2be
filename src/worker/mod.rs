//! The pool on the page's side, the loop on the worker's side.
