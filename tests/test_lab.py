"""The notebooks in a real JupyterLab, in a real Chromium, as an analyst uses them."""

import pytest

from browser import chromium, keep, served
from workbench.reports import shipped_notebooks

RUN_ALL = """async () => {
  const app = window.jupyterapp;
  const panel = app.shell.currentWidget;
  await panel.context.sessionContext.ready;
  await app.commands.execute('notebook:run-all-cells');
}"""

NAMELESS = """[...document.querySelectorAll(
    ".jupyter-widgets :is(select, input, button, textarea)")]
  .filter(c => c.checkVisibility() && !(c.labels?.length || c.ariaLabel || c.title
                                        || c.textContent.trim() || c.placeholder))
  .map(c => c.outerHTML)"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """Address of a JupyterLab with settings of its own, on loopback."""
    with served(["make", "lab", "LAB_OPTIONS=--no-browser --allow-root --ServerApp.port=0 "
                 "--LabApp.expose_app_in_browser=True --IdentityProvider.token="],
                tmp_path_factory.mktemp("lab")) as address:
        yield address


@pytest.mark.parametrize("name", list(shipped_notebooks()))
def test_a_notebook_runs_and_its_explorer_shows(lab, name):
    with chromium(viewport={"width": 1400, "height": 1000}) as page:
        page.goto(f"{lab}lab/tree/notebooks/{name}.ipynb?reset")
        page.wait_for_function("window.jupyterapp?.shell?.currentWidget?.context?.isReady")
        page.evaluate(RUN_ALL)
        assert page.locator(".jp-RenderedText[data-mime-type*=stderr]").count() == 0
        assert page.locator(".jp-OutputArea-output .jupyter-widgets").count() > 0
        assert page.evaluate(NAMELESS) == []
        keep(page, name)
        outside = [u for u in page.requested if not u.startswith((lab, "data:", "blob:"))]
        assert outside == []


def test_the_start_page_is_shown_as_a_page(lab):
    with chromium() as page:
        page.goto(lab)
        page.get_by_role("heading", name="Start here").wait_for()
        page.get_by_role("link", name="00-corpus").click()
        page.wait_for_function("window.jupyterapp?.shell?.currentWidget?.context?.path"
                               " === 'notebooks/00-corpus.ipynb'")
