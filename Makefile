# Two commands are all a newcomer needs: `make site` and `make test`. Both set up .venv on first use.
PYTHON ?= python3
DEVICE ?= cpu
BIN := .venv/bin
WORKERS ?= --numprocesses=auto --dist=loadfile --no-loadscope-reorder
export NO_MKDOCS_2_WARNING := 1

.PHONY: help install site test test-all tools serve preview pdf check format bench lock clean

help:            ## this list
	@grep -E '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed -E 's/: [^#]*## */\t/' | expand -t 10

install: .venv/installed   ## set up .venv, and nothing else

site: .venv/installed   ## build everything, then switch site/ to it in one step (DEVICE=cpu|cuda|auto)
	@$(BIN)/course-site publish --device $(DEVICE)

test: .venv/installed   ## run every test, a file on each core
	@$(BIN)/python -m pytest $(WORKERS)

test-all: .venv/installed .cache/tools/installed   ## run the tests that take long as well: every kill, every width
	@$(BIN)/python -m pytest $(WORKERS) -m ""

tools: .cache/tools/installed   ## fetch what only tests use: axe, Lighthouse, the HTML checker, the viewer of diagrams.net

serve: .venv/installed   ## the same site, live, for editing
	@LESSON_DEVICE=$(DEVICE) $(BIN)/mkdocs serve

preview: .venv-prose/installed   ## live preview of the prose, without torch: figures not stored are boxes
	@.venv-prose/bin/mkdocs serve --no-strict

pdf: site   ## print every lesson of the built site as a PDF, into pdf/
	@$(BIN)/course-site pdf

check: .venv/installed   ## lint all sources, in seconds
	@$(BIN)/course-site check
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

format: .venv/installed   ## format the code
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: .venv/installed   ## print the performance table and write .cache/bench.json
	@$(BIN)/python -m benchmarks

# everything but what only cells need; LOCKED=1 as below
.venv-prose/installed: pyproject.toml constraints.txt requirements.lock
	$(PYTHON) -m venv .venv-prose
ifdef LOCKED
	.venv-prose/bin/python -m pip install --quiet --require-hashes --requirement requirements.lock
	.venv-prose/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable .
else
	$(PYTHON) -c 'import tomllib; p = tomllib.load(open("pyproject.toml", "rb"))["project"]; \
	  print(*(d for d in p["dependencies"] + p["optional-dependencies"]["site"] if not d.startswith("torch")), sep="\n")' \
	  > .venv-prose/requirements.txt
	.venv-prose/bin/python -m pip install --quiet --constraint constraints.txt -r .venv-prose/requirements.txt
	.venv-prose/bin/python -m pip install --quiet --no-deps --editable .
endif
	@touch $@

# every file is checked by its hash; the lock file names no registry: each machine has its own
.cache/tools/installed: tests/tools/package.json tests/tools/package-lock.json tests/tools/viewer.txt | .venv/installed
	@mkdir -p .cache/tools
	cp tests/tools/package.json tests/tools/package-lock.json .cache/tools/
	PUPPETEER_SKIP_DOWNLOAD=1 npm ci --prefix .cache/tools --no-audit --no-fund --silent
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes --upgrade --target .cache/tools/drawio \
	  -r tests/tools/viewer.txt
	@touch $@

clean:           ## remove everything that was made, installed packages too
	rm -rf .venv .venv-prose .cache site

lock:            ## write requirements.lock and tests/tools/package-lock.json anew: every version, with hashes, for CI
	rm -f tests/tools/package-lock.json
	npm install --prefix tests/tools --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund --silent
	$(PYTHON) -c 'import json, pathlib; file = pathlib.Path("tests/tools/package-lock.json"); \
	  lock = json.loads(file.read_text()); [one.pop("funding", None) for one in lock["packages"].values()]; \
	  file.write_text(json.dumps(lock, indent=2) + "\n")'   # who asks for money is of no use to an installation
	$(PYTHON) -m venv .cache/lock
	.cache/lock/bin/python -m pip install --quiet pip-tools
	.cache/lock/bin/pip-compile --quiet --generate-hashes --strip-extras --no-header --no-annotate \
	  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --unsafe-package torch \
	  --extra site --extra test --constraint constraints.txt --upgrade --output-file requirements.lock pyproject.toml

# LOCKED=1: every file's hash is checked, that of setuptools, which then builds this project, too; torch, whose builds
# differ by platform, comes after, at its exact version, with what its build asks for beyond that: the CPU's asks for
# nothing; without PIP_EXTRA_INDEX_URL, Linux gets the CUDA build and its libraries, of which no hash is known.
# NEWEST=1: the newest versions that pyproject.toml allows.
.venv/installed: pyproject.toml constraints.txt requirements.lock
	$(PYTHON) -m venv .venv
ifdef LOCKED
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --constraint constraints.txt torch
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
else
	$(BIN)/python -m pip install --quiet $(if $(NEWEST),,--constraint constraints.txt) --editable '.[site,test]'
endif
	@touch $@
