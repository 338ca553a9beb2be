# Hinterland. `make` lists what there is. Each target brings the tools it needs (setup/tools.sh).
PORT ?= 8080
inputs := $(shell find src public -not -name '.*') index.html Trunk.toml Cargo.toml Cargo.lock .cargo/config.toml setup/finish.mjs

.PHONY: help serve dist test bench clean
help:
	@echo 'make serve   build the app and serve it on 127.0.0.1 (PORT=$(PORT))'
	@echo 'make dist    build the static site into dist/, for any sub-path of any static host'
	@echo 'make test    bring what tests need and run everything'
	@echo 'make bench   run the benchmarks'
	@echo 'make clean   remove what was built; the tools stay'

serve: dist
	@. setup/env.sh && exec node setup/serve.mjs dist $(PORT)

dist: dist/index.html

dist/index.html: $(inputs)
	@setup/build.sh

test:
	@setup/test.sh

bench:
	@setup/bench.sh

clean:
	rm -rf dist
	cargo clean
