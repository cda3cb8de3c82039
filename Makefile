# Two commands: `make report` and `make test`. Each sets up .venv by itself when it must.
PYTHON ?= python3
CORPUS ?=
OUT ?= report
LAB_OPTIONS ?=
VOILA_OPTIONS ?=
BIN := .venv/bin
READY := .venv/.ready

.PHONY: help report test lab voila gallery notebooks check bench lock clean

help:
	@echo 'make report  run the four notebooks, write HTML reports to $(OUT)/ (CORPUS=folder for your own pages)'
	@echo 'make test    checks, tests, notebooks re-executed and compared'
	@echo 'make lab     open JupyterLab on the start page'
	@echo 'make voila   serve the notebooks as pages, to readers without JupyterLab, on this machine'
	@echo 'make bench   speed and quality beside named peers'
	@echo 'make notebooks  execute the notebooks and store their outputs;  make lock  renew requirements.lock'

# A conda environment created with `--prefix .venv` is used as it is.
$(READY): requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -c 'import sys; sys.exit("workbench needs Python 3.11 or newer, found " + sys.version.split()[0] + "; try make PYTHON=python3.12") if sys.version_info < (3, 11) else None'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	$(BIN)/python -c "from workbench.reports import pages; pages.keep_chart_script()"
	@touch $@

report: $(READY)
	@$(BIN)/workbench report $(if $(CORPUS),"$(CORPUS)") --out "$(OUT)"

test: $(READY)
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest -n 2 --dist loadfile
	$(BIN)/pytest --nbval --nbval-cell-timeout=300 -p no:cacheprovider notebooks

lab: $(READY)
	$(BIN)/jupyter lab --ServerApp.ip=127.0.0.1 --ServerApp.root_dir=. --LabApp.app_settings_dir=.jupyter --LabApp.default_url=/lab/tree/notebooks/START.md $(LAB_OPTIONS)

voila: $(READY)
	$(BIN)/voila notebooks --Voila.config_file_paths=.jupyter --Voila.root_dir=notebooks $(VOILA_OPTIONS)

gallery: $(READY)
	$(BIN)/python docs/gallery.py

notebooks: $(READY)
	$(BIN)/python tests/store_notebooks.py

bench: $(READY)
	@for script in benchmarks/*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

lock: $(READY)
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet --output-file requirements.lock

clean:
	rm -rf .venv report build dist
