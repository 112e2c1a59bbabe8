# Two commands do everything: `make serve` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: setup serve test bench lock vendor clean

serve: setup ## build the graph and serve it on http://localhost:8080
	$(BIN)/plangraph build
	$(BIN)/plangraph serve

# The slow folders come first, so that no processor is idle at the end; a file's tests share what they set up.
test: $(VENV)/.dev ## lint, types, imports, tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest --numprocesses=auto --maxprocesses=4 --dist=loadfile --no-loadscope-reorder

bench: $(VENV)/.dev ## measure beside other servers, and write docs/performance.md; `plangraph bench --help` tells more
	$(BIN)/plangraph bench

setup: $(VENV)/.run

$(VENV)/.run: requirements.lock pyproject.toml | $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

$(VENV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo 'PlanGraph needs Python 3.11 or newer; name one with: make PYTHON=python3.12 serve' >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
	  || { rm -rf $(VENV); echo 'Python cannot make environments here; on Debian: apt install python3-venv' >&2; exit 1; }

lock: $(VENV)/.dev ## pin anew what pyproject.toml asks for
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header \
	  --group build pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header \
	  --group build --group dev --all-extras -c requirements.lock pyproject.toml -o requirements-dev.lock

vendor: ## make the front end's libraries anew from npm; docs/front-end.md tells how to update one
	cd service/static/vendor && npm ci --ignore-scripts && npm run build && rm -rf node_modules

clean: ## remove the environment and what was built
	rm -rf $(VENV) var
