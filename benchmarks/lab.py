"""How long does a stranger wait for the first chart in JupyterLab? ``python benchmarks/lab.py``

Opens a notebook in a real JupyterLab and a real headless Chromium, runs all cells, and prints the
seconds until the first chart is drawn, and until the last cell is done, as a reader waits for
them. Side by side, in the same run: a notebook of one cell that draws one bar with Altair, which
is what any notebook with a chart costs.
"""

import sys
import tempfile
import time
from pathlib import Path

import nbformat

from workbench.reports import shipped_notebooks

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from browser import chromium, served
from test_lab import RUN_ALL

NAME = "02-source-overlap"
PEER = """import altair as alt, pandas as pd
alt.renderers.enable("svg")
alt.Chart(pd.DataFrame({"n": [1]})).mark_bar().encode(x="n")"""
OPEN = "window.jupyterapp?.shell?.currentWidget?.context?.isReady"
DRAWN = "document.querySelectorAll('.jp-RenderedSVG img').length > 0"


def wait_for(lab, name):
    """Seconds from running all cells to the first chart and to the end."""
    with chromium(viewport={"width": 1400, "height": 1000}) as page:
        page.set_default_timeout(120_000)
        page.goto(f"{lab}lab/tree/{name}.ipynb?reset")
        page.wait_for_function(OPEN)
        page.evaluate("window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
        page.wait_for_function(f"!({DRAWN})")
        start = time.perf_counter()
        page.evaluate(f"() => {{ window.done = ({RUN_ALL})(); }}")
        page.wait_for_function(DRAWN)
        first = time.perf_counter() - start
        page.evaluate("window.done")
        return first, time.perf_counter() - start


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        notebook = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(PEER)],
            metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})
        nbformat.write(notebook, folder / "one-chart.ipynb")
        nbformat.write(nbformat.read(shipped_notebooks()[NAME], 4), folder / f"{NAME}.ipynb")
        with served(["jupyter", "lab", "--ServerApp.ip=127.0.0.1", f"--ServerApp.root_dir={folder}",
                     "--no-browser", "--allow-root", "--ServerApp.port=0",
                     "--LabApp.expose_app_in_browser=True", "--IdentityProvider.token="],
                    folder / "home") as lab:
            print(f"{'seconds':24}{'first chart':>12}{'all cells':>12}")
            for which in ("one-chart", NAME):
                print(f"{which:24}" + "".join(f"{s:>12.1f}" for s in wait_for(lab, which)))


if __name__ == "__main__":
    main()
