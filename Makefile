# make run    play the flagship and two what-ifs, and compare them
# make test   run the tests
# make check  style, types and the order of imports
# make setup  build .venv (the three above do it when needed)
# make docs   write again every page that a command generates, but for the record
# make validation  foretell past crises in every way and write docs/validation.md (minutes)
# make format put the code into house style
# make lock   renew requirements.lock (needs uv)
# make clean  remove what was built; results stay

VENV := .venv
BIN := $(VENV)/bin
SIM := $(BIN)/python -m sim
FLAGSHIP := venezuela-2025 no-ukraine-war nothing-pending-with-washington
# A virtual environment cannot be moved, so its stamps carry the folder it was made for.
HERE := $(firstword $(shell pwd | cksum))
LOCKED := $(VENV)/.locked-$(HERE)
READY := $(VENV)/.ready-$(HERE)

.DEFAULT_GOAL := help
.PHONY: help run test check setup docs validation format lock clean

help:
	@sed -n 's/^# make/make/p' Makefile

run: $(READY)
	@$(SIM) compare $(FLAGSHIP)

test: $(READY)
	@$(BIN)/python -m pytest -m "not slow"

check: $(READY)
	@$(BIN)/python -m ruff check .
	@$(BIN)/python -m ruff format --check .
	@$(BIN)/python -m mypy --strict sim
	@$(BIN)/lint-imports --no-logo

setup: $(READY)

docs: $(READY)
	@$(BIN)/python -m sim.cli.document > docs/cli.md
	@$(BIN)/python -m sim.cli.readme $(FLAGSHIP)

validation: $(READY)
	@$(SIM) hindcast --document docs/validation.md

format: $(READY)
	@$(BIN)/python -m ruff check --fix .
	@$(BIN)/python -m ruff format .

lock:
	uv pip compile pyproject.toml --extra test --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-header --quiet --output-file requirements.lock

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(LOCKED): requirements.lock
	@./.ci/new-venv $(VENV)
	@$(BIN)/python -m pip install -qq --require-hashes -r requirements.lock
	@touch $@

$(READY): $(LOCKED) pyproject.toml
	@$(BIN)/python -m pip install -qq --no-deps --no-build-isolation --editable .
	@touch $@
