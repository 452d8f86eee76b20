# The daily commands. `make setup` once, then the others.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: setup test explore lint format samples docs wheel

setup:
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -e ".[dev]"

test:
	$(BIN)/python -m pytest

# Generated tests with examples that nobody has seen yet; the other tests are the same each time.
explore:
	ICTXL_EXPLORE=1 ICTXL_EXAMPLES=3000 $(BIN)/python -m pytest -m "slow or not slow" $(shell grep -rl hypothesis tests --include='test_*.py')

lint:
	PATH="$(CURDIR)/$(BIN):$$PATH" .ci/lint

format:
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

samples:
	$(BIN)/python samples/build.py
	$(BIN)/python samples/build_cities.py
	$(BIN)/python samples/build_families.py

docs:
	$(BIN)/python docs/generate_checks.py
	$(BIN)/python docs/generate_commands.py
	$(BIN)/python docs/generate_api.py

wheel:
	$(BIN)/python -m pip wheel --no-deps -w dist .
