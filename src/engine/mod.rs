//! One function a job, with seed, progress and stop injected.
