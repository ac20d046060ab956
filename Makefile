# A handful of commands, named by intent; `make` alone lists them.
#
# Everything is installed into .venv, once: a stamp there says what was installed and is written last, so that an
# interrupted install is begun again. All paths are relative, because make cannot hold a path with a space in it.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.SUFFIXES:
.PHONY: help run test soak screenshots eval peers bench lint index clean

export PIP_DISABLE_PIP_VERSION_CHECK := 1

# The CUDA packages that torch brings on Linux fill most of this; its CPU build does without them.
GIGABYTES := $(if $(TORCH_INDEX),3,8)
SUITABLE := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))

# What each install brings, and the stamps of all that it covers.
EXTRAS_run :=
EXTRAS_test := [test]
EXTRAS_dev := [test,dev]
STAMPS_run := .venv/.installed-run
STAMPS_test := $(STAMPS_run) .venv/.installed-test
STAMPS_dev := $(STAMPS_test) .venv/.installed-dev

help:  ## list these commands
	@echo 'Commands:'
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' Makefile
	@echo 'Settings, as in `make run PORT=8000`:'
	@echo '  HOST, PORT   where the page is served (127.0.0.1, 7860)'
	@echo '  ARGS         more arguments for test, eval or bench, as in `make test ARGS="-k fusion"`'
	@echo '  PYTHON       the Python to make .venv with (3.11 to 3.13)'
	@echo '  TORCH_INDEX  where to take torch from, at the first install. On Linux the usual torch brings several GB'
	@echo "               for graphics cards, which are never used here; PyTorch's own index has a CPU build without."

run: index  ## build the index when it is missing or stale, and serve the page
	@QA_HOST="$${HOST:-$${QA_HOST:-127.0.0.1}}" QA_PORT="$${PORT:-$${QA_PORT:-7860}}" .venv/bin/python app.py

test: .venv/.installed-test  ## run the tests, without the network
	@.venv/bin/python -m pytest $(ARGS)

soak: .venv/.installed-test  ## run the long tests in full, of which `make test` runs a small share
	@.venv/bin/python -m pytest -m soak -n 0 $(ARGS)

screenshots: .venv/.installed-test  ## write a picture of each screen and state, in each look, into screenshots/
	@.venv/bin/python -m tests.qa.web.screenshots screenshots $(ARGS)

eval: index  ## measure the answers on the questions of seeds/questions.jsonl
	@.venv/bin/python -m qa eval $(ARGS)

bench: .venv/.installed-run  ## measure speed and memory
	@.venv/bin/python -m qa.evaluation.bench $(ARGS)

peers:  ## install the answerers that `make eval` measures beside ours, into .venv-peers
	@$(if $(PYTHON),"$$PYTHON",python3) -c '$(SUITABLE)' || { echo 'Name a Python 3.11 to 3.13: make peers PYTHON=...' >&2; exit 1; }
	@$(if $(PYTHON),"$$PYTHON",python3) -m venv .venv-peers
	@.venv-peers/bin/python -m pip install --quiet --requirement qa/evaluation/peers/requirements.txt $(OR_SAY)

lint: .venv/.installed-dev  ## check style and types
	@.venv/bin/python -m ruff check .
	@.venv/bin/python -m mypy

clean:  ## remove .venv and .venv-peers, the built index and what tools left behind; keep the record of verified citations
	@rm -rf .venv .venv-peers .data/index .data/cache .data/tmp build dist local_ice_qa.egg-info
	@rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find qa index tests -name __pycache__ -type d -prune -exec rm -rf {} +

index: .venv/.installed-run
	@.venv/bin/python -m qa build

.venv/.installed-%: pyproject.toml constraints.txt
	@$(CHECK_DISK)
	@$(MAKE_VENV)
	@echo 'Installing local-ice-qa$(EXTRAS_$*) into .venv: the first time takes minutes.'
	@$(if $(TORCH_INDEX),$(INSTALL) --no-deps --index-url "$$TORCH_INDEX" torch $(OR_SAY))
	@$(INSTALL) --editable '.$(EXTRAS_$*)' $(OR_SAY)
	@rm -rf .venv/tmp
	@touch $(STAMPS_$*)

# Only before the first install: a later one replaces more than it adds. Where df is not understood, nothing is checked.
define CHECK_DISK
ls .venv/.installed-* >/dev/null 2>&1 && exit; \
free=$$(df -Pk . | awk 'NR == 2 {for (i = 3; i <= NF; i++) if ($$i ~ /^[0-9]+%$$/) {print $$(i - 1); exit}}'); \
test "$${free:-$(GIGABYTES)000000}" -ge $(GIGABYTES)000000 || { \
    echo "The first install needs $(GIGABYTES) GB of free disk here, and there are $$((free / 1000000)):" \
        "free some$(if $(TORCH_INDEX),,, or take torch's CPU build (see TORCH_INDEX in make help))." >&2; exit 1; }
endef

# A .venv that works is kept, whoever made it.
define MAKE_VENV
.venv/bin/python -c '$(SUITABLE)' 2>/dev/null && .venv/bin/python -m pip --version >/dev/null 2>&1 && exit; \
suitable=; \
for python in $(if $(PYTHON),"$$PYTHON",python3.13 python3.12 python3.11 python3); do \
    "$$python" -c '$(SUITABLE)' 2>/dev/null || continue; \
    suitable=$$python; \
    "$$python" -c 'import ensurepip, venv' 2>/dev/null || continue; \
    echo "Making .venv with $$("$$python" -V)."; \
    exec "$$python" -m venv --clear .venv; \
done; \
if test "$$suitable"; then \
    echo "$$suitable has no venv or ensurepip module: on Debian or Ubuntu, apt install python3-venv." >&2; \
else \
    echo "No Python 3.11 to 3.13 $(if $(PYTHON),at PYTHON=$$PYTHON,on the PATH): install one, or name one with" \
        "make PYTHON=/path/to/python3." >&2; \
fi; \
exit 1
endef

# pip shows its progress to a person and only what went wrong to a log. It unpacks beside .venv, on the disk that was
# checked, because /tmp is often a small disk in memory. Setuptools warns of every editable install at length.
define INSTALL
mkdir -p .venv/tmp; quiet=; test -t 1 || quiet=--quiet; \
TMPDIR="$$PWD/.venv/tmp" PYTHONWARNINGS='ignore:Editable installation' .venv/bin/python -m pip install $$quiet --constraint constraints.txt
endef
OR_SAY := || { echo 'The install did not finish: check the network and run the same command again.' >&2; exit 1; }
