# Everything Pratica needs, from nothing but Python 3.11+ and make. `make help` lists the commands.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
unexport PYTHONDONTWRITEBYTECODE # each of the many processes would compile everything anew

PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; done)
IN := .venv/bin
INSTALLED := .venv/installed
BUILT := app/static/dist/built
FRONTEND := $(shell find app/frontend -path app/frontend/node_modules -prune -o -type f -print)

.PHONY: help
help: ## List the commands.
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

.PHONY: run
run: $(INSTALLED) $(BUILT) ## Run everything on this machine. PORT=8000, DATA_DIR=var, DEMO=0 for an empty system.
	@exec $(IN)/python -m app.runtime

.PHONY: test
test: $(INSTALLED) $(BUILT) browser lint ## Everything CI runs: format, lint, types, contracts, tests, browser journeys.
	$(IN)/python -m pytest -n 2 --dist worksteal

.PHONY: check
check: $(INSTALLED) lint ## Format, lint, types and contracts, then the tests that need no browser.
	$(IN)/python -m pytest -q -n 2 --dist worksteal --ignore=tests/browser

.PHONY: lint
lint: $(INSTALLED) $(BUILT) ## Format, lint, types and contracts only.
	$(IN)/ruff format --check
	$(IN)/ruff check
	$(IN)/mypy --strict app workers
	$(IN)/lint-imports
	$(IN)/python -m app.runtime.frontend check

.PHONY: format
format: $(INSTALLED) ## Put the Python code into its form and mend what can be mended.
	$(IN)/ruff format
	$(IN)/ruff check --fix

.PHONY: bench
bench: $(INSTALLED) $(BUILT) ## The measurements of the README, on this machine.
	$(IN)/python -m tests.bench

.PHONY: torture
torture: $(INSTALLED) $(BUILT) ## Kill everything in turn and look for lost or doubled work. SEED=1, ROUNDS=3, SECONDS=60.
	$(IN)/python -m tests.torture --seed $(or $(SEED),1) --rounds $(or $(ROUNDS),3) --seconds $(or $(SECONDS),60)

.PHONY: tck
tck: $(INSTALLED) ## The public test suite for FEEL and DMN.
	$(IN)/python -m tests.dmn.tck

.PHONY: browser
browser: $(INSTALLED) ## Install Chromium for the browser tests, where there is none.
	@$(IN)/python -m tests.fixtures.browser

.PHONY: migration
migration: $(INSTALLED) ## Write a migration for what changed in the models. NAME="what it does"
	$(IN)/python -m tests.new_migration "$(NAME)"
	$(IN)/ruff check --fix --quiet migrations
	$(IN)/ruff format --quiet migrations

.PHONY: lock
lock: $(INSTALLED) ## Choose the versions of Python packages anew.
	$(IN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--all-extras --quiet --upgrade pyproject.toml -o requirements.lock

.PHONY: clean
clean: ## Remove what was installed and built; data in var/ stays.
	rm -rf .venv app/frontend/node_modules app/static/dist build *.egg-info

$(INSTALLED): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || \
		{ echo "Pratica needs Python 3.11 or newer: install it, or say where it is: PYTHON=/path/to/python3 make run"; exit 2; }
	@echo "Installing Python packages (once, half a minute) ..."
	@"$(PYTHON)" -m venv .venv || \
		{ echo "Python cannot make a virtual environment: install its venv module (Debian: apt-get install python3-venv)."; exit 2; }
	@sed -n '/^uv==/,/[^\\]$$/p' requirements.lock > .venv/uv.lock
	@$(IN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .venv/uv.lock \
		&& $(IN)/uv pip install --quiet --python .venv --compile-bytecode --require-hashes -r requirements.lock \
		|| $(IN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock || \
		{ echo "The Python packages could not be installed: see above. Is the package registry reachable? Then try again."; exit 2; }
	@$(IN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . || \
		{ echo "Pratica itself could not be installed: see above."; exit 2; }
	@touch $@

$(BUILT): $(INSTALLED) $(FRONTEND)
	@echo "Building the front end ..."
	@$(IN)/python -m app.runtime.frontend build
	@touch $@
