"""The reports of the sample, opened as files in Chromium with the network blocked."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from browser import chromium
from workbench import load
from workbench.reports import choose_parameters, shipped_notebooks, write_reports

NAMES = list(shipped_notebooks())


@pytest.fixture(scope="module")
def report_folder(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("reports") / "out"
    notebooks = shipped_notebooks()
    write_reports(notebooks, choose_parameters(notebooks, {}), out, loaded=load())
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


CUT = """() => [...document.querySelectorAll('table, figure, svg, img, pre, dl')].filter(
    part => part.checkVisibility()
        && part.getBoundingClientRect().right > document.documentElement.clientWidth + 1).map(
    part => `${part.tagName} ${part.textContent.slice(0, 60)}`)"""


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_cut_off_on_a_telephone_or_on_paper(report_folder, name):
    with chromium(viewport={"width": 400, "height": 800}) as page:
        page.goto((report_folder / f"{name}.html").as_uri())
        page.wait_for_function("document.querySelectorAll('figure.chart:not(.drawn)').length === 0")
        assert page.evaluate("document.documentElement.scrollWidth") <= 400
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 688, "height": 1000})  # A4 without its margins
        assert page.evaluate(CUT) == []


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
            assert page.get_by_role("columnheader", name="control").count() >= 1, name


EXPLORED = {"01-actor-mentions": "Who is named", "02-source-overlap": "Which articles share",
            "03-topic-timelines": "Articles per month", "00-corpus": "When the articles appeared"}


@pytest.mark.parametrize("name", NAMES)
def test_a_click_on_a_mark_opens_its_evidence_without_a_network(report_folder, name):
    with chromium(offline=True, viewport={"width": 1200, "height": 900}) as page:
        page.goto((report_folder / f"{name}.html").as_uri())
        page.wait_for_function("document.querySelectorAll('figure.chart:not(.drawn)').length === 0")
        figure = page.locator(f"figure.chart[aria-label^='{EXPLORED[name]}']")
        mark = figure.locator("svg [aria-label*='href: #mark-']").first
        mark.scroll_into_view_if_needed()
        box = mark.bounding_box()
        assert page.locator("details.mark[open]").count() == 0
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        fold = page.locator("details.mark[open]")
        fold.locator(".note, .text, .line, table").first.wait_for()
        asked = page.evaluate("location.hash")
        assert asked.startswith("#mark-")
        assert fold.first.locator(f"a{asked}").count() == 1
        assert fold.first.evaluate("e => e.getBoundingClientRect().top < innerHeight")
        assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
        assert [u for u in page.requested if not u.startswith(("file:", "data:"))] == []


def test_the_bar_of_an_actor_opens_the_sentences_that_name_it(report_folder):
    with chromium(java_script_enabled=False) as page:
        html = (report_folder / "01-actor-mentions.html").read_text(encoding="utf-8")
        soup = BeautifulSoup(html, "html.parser")
        mark = soup.select_one("details.mark:has(.line) > a")["id"]
        page.goto(f"{(report_folder / '01-actor-mentions.html').as_uri()}#{mark}")
        lines = page.locator(f"details.mark:has(> a#{mark}) .line mark")
        assert lines.first.is_visible()  # the browser opens the fold without a script
        assert lines.first.inner_text()


@pytest.mark.parametrize("name", NAMES)
def test_a_head_tells_what_was_run_and_leads_to_every_section(report_folder, name):
    soup = BeautifulSoup((report_folder / f"{name}.html").read_text("utf-8"), "html.parser")
    head = soup.main.get_text(" ")[:4000]
    for told in ("made with", "UTC", "fingerprint", "Load ledger", "Corrections applied"):
        assert told in head, told
    anchors = [a["href"][1:] for a in soup.select("nav.contents a")]
    assert anchors == [h["id"] for h in soup.select("h2")]
    assert len(anchors) >= 4
    for figure in soup.select("figure.chart"):
        assert len(figure.figcaption.text) > 20
        assert figure.find_next("details").summary.text.endswith("rows behind this chart")


@pytest.mark.parametrize("name", NAMES)
def test_a_report_prints_on_a4_a_section_a_page_and_stays_small(report_folder, name, tmp_path):
    path = report_folder / f"{name}.html"
    assert path.stat().st_size < 3_000_000
    with chromium(offline=True, color_scheme="dark") as page:
        page.goto(path.as_uri())
        page.wait_for_function("document.querySelectorAll('figure.chart:not(.drawn)').length === 0")
        sections = page.locator("h2").count()
        pdf = page.pdf(path=tmp_path / "out.pdf", prefer_css_page_size=True)
    assert pdf.startswith(b"%PDF")
    assert b"/MediaBox [0 0 594" in pdf or b"/MediaBox [0 0 595" in pdf
    assert pdf.count(b"/Type /Page\n") > sections
