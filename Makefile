# `make demo` draws the first map; `make test` runs every check. Both set up
# what they need in .venv, and nothing else has to be installed beforehand.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
JOBS ?= 2
# The tests start many processes: without it each compiled every module anew.
unexport PYTHONDONTWRITEBYTECODE
PYTEST = -m pytest -n $(JOBS) --dist worksteal

.PHONY: help demo test test-lowest test-newest test-repetitions lint types page docs bench platforms dist clean runtime development

help:  ## Show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort

demo: runtime  ## Draw Kharkiv, HIMARS, ATACMS and Kursk Oblast into demo/
	@mkdir -p demo
	@$(BIN)/rangeviz map --from Kharkiv --zone Kursk -o demo/kharkiv.html
	@echo "Open this page in a browser: $(CURDIR)/demo/kharkiv.html"
	@echo "Your own town: $(BIN)/rangeviz map --from Lviv --range 120km -o lviv.html"

test: lint types  ## Run every check (BROWSER=no: install no browser, skip its tests)
	@BROWSER=$(BROWSER) sh tests/setup_browser.sh
	$(BIN)/python $(PYTEST)

test-lowest: development  ## Run the tests with the lowest versions that setup.cfg allows
	sh tools/set_up_versions.sh lowest
	.venv-lowest/bin/python $(PYTEST)

test-newest: development  ## Run the tests with the newest versions there are
	sh tools/set_up_versions.sh newest
	.venv-newest/bin/python $(PYTEST)

test-repetitions: development  ## Hold at more points what the tests hold at some
	$(BIN)/python $(PYTEST) -m "repetition or hypothesis" --hypothesis-profile=thorough

lint: development
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: development
	$(BIN)/mypy

page: page/node_modules/.package-lock.json  ## Build the page's script and styles out of page/ (needs Node.js)
	@cd page && npm run --silent build

page/node_modules/.package-lock.json: page/package-lock.json
	@cd page && npm ci --ignore-scripts --no-audit --no-fund && touch node_modules/.package-lock.json

docs: development  ## Build the documentation site into build/site/html
	$(BIN)/python tools/build_site.py build/site

bench: development  ## Print the benchmark ratios
	$(BIN)/python benchmarks/cold_start.py
	$(BIN)/python benchmarks/circles.py
	$(BIN)/python benchmarks/borders.py
	$(BIN)/python benchmarks/within.py
	$(BIN)/python benchmarks/within_reach.py
	$(BIN)/python benchmarks/raster.py
	$(BIN)/python benchmarks/buffers.py
	$(BIN)/python benchmarks/many_sites.py
	$(BIN)/python benchmarks/picture.py
	$(BIN)/python benchmarks/page_speed.py

platforms: development  ## Check that Linux, Windows and macOS install from wheels alone
	$(BIN)/python tools/check_platforms.py

dist: development  ## Build, check and inventory what a release uploads, into dist/
	rm -rf build dist $(VENV)-dist
	$(BIN)/python -m build
	$(BIN)/uv tool run twine check --strict dist/*
	$(BIN)/uv venv --quiet --python $(BIN)/python $(VENV)-dist
	VIRTUAL_ENV=$(VENV)-dist $(BIN)/uv pip install --quiet dist/*.whl
	$(BIN)/uv tool run --from cyclonedx-bom cyclonedx-py environment \
		--output-reproducible -o dist/rangeviz.cdx.json $(VENV)-dist

clean:  ## Remove what the other targets made
	rm -rf $(VENV) $(VENV)-* demo build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache

runtime:
	@sh tools/set_up.sh $(PYTHON) $(VENV)

development:
	@sh tools/set_up.sh $(PYTHON) $(VENV) dev
