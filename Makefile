# Two commands on a fresh machine: make graph, make test.  They need python3, make and a package
# index; everything goes into .venv and build/.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet

.PHONY: graph test lint bench bench-viewer bench-scale coverage golden reference notebooks lock clean

graph: $(VENV)/installed
	@$(BIN)/kg build
	@$(BIN)/kg check
	@$(BIN)/kg view -o build/graph.html
	@$(BIN)/kg about

test: $(VENV)/installed-dev
	$(BIN)/python -m pytest -n auto --dist worksteal

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

coverage: $(VENV)/installed-dev
	$(BIN)/python -m pytest -n auto --dist worksteal --cov --cov-report=term-missing

golden: $(VENV)/installed-dev
	$(BIN)/python -m tests.support.golden

reference: $(VENV)/installed-dev
	$(BIN)/python docs/reference.py

notebooks: $(VENV)/installed-dev
	@$(BIN)/kg build
	$(BIN)/python notebooks/build.py --run

bench: $(VENV)/installed-dev
	$(BIN)/kg build
	$(BIN)/python -m bench
	$(BIN)/python -m bench.tables

# Graphs of up to 50 million quads, of the whole report where it is at hand (an hour, 40 GB of disk).
bench-scale: $(VENV)/installed-dev
	$(BIN)/python -m bench.tables.scale 1 4 10 50

bench-viewer: $(VENV)/installed-dev
	$(BIN)/python -m bench.viewer

# Rewrites the lock files; they name no index, so any mirror serves.
lock: $(VENV)/installed-dev
	$(BIN)/uv pip compile pyproject.toml --extra parquet --extra plots --extra reports --group build --universal --python-version 3.11 --generate-hashes \
		--no-header --no-strip-extras --no-emit-index-url --quiet -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra parquet --extra pandas --extra plots --extra reports --extra notebooks \
		--group build --group dev --universal --python-version 3.11 \
		--generate-hashes --no-header --no-strip-extras --no-emit-index-url --quiet -c requirements.lock -o requirements-dev.lock
	echo 'pyspark>=4' | $(BIN)/uv pip compile - --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --no-strip-extras --no-emit-index-url --quiet -o requirements-spark.lock
	echo 'morph-kgc>=2.10' | $(BIN)/uv pip compile - --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --no-strip-extras --no-emit-index-url --quiet -o requirements-morph.lock

$(VENV)/installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "needs Python 3.11 or newer")'
	@echo "setting up $(VENV) …" >&2
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements-dev.lock
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

clean:
	rm -rf build dist $(VENV)
