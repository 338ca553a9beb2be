# The tools that a build and the tests need, in exactly these versions. wasm-bindgen's is read from Cargo.lock.
# Trunk.toml repeats those of wasm-bindgen and wasm-opt (binaryen), because Trunk refuses others.
RUST=1.95
TRUNK=0.21.14
BINARYEN=132.0.0
PLAYWRIGHT=1.64.1
AXE=4.14.1
NODE=20.20.2
# What reading is held against, for `make bench` alone.
UDSV=0.7.3
PAPAPARSE=5.7.1
