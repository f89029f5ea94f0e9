# `make demo` draws the first map; `make test` runs every check. Both set up
# what they need in .venv, and nothing else has to be installed beforehand.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
JOBS ?= 2

.PHONY: help demo test lint types page docs bench clean

help:  ## Show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort

demo: $(VENV)/.runtime  ## Draw Kharkiv, HIMARS, ATACMS and Kursk Oblast into demo/
	@mkdir -p demo
	@$(BIN)/rangeviz map --from Kharkiv --zone Kursk -o demo/kharkiv.html
	@echo "Open this page in a browser: $(CURDIR)/demo/kharkiv.html"

test: lint types  ## Run every check: style, types, tests, doctests, notebooks, browser
	@sh tests/setup_browser.sh
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile

lint: $(VENV)/.development
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.development
	$(BIN)/mypy

page: page/node_modules/.package-lock.json  ## Build the page's script and styles out of page/ (needs Node.js)
	@cd page && npm run --silent build

page/node_modules/.package-lock.json: page/package-lock.json
	@cd page && npm ci --ignore-scripts --no-audit --no-fund && touch node_modules/.package-lock.json

bench: $(VENV)/.development  ## Print the benchmark ratios
	$(BIN)/python benchmarks/cold_start.py
	$(BIN)/python benchmarks/circles.py
	$(BIN)/python benchmarks/borders.py
	$(BIN)/python benchmarks/within.py
	$(BIN)/python benchmarks/many_sites.py

clean:  ## Remove what the other targets made
	rm -rf $(VENV) demo build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache

$(VENV)/.runtime: setup.cfg pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing rangeviz into $(VENV) (a minute the first time)..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.development: setup.cfg pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing rangeviz and its test tools into $(VENV) (a minute or two the first time)..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@ $(VENV)/.runtime
