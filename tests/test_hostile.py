"""Pages are hostile: whatever they hold is shown as plain text, in every view, and nothing runs.

The corpus of this file tries markup in headlines, outlets, names and prose, links that run
scripts, what ends a script element, Markdown, characters that reverse text, and formulas.
"""

from pathlib import Path

import nbformat
import pandas as pd
import pytest
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook

from browser import chromium, free_port, served
from test_lab import RUN_ALL
from workbench import analysis, evidence, render, reports
from workbench.explorers.controls import for_spreadsheets

EVIL = "http://evil.example"
SCRIPT = f"<script src='{EVIL}/a.js'></script><script>window.ran = 1; alert(1)</script>"
IMAGE = f"<img src='{EVIL}/x.png' onerror='window.ran = 1; alert(2)'>"
PAGES = {
    "one.txt": f"Evil Post{IMAGE}\n12-03-2025\n- World\n- Evil Post{IMAGE}\n"
               f"Ministers agree {IMAGE} on a rail line\n"
               f"Anna Berg said {SCRIPT} that the line opens in March. </script>]]> "
               "\u201cWe build it <b onmouseover=alert(3)>now</b>,\u201d said Anna Berg. "
               "[click](javascript:alert(4)) ![x](http://evil.example/y.png) "
               "The sum was =HYPERLINK(\"http://evil.example\",\"x\") and {{ 7 * 7 }} ${alert(5)}."
               "\n\nA second line to the port will carry grain and steel from March on, it was "
               f"said {IMAGE} by ministers from twelve countries who met on Monday.\n",
    "two.txt": "=cmd|' /C calc'!A0\n13-03-2025\n- World\n- =cmd|' /C calc'!A0\n"
               "\u202eenil liar\u202c a <svg onload=alert(6)> rail line is agreed\n"
               "A second line to the port will carry grain and steel from March on, it was said "
               f"{IMAGE} by ministers from twelve countries who met on Monday.\n\n"
               "Anna Berg </textarea><iframe src=javascript:alert(7)></iframe> spoke.\n",
}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("hostile") / "pages<b>"
    folder.mkdir()
    for name, text in PAGES.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "actors.csv").write_text(
        "actor_id,name,type,country,role,wikidata,aliases,ambiguous,valid_from,valid_to,status\n"
        'anna-berg,"Anna Berg<img src=x onerror=alert(8)>",person,SE,,,Anna Berg,,,,registry\n',
        encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def notebooks(hostile, tmp_path_factory) -> Path:
    """The shipped notebooks, told to read the hostile pages."""
    folder = tmp_path_factory.mktemp("notebooks")
    for name, path in reports.shipped_notebooks().items():
        node = parameterize_notebook(load_notebook_node(str(path)), {"corpus": str(hostile)},
                                     kernel_name="python3")
        nbformat.write(node, folder / f"{name}.ipynb")
    return folder


def assert_nothing_ran(page, allowed: str) -> None:
    assert page.dialogs == []
    assert page.evaluate("window.ran") is None
    outside = [u for u in page.requested if not u.startswith((allowed, "data:", "blob:"))]
    assert outside == []
    for selector in ("script[src^='http://evil']", "[onerror]", "[onload]", "[onmouseover]",
                     "a[href^='javascript']", "iframe[src^='javascript']", "img[src^='http']"):
        found = page.locator(selector)
        assert found.count() == 0, found.first.evaluate("e => e.parentElement.outerHTML")


def test_reports_show_hostile_pages_as_text(hostile, tmp_path):
    out = tmp_path / "out"
    shipped = reports.shipped_notebooks()
    reports.write_reports(shipped, reports.choose_parameters(shipped, {"corpus": str(hostile)}),
                          out, loaded=analysis.load(hostile))
    with chromium() as page:
        for name in [*shipped, "index"]:
            page.goto((out / f"{name}.html").as_uri())
            page.wait_for_function(
                "document.querySelectorAll('figure.chart:not(.drawn)').length === 0")
            page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            assert_nothing_ran(page, "file:")
        page.goto((out / "00-corpus.html").as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert "<script>window.ran = 1; alert(1)</script>" in page.inner_text("body")


def test_jupyterlab_shows_hostile_pages_as_text(notebooks, tmp_path):
    command = ["jupyter", "lab", "--ServerApp.ip=127.0.0.1", f"--ServerApp.root_dir={notebooks}",
               "--LabApp.app_settings_dir=.jupyter", "--no-browser", "--allow-root",
               "--ServerApp.port=0", "--LabApp.expose_app_in_browser=True",
               "--IdentityProvider.token="]
    with served(command, tmp_path) as lab, chromium() as page:
        page.set_default_timeout(120_000)
        page.goto(f"{lab}lab/tree/01-actor-mentions.ipynb?reset")
        page.wait_for_function("window.jupyterapp?.shell?.currentWidget?.context?.isReady")
        page.evaluate(RUN_ALL)
        page.get_by_role("button", name="Chart", exact=True).click()
        page.locator(".vega-embed .mark-rect path").first.wait_for(state="attached")
        page.get_by_role("button", name="CSV", exact=True).click()
        page.get_by_role("link", name="Save").wait_for()
        assert "onerror=alert(8)" in page.locator(".vega-embed").first.inner_text()
        assert_nothing_ran(page, lab)


def test_voila_serves_a_page_that_shows_hostile_pages_as_text(notebooks, tmp_path):
    command = ["voila", str(notebooks), "--Voila.config_file_paths=.jupyter",
               f"--Voila.root_dir={notebooks}", f"--port={free_port()}"]
    with served(command, tmp_path) as voila, chromium() as page:
        page.set_default_timeout(120_000)
        page.goto(f"{voila}voila/render/02-source-overlap.ipynb")
        page.locator(".jupyter-widgets select").first.wait_for()
        assert page.locator("img[src^='data:image/svg'], .jp-RenderedSVG").count() >= 1
        page.get_by_role("button", name="Code", exact=True).last.click()
        assert page.locator("pre.code").inner_text() == "explorer.frame"
        assert "onerror='window.ran = 1; alert(2)'" in page.inner_text("body")
        assert_nothing_ran(page, voila)


def test_an_export_is_exact_and_that_of_an_explorer_is_for_spreadsheets(hostile, tmp_path):
    loaded = analysis.load(hostile)
    reports.write_tables(loaded, ["articles"], tmp_path / "out")
    exact = pd.read_csv(tmp_path / "out" / "articles.csv", dtype=str, keep_default_na=False)
    assert "=cmd|' /C calc'!A0" in set(exact["outlet"])
    shown = for_spreadsheets(loaded.articles[["outlet", "headline", "start"]])
    assert not [line for line in shown.splitlines() if line.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("text", ["=1", "+1", "-x", "@a", "\t=1", "\r=1"])
def test_what_a_spreadsheet_would_run_gets_a_quote(text):
    frame = pd.DataFrame({"a": [text], "n": [-1]})
    again = pd.read_csv(pd.io.common.StringIO(for_spreadsheets(frame)), dtype=str)
    assert again.to_numpy().tolist() == [["'" + text, "-1"]]


def test_what_reverses_text_is_made_visible():
    reversing = "a\u202eb\u2066c"
    assert "a[U+202E]b[U+2066]c" in evidence.table_html(
        pd.DataFrame({"t": [reversing]}), caption="")
    assert render.shorten(pd.Series([reversing]), 40).tolist() == ["a[U+202E]b[U+2066]c"]
