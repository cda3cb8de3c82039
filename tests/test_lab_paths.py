"""An analyst's paths in a real JupyterLab: click, read, correct, and find it again."""

import re
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook
from playwright.sync_api import expect

from browser import chromium, keep, served
from conftest import write_tiny
from test_lab import RUN_ALL
from workbench import reports

RESTART = """async () => {
  const session = window.jupyterapp.shell.currentWidget.context.sessionContext;
  await session.session.kernel.restart();
}"""
DARK = """() => window.jupyterapp.commands.execute('apputils:change-theme',
  {theme: 'JupyterLab Dark'})"""
OPEN = "window.jupyterapp?.shell?.currentWidget?.context?.isReady"


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """The notebooks; those that correct or compare read a tiny corpus of their own beside them."""
    folder = tmp_path_factory.mktemp("paths")
    pages = write_tiny(folder / "pages")
    for name, path in reports.shipped_notebooks().items():
        corpus = "" if name == "03-topic-timelines" else str(pages)  # it has topics to follow
        node = parameterize_notebook(load_notebook_node(str(path)), {"corpus": corpus},
                                     kernel_name="python3")
        nbformat.write(node, folder / f"{name}.ipynb")
    return folder


@pytest.fixture(scope="module")
def lab(folder, tmp_path_factory):
    with served(["jupyter", "lab", "--ServerApp.ip=127.0.0.1", f"--ServerApp.root_dir={folder}",
                 "--LabApp.app_settings_dir=.jupyter", "--no-browser", "--allow-root",
                 "--ServerApp.port=0", "--LabApp.expose_app_in_browser=True",
                 "--IdentityProvider.token="], tmp_path_factory.mktemp("lab")) as address:
        yield address


def opened(page, lab, name):
    page.set_default_timeout(60_000)
    page.goto(f"{lab}lab/tree/{name}.ipynb?reset")
    page.wait_for_function(OPEN)
    page.evaluate(RUN_ALL)


def click(page, mark):
    """Click in the middle of a mark, whatever is drawn on top of it."""
    mark.wait_for()
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_a_correction_is_seen_at_once_and_found_again_after_a_restart(lab, folder):
    with chromium(viewport={"width": 1400, "height": 1000}) as page:
        opened(page, lab, "01-actor-mentions")
        form = page.locator(".jupyter-widgets.widget-vbox", has_text="Correct a mention").last
        form.get_by_text("Correct a mention", exact=True).click()
        form.get_by_label("Mention", exact=True).select_option(index=1)
        form.get_by_label("Correction", exact=True).select_option(label="is no mention")
        form.get_by_role("button", name="this surface everywhere").click()
        keep(page, "mentions-to-correct")
        form.get_by_role("button", name="Correct", exact=True).click()
        written = page.get_by_text("Written: block")
        written.wait_for()
        keep(page, "mentions-corrected")
        assert ", 0 mentions changed" not in written.inner_text()
        said = (folder / "pages" / "corrections.csv").read_text(encoding="utf-8")
        assert said.splitlines()[1].startswith("block,")
        page.evaluate(RESTART)
        page.evaluate(RUN_ALL)
        table = page.locator("table", has=page.get_by_text("Corrections and their effect"))
        row = table.get_by_role("row").nth(1)
        row.scroll_into_view_if_needed()
        keep(page, "mentions-after-restart")
        assert row.get_by_role("cell").first.inner_text() == "block"
        assert page.complaints == []


def test_an_outlet_is_chosen_a_cell_clicked_and_two_passages_read_side_by_side(lab):
    with chromium(viewport={"width": 1400, "height": 1000}) as page:
        opened(page, lab, "02-source-overlap")
        explorer = page.locator(".jupyter-widgets.widget-vbox",
                                has=page.get_by_label("Evidence", exact=True)).last
        explorer.get_by_label("Outlet", exact=True).select_option(label="Northern Post")
        explorer.get_by_role("button", name="Chart", exact=True).click()
        click(page, explorer.locator(".vega-embed .mark-rect path").first)
        sides = explorer.locator(".sides")
        sides.nth(1).wait_for()
        sides.nth(1).scroll_into_view_if_needed()
        keep(page, "passages-side-by-side")
        assert explorer.locator(".sides mark[title=equal]").count() >= 2
        assert "second rail line" in explorer.inner_text()
        explorer.get_by_role("button", name="Code", exact=True).click()
        assert "cell=" in explorer.locator("pre.code").inner_text()
        assert page.complaints == []


def test_a_pair_of_articles_is_opened_by_a_click_on_its_tile(lab):
    with chromium(viewport={"width": 1400, "height": 1000}) as page:
        opened(page, lab, "02-source-overlap")
        explorer = page.locator(".jupyter-widgets.widget-vbox",
                                has_text="pairs to choose from").last
        pair = explorer.get_by_label("Pair", exact=True)
        pair.select_option(index=0)
        first = pair.locator("option:checked").inner_text()
        explorer.get_by_role("button", name="Chart", exact=True).click()
        click(page, explorer.locator(".vega-embed .mark-rect path").last)
        expect(pair.locator("option:checked")).not_to_have_text(first)
        keep(page, "pair-side-by-side")
        side = explorer.locator(".sides h4").first.inner_text()
        expect(pair.locator("option:checked")).to_contain_text(side)
        assert page.complaints == []


def test_a_period_is_opened_by_the_keyboard_and_a_click_in_the_dark(lab):
    with chromium(viewport={"width": 1400, "height": 1000}) as page:
        opened(page, lab, "03-topic-timelines")
        page.evaluate(DARK)
        explorer = page.locator(".jupyter-widgets.widget-vbox",
                                has=page.get_by_label("Articles of", exact=True)).last
        explorer.locator("select").first.focus()
        reached = set()
        for _ in range(12):
            reached.add(page.evaluate("document.activeElement.labels?.[0]?.innerText"
                                      " || document.activeElement.innerText"))
            page.keyboard.press("Tab")
        assert {"Series of", "Per", "Period", "Articles of", "Draw", "Chart", "Code",
                "CSV"} <= reached
        explorer.get_by_role("button", name="Chart", exact=True).press("Space")
        mark = explorer.locator(".vega-embed .mark-rect path[aria-label*='series: ']").first
        told = mark.get_attribute("aria-label")
        click(page, mark)
        only, period = (explorer.get_by_label(name, exact=True).locator("option:checked")
                        for name in ("Articles of", "Period"))
        expect(period).not_to_have_text("all")
        clicked = pd.Timestamp(re.search(r"period_start: ([^;]+);", told)[1])
        assert period.inner_text() == f"{clicked:%Y-%m-%d}"
        expect(only).not_to_have_text("all chosen series")
        explorer.locator("summary", has_text=only.inner_text()).first.click()
        explorer.locator(".line mark").first.wait_for()
        keep(page, "period-opened-dark")
        assert page.complaints == []
