"""The reports of the sample, opened as files in Chromium with the network blocked."""

from pathlib import Path

import pytest

from browser import chromium
from workbench.reports import choose_parameters, shipped_notebooks, write_reports

NAMES = list(shipped_notebooks())


@pytest.fixture(scope="module")
def report_folder(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("reports") / "out"
    notebooks = shipped_notebooks()
    write_reports(notebooks, choose_parameters(notebooks, {}), out)
    return out


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", NAMES)
def test_charts_draw_and_nothing_is_requested(report_folder, name, scheme):
    address = (report_folder / f"{name}.html").as_uri()
    with chromium(color_scheme=scheme, offline=True) as page:
        page.goto(address)
        charts = page.locator("figure.chart")
        assert charts.count() >= 1
        page.wait_for_function("document.querySelectorAll('figure.chart:not(.drawn)').length === 0")
        assert page.locator("figure.chart .live svg.marks").count() == charts.count()
        assert [u for u in page.requested if not u.startswith(("file:", "data:"))] == []
        assert page.complaints == []
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, "the page scrolls sideways"


@pytest.mark.parametrize("name", NAMES)
def test_without_scripts_the_drawings_show(report_folder, name):
    with chromium(java_script_enabled=False) as page:
        page.goto((report_folder / f"{name}.html").as_uri())
        for image in page.locator("figure.chart img.fallback").all():
            assert image.bounding_box()["width"] > 100
            assert len(image.get_attribute("alt")) > 20


def test_the_index_leads_to_every_report(report_folder):
    with chromium() as page:
        page.goto((report_folder / "index.html").as_uri())
        assert page.locator("ol.reports a").count() == len(NAMES)
        page.locator("ol.reports a").last.click()
        assert page.url.endswith(f"{NAMES[-1]}.html")
        assert page.locator("h1").first.is_visible()


def test_every_report_has_a_chart_a_table_and_an_explorer_in_plain_html(report_folder):
    for name in NAMES:
        with chromium(java_script_enabled=False) as page:
            page.goto((report_folder / f"{name}.html").as_uri())
            assert page.locator("table").count() >= 2, name
            assert page.get_by_role("columnheader", name="control").count() == 1, name
