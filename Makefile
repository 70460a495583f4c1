# `make` alone prints this help.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
MANAGE := $(PY) backend/manage.py
export PYTHONDONTWRITEBYTECODE ?= 1

.DEFAULT_GOAL := help
.PHONY: help run test test-browser test-sqlite test-postgres check pictures messages openapi lock clean

##@ Every day
help: ## Print this help
	@awk 'BEGIN {FS = ":.*## "} /^##@ / {printf "\n%s\n", substr($$0, 5)} /^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/.base ## Open the market with its demo data (PORT, HOST, DATABASE_URL, REDIS_URL, HOME_PROVINCE)
	@DEMO=1 $(MANAGE) open_market

test: test-browser test-sqlite test-postgres ## Run every test that can run here, on every database found

check: $(VENV)/.dev ## Judge the code: lint, types, imports, migrations, API snapshot, translations, secrets
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports --no-cache
	DATABASE_URL=sqlite://:memory: $(MANAGE) makemigrations --check --dry-run
	DATABASE_URL=sqlite://:memory: $(MANAGE) check --fail-level WARNING
	$(PY) -m tests.openapi --check
	$(MANAGE) messages check
	$(PY) -m tests.secrets

##@ One at a time
test-sqlite: $(VENV)/.dev ## The whole suite on SQLite
	$(PY) -m pytest -n 2 -m "not browser" -q

test-postgres: $(VENV)/.dev ## The whole suite on PostgreSQL, where one answers (TEST_DATABASE_URL)
	@url=$$($(PY) -m tests.postgres) && if [ -n "$$url" ]; then \
	  TEST_DATABASE_URL="$$url" $(PY) -m pytest -n 2 -m "not browser" -q; \
	fi

test-browser: $(VENV)/.dev ## The tests that drive Chromium against a running market
	$(PY) -m pytest -m browser -q

pictures: $(VENV)/.dev ## Take a picture of every page, two widths and two languages, into var/pictures
	$(PY) -m tests.pictures

messages: $(VENV)/.dev ## Extract the texts for translation and compile them
	$(MANAGE) messages extract
	$(MANAGE) messages compile

openapi: $(VENV)/.dev ## Write docs/api/openapi.yaml anew
	$(PY) -m tests.openapi

lock: ## Resolve the dependencies anew into the two lock files (needs uv)
	uv lock --upgrade
	uv export -q --no-emit-project --no-emit-index-url --no-emit-find-links --no-header --no-annotate --no-dev --format requirements-txt -o requirements.lock
	uv export -q --no-emit-project --no-emit-index-url --no-emit-find-links --no-header --no-annotate --format requirements-txt -o requirements-dev.lock

clean: ## Throw away everything made here: the environment and var/
	rm -rf $(VENV) var

# The environment: with uv when it is there, else with pip; the hashes hold either way.
$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make run PYTHON=python3.12"; exit 1; }
	@if command -v uv >/dev/null; then uv venv -q --python $(PYTHON) $(VENV); else $(PYTHON) -m venv $(VENV); fi

$(VENV)/.base: requirements.lock | $(VENV)/bin/python
	@$(call install,requirements.lock)
	@touch $@

$(VENV)/.dev: requirements-dev.lock | $(VENV)/bin/python
	@$(call install,requirements-dev.lock)
	@touch $@ $(VENV)/.base

define install
if command -v uv >/dev/null; then uv pip install -q --python $(PY) --require-hashes -r $(1); \
else $(PY) -m pip install -q --disable-pip-version-check --require-hashes -r $(1); fi
endef
