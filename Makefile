# make demo, make test: all else is in bootstrap.py, which also runs where there is no make.
# Options go into ARGS: make test ARGS="-k calendars"
PYTHON ?= python3
ARGS ?=

.PHONY: help demo test lint bench prove reference setup lock
.NOTPARALLEL:

help:
	@$(PYTHON) bootstrap.py help
demo:
	@$(PYTHON) bootstrap.py demo $(ARGS)
test:
	@$(PYTHON) bootstrap.py test $(ARGS)
lint:
	@$(PYTHON) bootstrap.py lint
bench:
	@$(PYTHON) bootstrap.py bench $(ARGS)
# 20,000 random cases on both engines; takes an hour
prove:
	@$(PYTHON) bootstrap.py prove $(ARGS)
# after a change of what the demo shows
reference:
	@$(PYTHON) bootstrap.py reference
setup:
	@$(PYTHON) bootstrap.py setup
# after a change of dependencies in pyproject.toml; needs uv
lock:
	@$(PYTHON) tools/lock.py
