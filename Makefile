# `make run` and `make test` do all the set-up on a machine with only Python 3.11.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: run test check bench format clean

run: .venv/run.stamp
	@$(BIN)/tracuu init --demo
	@$(BIN)/tracuu serve --port $(PORT)

test: .venv/test.stamp
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh scripts/test.sh

check: .venv/check.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djangofmt --check src
	$(BIN)/lint-imports --no-cache
	@$(BIN)/python -c "from pathlib import Path; from tracuu.core.keys import create_keys; create_keys(Path('.venv/check/keys'), is_demo=True)"
	TRACUU_HOME=.venv/check $(BIN)/mypy
	$(BIN)/python scripts/check_sizes.py

bench: .venv/test.stamp
	@$(BIN)/python -m benchmarks

format: .venv/check.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djangofmt src

.venv/bin/python:
	$(PYTHON) -m venv .venv

# Every file of pins is installed with its hashes; nothing else is.
.venv/run.stamp: .venv/bin/python requirements/base.txt requirements/build.txt pyproject.toml
	$(BIN)/pip install --quiet --require-hashes -r requirements/build.txt -r requirements/base.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --no-index --editable .
	@touch $@

.venv/test.stamp: .venv/run.stamp requirements/test.txt
	$(BIN)/pip install --quiet --require-hashes -r requirements/test.txt
	@touch $@

.venv/check.stamp: .venv/test.stamp requirements/check.txt
	$(BIN)/pip install --quiet --require-hashes -r requirements/check.txt
	@touch $@

clean:
	rm -rf .venv build dist
