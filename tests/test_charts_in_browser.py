"""Charts as a browser draws them: no complaint of Vega, no text cut off by the edge or overprinted.

Names of 40 to 80 characters, from right to left and in Chinese; one day and ten years.
"""

import pandas as pd
import pytest
import vl_convert

from browser import chromium
from test_charts import DRAWN
from workbench import charts, render
from workbench.tables import conform

NAMES = ["Ministry of Transport and Digital Infrastructure of the Kingdom of Norway",
         "The Committee for the Protection of Independent Newspapers in Europe",
         "وزارة النقل والبنية التحتية الرقمية في المملكة", "צבא ההגנה לישראל",
         "联合国安全理事会关于和平与安全问题的特别委员会会议记录", "EU"]
DRAW = """async spec => {
    document.body.innerHTML = '<div id="chart" style="display: inline-block"></div>';
    await vegaEmbed('#chart', spec, {renderer: 'svg', actions: false});
    const edge = document.querySelector('#chart svg').getBoundingClientRect();
    const texts = [...document.querySelectorAll('#chart text')].filter(
        text => text.textContent.trim() && text.getAttribute('opacity') !== '0'
            && text.getAttribute('stroke') !== '#ffffff'
            && !(text.getAttribute('transform') || '').includes('rotate'));
    const boxes = texts.map(text => [text.textContent, text.getBoundingClientRect()]);
    const meets = (a, b) => a.left < b.right - 1 && b.left < a.right - 1
        && a.top < b.bottom - 4 && b.top < a.bottom - 4;
    return {
        outside: boxes.filter(([, box]) => box.left < edge.left - 1 || box.right > edge.right + 1
            || box.top < edge.top - 1 || box.bottom > edge.bottom + 1).map(([text]) => text),
        over: boxes.flatMap(([text, box], i) => boxes.slice(0, i).filter(
            ([, other]) => meets(box, other)).map(([other]) => `${text} over ${other}`)),
        width: edge.width}; }"""
WIDEST = 1_112  # pixels that a report has for a chart


def days(span: int) -> list[pd.Timestamp]:
    first = pd.Timestamp("2015-12-28")
    return [first + pd.Timedelta(days=day * (span - 1) // 5) for day in range(6)]


def articles(span: int) -> pd.DataFrame:
    return conform([{
        "article_id": f"f:{i}", "file_id": "f", "start": 100 * i, "end": 100 * i + 90,
        "headline": f"{NAMES[i]} says no", "outlet": NAMES[i - 1], "published_earliest": day,
        "published_latest": None if i == 4 else day, "published": None if i == 4 else day,
        "date_basis": "stated", "start_confidence": 1, "n_words": 9, "text": NAMES[i] * 4}
        for i, day in enumerate(days(span))], "articles")


def periods(span: int) -> pd.DataFrame:
    starts = sorted(set(days(span)))
    return conform([{
        "series_kind": "topic", "freq": "D", "period_start": day, "period_end": day,
        "series": name, "n_expected": n + 0.5, "n_low": n, "n_high": n + 1, "n_total": 50.0,
        "share": (n + 0.5) / 50, "coverage": "full"}
        for n, name in enumerate(NAMES) for day in starts], "timeline")


def awkward(span: int) -> dict:
    """Every kind of chart with names that are long, over this many days."""
    counts = pd.DataFrame({
        "actor_id": [f"actor-{i}" for i in range(6)], "name": NAMES, "outlet": NAMES[::-1],
        "period_start": days(span), "n_named": range(9, 3, -1), "n_headline": 1, "n_quoted": 2,
        "n_articles": 3})
    pairs = pd.DataFrame({
        "actor_a": "actor-0", "actor_b": [f"actor-{i}" for i in range(1, 6)], "name_a": NAMES[0],
        "name_b": NAMES[1:], "n_articles": range(1, 6), "n_total": 9, "share": 0.5})
    overlap = pairs.rename(columns={"name_a": "outlet_a", "name_b": "outlet_b"})
    pages, timeline = articles(span), periods(span)
    labels = {name: name for name in NAMES}
    shared = conform([{
        "article_id_a": "f:0", "file_id_a": "f", "start_a": 0, "end_a": 50, "file_id_b": "f",
        "article_id_b": f"f:{i}", "start_b": 100 * i, "end_b": 100 * i + 50, "n_words": 9,
        "similarity": 1, "kind": "cross_article", "earlier": "a"} for i in range(1, 6)],
        "alignments")
    clusters = conform([{"cluster_id": f"c{i % 2}", "article_id": f"f:{i}", "file_id": "f",
                         "start": 100 * i, "end": 100 * i + 60} for i in range(6)], "clusters")
    events = conform([{
        "event_id": f"e{i}", "label": f"{name} announced the opening of a second line",
        "earliest": day, "latest": day, "status": "occurred", "source": "text",
        "n_evidence": 1} for i, (name, day) in enumerate(zip(NAMES, days(span), strict=True))],
        "events")
    apart = pd.DataFrame({
        "series": NAMES, "n_a": 5, "total_a": 9, "n_b": 3, "total_b": 9, "share_a": 0.5,
        "share_b": 0.3, "difference": 0.2, "low": 0.1, "high": 0.3})
    ledger = pd.DataFrame([("files", "seen", 9_000_000), ("files", NAMES[0], 1)],
                          columns=["section", "item", "n"])
    return {
        "ledger": charts.ledger_chart(ledger), "mentions": charts.mention_chart(counts),
        "by outlet": charts.mention_outlet_chart(counts),
        "by period": charts.mention_period_chart(counts),
        "together": charts.co_mention_chart(pairs), "outlets": charts.overlap_chart(overlap),
        "network": charts.co_mention_network_chart(pairs),
        "outlet network": charts.overlap_network_chart(overlap),
        "passages": charts.alignment_chart(shared, pages),
        "publication": charts.publication_chart(pages),
        "witnesses": charts.cluster_chart(clusters, pages),
        "timeline": charts.timeline_chart(timeline, labels=labels),
        "heat map": charts.heat_map(timeline, measure="count", labels=labels),
        "events": charts.event_chart(events, timeline, labels=labels),
        "difference": charts.difference_chart(apart, left=NAMES[0], right=NAMES[1])}


@pytest.fixture(scope="module")
def page():
    with chromium(viewport={"width": 1600, "height": 1000}) as page:
        page.warned = []
        page.on("console", lambda message: page.warned.append(message.text))
        page.set_content("<body></body>")
        page.add_script_tag(content=vl_convert.javascript_bundle())
        yield page


def drawn(page, chart) -> dict:
    page.warned.clear()
    return page.evaluate(DRAW, chart.to_dict()) | {"warned": list(page.warned)}


@pytest.mark.parametrize("span", [1, 3, 3_650])
def test_long_and_foreign_names_fit_and_vega_does_not_complain(page, span):
    render.enable(svg=False)
    found = {name: drawn(page, chart) for name, chart in awkward(span).items()}
    for part in ("warned", "outside", "over"):
        assert not {name: told[part] for name, told in found.items() if told[part]}
    assert max(told["width"] for told in found.values()) <= WIDEST, found


def test_vega_does_not_complain_about_any_chart(page):
    render.enable(svg=False)
    found = {name: drawn(page, draw())["warned"] for name, draw in DRAWN.items()
             if not name.startswith("gold")}
    assert not {name: told for name, told in found.items() if told}


@pytest.mark.parametrize("name", ["ledger", "publication", "witnesses"])
def test_a_mark_in_any_panel_can_be_clicked(page, name):
    render.enable(svg=False)
    spec = awkward(30)[name].to_dict()
    page.evaluate("""async spec => {
        document.body.innerHTML = '<div id="chart"></div>';
        const drawn = await vegaEmbed('#chart', spec, {renderer: 'svg', actions: false});
        drawn.view.addSignalListener('clicked', (_, value) => {window.clicked = value}); }""", spec)
    fields = spec["params"][0]["select"]["fields"]
    bars = page.locator("#chart .mark-rect.role-mark path")
    for bar in (bars.first, bars.last):
        bar.dispatch_event("click")
        assert page.evaluate("window.clicked") is not None
        chosen = page.evaluate("window.clicked")
        assert set(fields) <= set(chosen), chosen
