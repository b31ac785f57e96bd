# Two commands matter: `make demo` and `make test`. Everything they need goes into .venv/.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.ready
# Tests start processes by the dozen; each would compile all it imports.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test check format bench setup lock clean

demo: setup
	$(BIN)/heatdesk demo $(ARGS)

test: check
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder --max-worker-restart 0 $(ARGS)

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup
	$(BIN)/python -m benchmarks.run $(ARGS)

setup: $(STAMP)

# A module is compiled when it is first imported: much of what is installed never is. What reading
# works out of its patterns is kept as bytecode is: a thousand messages bring up most of it.
$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "heatdesk 需要 Python 3.11 或更新：make PYTHON=python3.12 …")'
	@echo "第一次：把要用的装进 .venv/，一两分钟"
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	head -n 1000 learning/examples.jsonl | $(BIN)/heatdesk parse >/dev/null
	touch $(STAMP)

# Needs uv; writes the pins and their hashes, no index addresses.
lock:
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate --no-emit-index-url --no-emit-find-links -o requirements.lock

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
