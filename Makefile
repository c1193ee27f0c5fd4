# make run and make test are the only two commands that a newcomer needs. Both work in a fresh clone.

PORT ?= 8000
DATA ?= var
ARGS ?=
ARTICLES ?= 0
ROUNDS ?= 3
export PORT DATA ARGS UPGRADE

# The first interpreter on the PATH that is new enough; it makes .venv, and .venv does the rest.
PYTHON = $(or $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done),\
	$(error Python 3.11 or newer is needed, and there is none on the PATH))
VENV_PYTHON = .venv/bin/python

.PHONY: help run dev test test-all lint bench bench-parts bench-large cluster lock clean packages

help:  ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run:  ## the site at http://127.0.0.1:8000 under the production server; PORT=8123 and DATA=/some/folder move it
	@exec $(PYTHON) -m tools.run

dev:  ## the same, restarting whenever a file changes
	@exec $(PYTHON) -m tools.run --reload

test: packages  ## all tests on SQLite, some on PostgreSQL, journeys in a browser; ARGS="tests/articles -k gate" chooses
	@exec $(VENV_PYTHON) -m tools.testing

test-all: packages  ## the same, all of it on PostgreSQL, too, and on SQLite at another date or in another order
	@exec $(VENV_PYTHON) -m tools.testing --all

lint: packages  ## rules, format, types, templates, migrations, conventions
	@exec $(VENV_PYTHON) -m tools.lint

bench: packages  ## every page over HTTP beside a bare server, into docs/performance.md; ARTICLES="1000 2000" ROUNDS=3
	@exec $(VENV_PYTHON) -m tests.bench.http --articles $(ARTICLES) --rounds $(ROUNDS) --write docs $(ARGS)

bench-parts: packages  ## what grows, what search finds, what outages do, printed; ARGS="tests/bench/test_growth.py"
	@DEBUG=1 exec $(VENV_PYTHON) -m pytest $(or $(ARGS),tests/bench) -s -m bench

bench-large:  ## make bench with 10,000 and 1,000,000 articles; some hours, 30 GB
	@$(MAKE) bench ARTICLES="10000 1000000"

cluster: packages  ## the site on several machines, all of them this one: nginx, two servers, Redis, PostgreSQL thrice
	@exec $(VENV_PYTHON) -m tools.cluster $(ARGS)

lock:  ## pin the packages again after a change of pyproject.toml; UPGRADE=1 takes the newest versions
	@exec $(PYTHON) -m tools.lock

clean:  ## remove what the tools made, but never the data
	@rm -rf .venv .mypy_cache .pytest_cache .ruff_cache

packages:
	@$(PYTHON) -m tools.venv
