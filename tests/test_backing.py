"""What stands behind marks: the keys of the chart, and rows that add up to what it counts."""

import pandas as pd
import pytest

from workbench import actors, analysis, backing, charts, evidence, render, reuse
from workbench.tables import empty


@pytest.fixture(scope="module")
def bench(tiny):
    return analysis.load(tiny)


def cases(bench):
    overlap = reuse.outlet_overlap(bench.alignments, bench.articles)
    return {
        "ledger": (charts.ledger_chart(bench.ledger), ["section", "item"], backing.behind_ledger(
            bench.files, bench.spans, bench.articles, bench.texts)),
        "overlap": (charts.overlap_chart(overlap), ["outlet_a", "outlet_b"],
                    backing.behind_overlap(bench.alignments, bench.articles, bench.texts)),
        "together": (charts.co_mention_chart(actors.co_mentions(bench.mentions, bench.actors)),
                     ["name_a", "name_b"], backing.behind_co_mentions(
                         bench.mentions, bench.actors, bench.articles)),
        "witnesses": (charts.cluster_chart(bench.clusters, bench.articles), ["article_id"],
                      backing.behind_witnesses(bench.clusters, bench.texts)),
    }


@pytest.mark.parametrize("name", ["ledger", "overlap", "together", "witnesses"])
def test_every_mark_that_counts_something_leads_to_its_rows(bench, name):
    chart, by, rows = cases(bench)[name]
    spec = chart.to_dict()
    counted = [row for rows in spec["datasets"].values() for row in rows if row.get("n", 1)]
    shown = render.passages(rows, by=by, caption="Behind")
    marks = [point for row in counted if (point := render._point(spec, row))]
    assert marks
    assert all(f'<a id="{evidence.mark_id(point)}">' in shown.html for point in marks)
    linked = render.linked(spec, {evidence.mark_id(point) for point in marks})
    hrefs = [row.get("href") for rows in linked["datasets"].values() for row in rows]
    assert f"#{evidence.mark_id(marks[0])}" in hrefs
    assert "href" not in str(spec["datasets"])  # the chart itself is as it was


def test_the_rows_behind_the_ledger_add_up_to_it(bench):
    rows = backing.behind_ledger(bench.files, bench.spans, bench.articles, bench.texts)
    found = rows.groupby(["section", "item"]).size()
    ledger = bench.ledger.set_index(["section", "item"])["n"]
    for key in [("files", "seen"), ("files", "read"), ("articles", "found")]:
        assert found[key] == ledger[key]


def test_passages_of_an_outlet_pair_stand_in_both_directions(bench):
    rows = backing.behind_overlap(bench.alignments, bench.articles, bench.texts)
    assert len(rows) == 2 * (bench.alignments["kind"] == "cross_article").sum()
    north = rows[rows["outlet_a"].eq("Northern Post") & rows["outlet_b"].eq("Southern Times")]
    assert north["passage_a"].str.contains("second rail line").any()
    assert north["place_b"].str.startswith("south/rail.txt, ").all()


def test_nothing_behind_nothing():
    for rows in (backing.behind_overlap(empty("alignments"), empty("articles"), {}),
                 backing.behind_ledger(empty("files"), empty("spans"), empty("articles"), {}),
                 backing.behind_co_mentions(empty("mentions"), empty("actors"), empty("articles")),
                 backing.behind_witnesses(empty("clusters"), {})):
        assert rows.empty
        assert len(rows.columns) >= 4
    assert "0 of 0 marks" in render.passages(pd.DataFrame(columns=["a"]), by=["a"],
                                             caption="None").text
