# make run       starts the shop (the first time it also sets it up)
# make test      all tests          make check   style, types, imports, house limits
# make test-long, make test-dates   what takes longer: docs/testing.md
# make bench     the measurements   make words   gathers sentences for translation
# make fuzz      inputs that nobody thought of: docs/fuzzing.md
# make migration m="what changed"   writes the next step of the database

# The first of these that is new enough; looked up only when .venv has to be made.
PYTHON = $(shell for name in python3.13 python3.12 python3.11 python3; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
BIN = .venv/bin
PIP = $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt
# One more than the processors: a test often waits for a program or a clock.
PROCESSES ?= 3

.PHONY: run test test-long test-dates check fuzz bench bench-durability bench-understanding train words pictures migration \
	schema constraints
.DEFAULT_GOAL := run

run: .venv/.ready
	@exec $(BIN)/rantau run

test: .venv/.ready-dev
	$(BIN)/python -m pytest -n $(PROCESSES)

# What takes minutes: storms, random walks, many customers. `make test` has a small version of each.
test-long: .venv/.ready-dev
	$(BIN)/python -m pytest -n $(PROCESSES) -m long $(if $(k),-k "$(k)")

# The conversations and what touches the calendar, on ten days of two years, also far from Greenwich.
# Two of them: make test-dates d="cut-off leap"
test-dates: .venv/.ready-dev
	$(BIN)/python -m tests.dates --processes $(PROCESSES) $(d)

check: .venv/.ready-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo --no-cache
	$(BIN)/python -m pytest tests/house

# Made-up inputs, five minutes of them. An hour of texts only: make fuzz t=texts s=3600
fuzz: .venv/.ready-fuzz
	$(BIN)/python -m fuzz $(if $(s),--seconds $(s)) $(t)

bench: .venv/.ready-dev
	$(BIN)/python -m bench

# What faults lose or double: kills, clocks, and others. Writes docs/reliability.md; an hour or two.
bench-durability: .venv/.ready-dev
	$(BIN)/python -m bench.durability
	$(BIN)/python -m bench.durability --aims sending two-programs outage texts large-books large-books-postgresql erasing

# How well labelled messages are read, tag by tag, and how fast; fails under the aims.
bench-understanding: .venv/.ready-dev
	$(BIN)/python -m bench understanding

# Learns the reader's weights anew from the labelled messages: the same bytes on every machine.
train: .venv/.ready-dev
	$(BIN)/python -m bench.train

# Every sentence of the code, in the words of each language: rantau.po is where they are translated.
WORDS = --no-wrap --omit-header --add-location file --sort-by-file
words: .venv/.ready-dev
	$(BIN)/pybabel -q extract $(WORDS) --keyword later -o bot/locale/rantau.pot bot
	$(BIN)/pybabel -q update --no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date \
		-D rantau -i bot/locale/rantau.pot -d bot/locale

# The card of every product of the demo, into config/pictures: docs/pictures.md
pictures: .venv/.ready-dev
	$(BIN)/python -m pictures

migration: .venv/.ready-dev
	$(BIN)/python -m bot.app.new_migration "$(m)"

# Right only before the first release: one step of the whole schema in place of all steps.
schema: .venv/.ready-dev
	$(BIN)/python -m bot.app.new_migration --anew

constraints: .venv/.ready-dev
	@echo "# The versions that are tested together. Renew: make constraints" > constraints.txt
	$(BIN)/python -m pip freeze --exclude-editable --exclude pip --exclude setuptools --exclude rantau --exclude atheris >> constraints.txt

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Rantau needs Python 3.11 or newer." >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "On Debian: apt-get install python3-venv" >&2; exit 1; }

.venv/.ready: constraints.txt pyproject.toml | .venv/bin/python
	@echo "Installing what the shop needs (once) ..." >&2
	@$(PIP) --editable .
	@touch $@

.venv/.ready-dev: .venv/.ready
	@echo "Installing what the tests need (once) ..." >&2
	@$(PIP) --editable '.[dev]'
	@touch $@

.venv/.ready-fuzz: .venv/.ready-dev
	@$(PIP) --editable '.[fuzz]'
	@touch $@
