# The one door: everything a person does with this checkout starts here. `make help` lists it.
SHELL := /bin/bash
.DEFAULT_GOAL := help
VENV := .venv
PY := $(VENV)/bin/python
PYTEST := $(PY) -m pytest -n 2
LOCKS := requirements
# A stamp is younger than what it was made from; a changed lock file installs again.
RUNTIME := $(VENV)/.stamp-runtime
DEV := $(VENV)/.stamp-dev
PEERS := .venv-peers/.stamp

.PHONY: help setup dev demo test prove check bench bench-peers docs golden lock

help: ## list what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: $(RUNTIME) ## make .venv with jiheng in it (.venv/bin/jiheng)

$(RUNTIME): $(LOCKS)/build.txt $(LOCKS)/runtime.txt pyproject.toml tools/venv.sh
	@sh tools/venv.sh $(VENV) $(LOCKS)/build.txt $(LOCKS)/runtime.txt
	@$(PY) -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

dev: $(DEV)

$(DEV): $(RUNTIME) $(LOCKS)/dev.txt
	@sh tools/venv.sh $(VENV) $(LOCKS)/dev.txt
	@touch $@

demo: setup ## run both sample assessments, then serve the sample site on http://127.0.0.1:8000
	@$(VENV)/bin/jiheng demo --serve

test: dev ## install what the tests need and run everything but the full volumes of `prove`
	@$(PY) tools/system_packages.py
	@$(PYTEST) -m "not prove"

prove: dev ## run the full volumes, guards removed in turn, and write docs/reliability.md (long)
	@$(PY) tools/system_packages.py
	@$(PY) tools/prove.py

check: dev ## format, lint, types, import contracts, sizes, generated docs, fast tests (under a minute)
	@$(PY) tools/check.py

bench: setup ## measure the engine
	@$(PY) tools/bench.py

bench-peers: $(PEERS) ## measure it against pandas, Polars, DuckDB, OpenFisca and a spreadsheet
	@.venv-peers/bin/python tools/bench_peers.py

$(PEERS): $(LOCKS)/build.txt $(LOCKS)/runtime.txt $(LOCKS)/peers.txt pyproject.toml
	@sh tools/venv.sh .venv-peers $(LOCKS)/build.txt $(LOCKS)/runtime.txt
	@sh tools/venv.sh .venv-peers $(LOCKS)/peers.txt
	@.venv-peers/bin/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

docs: dev ## write docs/generated from the code
	@$(PY) tools/generate_docs.py

golden: dev ## rewrite the golden documents; read the difference before you commit it
	@$(PY) -m pytest tests -m "not prove" --golden -q
	@git --no-pager diff --stat

lock: dev ## lock the requirements again, with hashes
	@sh tools/lock.sh
