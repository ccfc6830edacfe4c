# vetter. `make help` lists the commands.
#
# Needs Python 3.11 or newer and make; everything else is installed into .venv from lock files with
# hashes. PYTHON=python3.12 chooses the Python, VENV=folder keeps a second environment beside the first.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh

VENV ?= .venv
UV_VERSION := 0.13.9
FUZZ_SECONDS ?= 60
EXAMPLE := examples/support-ticket-dispatcher.yaml

BIN := $(VENV)/bin
# Some machines have commands of these names that only say "not found", so each one is tried.
PYTHONS := $(or $(PYTHON),python3.13 python3.12 python3.11 python3 python)
USABLE := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))
INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-input
# Nothing is fetched that has no hash in the lock: what builds from source uses the locked build tools.
INSTALL_LOCKED := $(INSTALL) --no-deps --require-hashes --no-build-isolation --use-pep517
INSTALL_SELF := $(INSTALL) --no-deps --no-build-isolation --editable .

say = printf '%s\n' '== $(1)' >&2

.PHONY: help memo test check unit tests nightly wheel fuzz bench bench-peers samples reference lock test-frozendict2 clean FORCE

help: ## list these commands
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/\1|\2/p' Makefile | awk -F'|' '{printf "make %-18s %s\n", $$1, $$2}'

memo: $(VENV)/.run ## vet the example project and show its memo
	@$(BIN)/vetter vet $(EXAMPLE) --format md --fail-on never

test: ## pass every check that CI runs
	@$(MAKE) --no-print-directory check
	@$(MAKE) --no-print-directory tests
	@$(MAKE) --no-print-directory -O -j2 wheel fuzz

check: $(VENV)/.dev ## lint, types and contracts between modules
	@$(call say,lint)
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(call say,types)
	@$(BIN)/mypy --strict --no-error-summary src
	@$(call say,contracts)
	@$(BIN)/lint-imports --no-logo
	@$(call say,rules)
	@$(BIN)/vetter rules fmt --check rules examples/packs

unit: $(VENV)/.dev ## the quick tests alone
	@$(BIN)/python -m pytest -q -n auto -m 'not slow' --ignore=tests/wheel $(ARGS)

tests: $(VENV)/.dev
	@$(call say,tests)
	@$(BIN)/python -m pytest -q -n auto -m 'not nightly' --ignore=tests/wheel $(ARGS)

nightly: $(VENV)/.dev ## the property tests at length: 20,000 projects of the shipped rulebook
	@NIGHTLY=1 HYPOTHESIS_PROFILE=nightly $(BIN)/python -m pytest -q -n auto \
	  tests/columns tests/engine tests/scenarios tests/solver $(ARGS)
	@$(BIN)/python -m pytest -q -n auto -m nightly --ignore=tests/wheel $(ARGS)

wheel: $(VENV)/.dev
	@$(call say,the wheel alone)
	@$(BIN)/python scripts/test_wheel.py

fuzz: $(VENV)/.dev ## throw broken files at the program for FUZZ_SECONDS (60)
	@$(call say,fuzz)
	@$(BIN)/python -m tests.fuzz --seconds $(FUZZ_SECONDS)

bench: $(VENV)/.run ## measure, and write benchmarks/results.md
	@$(BIN)/python benchmarks/run.py $(ARGS)

bench-peers: $(VENV)/.bench ## measure columns beside CLIPS, zen-engine and plain Python, and growth
	@$(BIN)/python -m benchmarks.peers $(ARGS)
	@$(BIN)/python -m benchmarks.growth

samples: $(VENV)/.dev ## write the sample memos and golden files anew
	@$(BIN)/python scripts/samples.py

test-frozendict2: $(VENV)-frozendict2/.frozendict2 ## the tests with a newer frozendict than experta asks for
	@$(MAKE) --no-print-directory VENV=$(VENV)-frozendict2 tests

reference: $(VENV)/.dev ## write docs/reference and the browsable rulebook in docs/rules anew
	@$(BIN)/vetter rules docs -o docs/reference --format md --examples examples
	@rm -rf docs/rules
	@$(BIN)/vetter rules docs -o docs/rules

lock: ## resolve the dependencies anew and write requirements/
	@test -x .venv-lock/bin/uv || { $(MAKE) --no-print-directory VENV=.venv-lock .venv-lock/.made && \
	  .venv-lock/bin/python -m pip install -qq --disable-pip-version-check uv==$(UV_VERSION); }
	@$(call say,lock)
	@$(LOCK) --group build -o requirements/build.txt
	@$(LOCK) -c requirements/build.txt pyproject.toml -o requirements/run.txt
	@$(LOCK) -c requirements/build.txt -c requirements/run.txt --group dev pyproject.toml -o requirements/dev.txt
	@$(LOCK) -c requirements/dev.txt --group bench pyproject.toml -o requirements/bench.txt
	@$(LOCK) requirements/override.in -o requirements/override.txt
	@! grep -nE '://' requirements/*.txt

# No address of a registry gets into the files; `make lock UPGRADE=--upgrade` takes newer releases.
LOCK = .venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' $(UPGRADE)

clean: ## remove the environments and everything made
	@rm -rf .venv .venv-* dist build .*_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- environments -----------------------------------------------------------------------------------

# Another Python asked for than the environment was made with: make it anew.
ifneq ($(PYTHON),)
ifneq ($(shell $(PYTHON) -V 2>/dev/null),$(shell $(BIN)/python -V 2>/dev/null))
$(VENV)/.made: FORCE
endif
endif

$(VENV)/.made:
	@for python in $(PYTHONS); do \
	  if $$python -c '$(USABLE)' >/dev/null 2>&1; then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo 'vetter needs Python 3.11 or newer, with its venv and ensurepip modules. Tried: $(PYTHONS)' >&2; \
	  echo 'If it is elsewhere: make PYTHON=/path/to/python' >&2; exit 1; \
	fi; \
	printf '== %s with %s\n' '$(VENV)' "$$($$found -V)" >&2; \
	$$found -m venv --clear $(VENV)
	@touch $@

$(VENV)/.run: $(VENV)/.made requirements/build.txt requirements/run.txt pyproject.toml
	@$(call say,install what the program needs)
	@$(INSTALL_LOCKED) -r requirements/build.txt
	@$(INSTALL_LOCKED) -r requirements/run.txt
	@$(INSTALL_SELF)
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt
	@$(call say,install what the checks need)
	@$(INSTALL_LOCKED) -r requirements/dev.txt
	@touch $@

# What `make bench-peers` needs beside: other engines, and what draws curves. No test needs it.
$(VENV)/.bench: $(VENV)/.dev requirements/bench.txt
	@$(call say,install what the benchmarks compare with)
	@$(INSTALL_LOCKED) -r requirements/bench.txt
	@touch $@

$(VENV)-frozendict2/.frozendict2: requirements/override.txt requirements/dev.txt
	@$(MAKE) --no-print-directory VENV=$(VENV)-frozendict2 $(VENV)-frozendict2/.dev
	@$(VENV)-frozendict2/bin/python -m pip install -qq --no-deps --require-hashes -r requirements/override.txt
	@touch $@

FORCE:
