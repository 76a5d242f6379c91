# Everything a contributor types. Needs make and a stock Python 3.11, 3.12 or 3.13 with its venv module; the rest is fetched by `setup`.

PYTHON ?= python3
BIN := .venv/bin
# A file stays with one worker: its workspaces and its warm interpreters are made once. In the order of their folders the small
# unit tests come last and fill up what the long nights leave; by number of tests, the long ones would end alone.
PARALLEL := --numprocesses auto --dist loadfile --no-loadscope-reorder
# What pytest says if ARGS choose no test of a part.
NONE_CHOSEN := 5

# The suite and the demo run in a known environment, whatever the caller's shell holds.
unexport PYTHONPATH PYTHONHOME
unexport PYTHONDONTWRITEBYTECODE # without .pyc files, imports take three times as long
export PREFECT_SERVER_ANALYTICS_ENABLED := false
export GX_ANALYTICS_ENABLED := false
export DO_NOT_TRACK := 1
export PIP_NO_INPUT := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# A PYTHON that somebody chose is taken as it is; without one, the first supported interpreter wins.
ifeq ($(origin PYTHON),file)
CANDIDATES := python3 python3.13 python3.12 python3.11
else
CANDIDATES := "$(PYTHON)"
endif
IS_SUPPORTED := import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-all check fix lock bench

help: ## Show this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' Makefile

setup: .venv/.ready ## Build .venv/ from requirements.lock; does nothing when it is up to date (PYTHON=python3.12 picks one)

demo: setup ## Make a small workspace with planted mistakes and carry one night through it (DIR=folder)
	$(BIN)/pilaster demo $(if $(DIR),"$(DIR)")

test: setup ## Run the tests, on all cores (ARGS='-k receipt' hands options to pytest, here and below)
	$(BIN)/python -m pytest -q -m "not slow" $(PARALLEL) $(ARGS)

test-all: test ## Run the tests, then the slow ones: fault loops, races, fuzz, and at last the benches (over an hour)
	$(BIN)/python -m pytest -q -m slow --ignore=tests/bench $(PARALLEL) $(ARGS) || test $$? -eq $(NONE_CHOSEN)
	@echo "the benches, one at a time: what is measured has the machine to itself"
	$(BIN)/python -m pytest -q -m slow tests/bench $(ARGS) || test $$? -eq $(NONE_CHOSEN)

check: setup ## Check format, lint, types and the fast tests
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/python -m pytest -q -m "not slow and not prefect" $(PARALLEL) $(ARGS)

fix: setup ## Format, and repair what the linter can repair
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

bench: setup ## Measure the benches and print their figures
	$(BIN)/python -m pytest tests/bench -s --durations=0 $(ARGS)

lock: setup ## Resolve requirements.lock anew, keeping the pins that still fit (UPGRADE=1 takes the newest of everything)
	@cp requirements.lock .venv/new.lock
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
	    --no-annotate --no-header --no-emit-index-url --no-emit-find-links --quiet $(if $(UPGRADE),--upgrade) --output-file .venv/new.lock > .venv/lock.log
	@{ sed -n '/^#/p;/^[^#]/q' requirements.lock; cat .venv/new.lock; } > .venv/headed.lock
	@cmp -s .venv/headed.lock requirements.lock && echo "requirements.lock is up to date" || cp .venv/headed.lock requirements.lock

.venv/.locked: requirements.lock
	@found=; \
	for candidate in $(CANDIDATES); do \
	    if "$$candidate" -c '$(IS_SUPPORTED)' 2>/dev/null; then found=$$candidate; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	    echo 'Pilaster needs Python 3.11, 3.12 or 3.13 with its venv module (on Debian: python3-venv). Tried: $(CANDIDATES).' >&2; \
	    echo 'Name the one to use: make setup PYTHON=/path/to/python3.12' >&2; \
	    exit 1; \
	fi; \
	echo "Building .venv with $$("$$found" --version); this takes a few minutes the first time"; \
	"$$found" -m venv --clear .venv
# The lock names every package, so nothing is left to resolve: --no-deps. (pip 23.2 stumbles over extras when it resolves with hashes.)
	$(BIN)/python -m pip install --quiet --no-compile --no-deps --only-binary :all: --require-hashes -r requirements.lock
# For speed alone: a file that does not compile is met again, with its message, by whoever imports it.
	@$(BIN)/python -m compileall -qq -j0 .venv/lib || true
	@touch $@

# The project's own tables change often, the lock seldom: a new pyproject.toml costs seconds.
.venv/.ready: .venv/.locked pyproject.toml
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@
