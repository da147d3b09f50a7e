# Qiyal. `make help` lists what there is.
PORT ?= 8000
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
COMPILE := $(BIN)/pip-compile -q --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --strip-extras
PYTEST = scripts/tests.sh $(BIN)/pytest

.PHONY: run test check soak bench shots messages requirements clean help

run: $(VENV)/.run .catalogues ## start everything on http://localhost:8000 (PORT=… for another)
	@scripts/serve.sh $(PORT)

test: $(VENV)/.dev .catalogues browser ## lint, types, contracts, all tests on both databases and in the browser
	@$(MAKE) --no-print-directory lint
	@$(PYTEST) -n 2 --dist loadgroup -q

check: $(VENV)/.dev .catalogues ## the fast part: lint, types, contracts, tests without a browser
	@$(MAKE) --no-print-directory lint
	@$(PYTEST) -n 2 --dist loadgroup -q -m "not browser and not slow"

soak: $(VENV)/.dev .catalogues browser ## the long fault and sequence runs, whole
	@QIYAL_SOAK=1 $(PYTEST) -q -m slow

bench: $(VENV)/.dev ## measure speed as ratios in one run; figures go to benchmarks/
	@$(BIN)/python -m benchmarks

shots: $(VENV)/.dev .catalogues browser ## screenshots of every page of every role, three languages, into shots/
	@$(BIN)/python -m tests.browser.shots

messages: $(VENV)/.dev ## bring the catalogues up to date with the texts (FEATURE=… for one)
	@$(BIN)/python -m contest_app.web.catalogues update $(FEATURE)

requirements: $(VENV)/.dev ## pin what requirements.in and requirements-dev.in ask for
	@$(COMPILE) -o requirements.txt requirements.in
	@sed -i 's/+cpu$$//' requirements.txt
	@$(COMPILE) -o requirements-dev.txt requirements-dev.in

clean: ## remove the environment and what was built (the data in var/ stays)
	@rm -rf $(VENV) .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find contest_app -name '*.mo' -delete

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

.PHONY: lint browser .catalogues
lint:
	@$(BIN)/ruff check -q .
	@$(BIN)/ruff format -q --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

browser:
	@scripts/browser.sh

.catalogues:
	@$(BIN)/python -m contest_app.web.catalogues compile

$(VENV)/.venv:
	@scripts/environment.sh $(PYTHON) $(VENV)
	@touch $@

$(VENV)/.run: requirements.txt | $(VENV)/.venv
	@$(BIN)/pip install -q --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	@$(BIN)/pip install -q --disable-pip-version-check -r requirements-dev.txt
	@touch $@
