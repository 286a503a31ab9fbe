# The commands of the project. `make run` and `make test` set up what they need on a fresh machine.
CARGO ?= cargo
OUT ?= out
REPLICATIONS ?= 100
# Random tests draw the same cases every time, so that a change is judged and not luck; `make soak` draws others.
PROPTEST_RNG_SEED ?= 7
# What `make soak` draws: another seed each time, unless it is given one to repeat a failure.
SOAK_SEED ?= $(shell date +%s)
FUZZ_SECONDS ?= 60

.PHONY: run test soak fuzz mutants release setup build lint fmt doc bench bench-peers validate update-golden clean help

help: ## Show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

run: setup ## Check examples/sakha, simulate its year many times, leave a report in out/sakha
	$(CARGO) build --release --locked -p iceroad-cli
	./target/release/iceroad check examples/sakha
	./target/release/iceroad run examples/sakha --replications $(REPLICATIONS) --out $(OUT)/sakha --force
	@echo
	@echo "Open $(OUT)/sakha/report.html in a browser."

test: setup ## Build and pass all tests
	PROPTEST_RNG_SEED=$(PROPTEST_RNG_SEED) $(CARGO) test --workspace --locked --no-fail-fast

soak: setup ## Hold many more random scenarios, and years of the examples, to every rule, others each time
	@echo "To repeat: make soak SOAK_SEED=$(SOAK_SEED)"
	$(CARGO) run --release --locked -p iceroad-tests --bin soak -- --seed $(SOAK_SEED) --scenarios 2000 --replications 100 examples/*
	PROPTEST_RNG_SEED=$(SOAK_SEED) PROPTEST_CASES=2000 $(CARGO) test --locked -p iceroad-haulage --no-fail-fast

fuzz: setup ## Feed every reader with made-up bytes, FUZZ_SECONDS for each (short: the same few thousand)
	sh scripts/fuzz $(FUZZ_SECONDS)

mutants: setup ## Seed faults, ask who finds them, and write docs/mutants.md
	$(CARGO) run --locked -p iceroad-mutants --bin iceroad-mutants -- --write docs/mutants.md

release: setup ## Build what is given to others: one program that needs no libraries, and a .deb of it
	sh scripts/release

lint: setup ## Lints with warnings as errors, formatting, the arrows of the house, dependencies
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets --locked -- -D warnings
	$(CARGO) xtask tidy
	sh scripts/dependencies

fmt: setup ## Format all code
	$(CARGO) fmt --all

doc: setup ## Build the API documentation, warnings as errors
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --workspace --no-deps --locked

bench: setup ## Measure, and write docs/benchmarks.md
	$(CARGO) run --release --locked -p iceroad-bench -- --write docs/benchmarks.md

bench-peers: setup ## Measure beside the peers, installed for the purpose, and write docs/bench-peers.md
	$(CARGO) build --release --locked -p iceroad-bench --bin peers
	$(CARGO) build --release --locked -p iceroad-lifedata --example fits
	python3 scripts/bench-peers/run.py --write docs/bench-peers.md

validate: setup ## Hold the simulation against theory at full size, and write proof/validation/REPORT.md
	$(CARGO) run --release --locked -p iceroad-validation -- --full --write proof/validation/REPORT.md
	$(CARGO) test --release --locked -p iceroad-tests --test whole -- --ignored hold_as_often_as_they_claim
	$(CARGO) test --release --locked -p iceroad-lifedata --lib -- --ignored hold_the_truth_at_length
	$(CARGO) test --release --locked -p iceroad-plan --lib -- --ignored no_hand_rule_is_better_in_twenty_mines

update-golden: setup ## Rewrite the expected output of the golden cases; read the diff before committing
	UPDATE=1 $(CARGO) test --workspace --locked --no-fail-fast

setup:
	@sh scripts/setup

clean: ## Remove what was built
	$(CARGO) clean
	rm -rf $(OUT)
