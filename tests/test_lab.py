"""The notebooks in a real JupyterLab, in a real Chromium, as an analyst uses them."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

from browser import chromium, executable
from workbench.reports import shipped_notebooks

ROOT = Path(__file__).parents[1]
RUN_ALL = """async () => {
  const app = window.jupyterapp;
  const panel = app.shell.currentWidget;
  await panel.context.sessionContext.ready;
  await app.commands.execute('notebook:run-all-cells');
}"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """Address of a JupyterLab with settings of its own, on loopback."""
    executable()
    home = tmp_path_factory.mktemp("lab")
    environment = os.environ | {
        "JUPYTER_CONFIG_DIR": str(home / "config"), "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"), "IPYTHONDIR": str(home / "ipython"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    log = (home / "log").open("w+", encoding="utf-8")
    command = ["make", "lab", "LAB_OPTIONS=--no-browser --allow-root --ServerApp.port=0 "
               "--LabApp.expose_app_in_browser=True --IdentityProvider.token="]
    server = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, env=environment,
                              cwd=ROOT, start_new_session=True)
    try:
        yield _address(server, Path(log.name))
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=20)


def _address(server: subprocess.Popen, log: Path) -> str:
    for _ in range(240):
        found = re.search(r"http://127\.0\.0\.1:\d+/", log.read_text(encoding="utf-8"))
        if found:
            with urlopen(found[0] + "api", timeout=20):
                return found[0]
        assert server.poll() is None, log.read_text(encoding="utf-8")
        time.sleep(0.25)
    raise TimeoutError(f"JupyterLab did not start: {log.read_text(encoding='utf-8')}")


@pytest.mark.parametrize("name", list(shipped_notebooks()))
def test_a_notebook_runs_and_its_explorer_shows(lab, name):
    with chromium(viewport={"width": 1400, "height": 1000}) as page:
        page.goto(f"{lab}lab/tree/notebooks/{name}.ipynb?reset")
        page.wait_for_function("window.jupyterapp?.shell?.currentWidget?.context?.isReady")
        page.evaluate(RUN_ALL)
        assert page.locator(".jp-RenderedText[data-mime-type*=stderr]").count() == 0
        assert page.locator(".jp-OutputArea-output .jupyter-widgets").count() > 0
        outside = [u for u in page.requested if not u.startswith((lab, "data:", "blob:"))]
        assert outside == []


def test_the_start_page_is_shown_as_a_page(lab):
    with chromium() as page:
        page.goto(lab)
        page.get_by_role("heading", name="Start here").wait_for()
        page.get_by_role("link", name="00-corpus").click()
        page.wait_for_function("window.jupyterapp?.shell?.currentWidget?.context?.path"
                               " === 'notebooks/00-corpus.ipynb'")
