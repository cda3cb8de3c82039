"""What stands behind marks: the keys of the chart, and rows that add up to what it counts."""

import pandas as pd
import pytest

from workbench import actors, analysis, backing, charts, evidence, render, reuse, timelines
from workbench.tables import empty


@pytest.fixture(scope="module")
def bench(tiny):
    return analysis.load(tiny)


def cases(bench):
    credits = pd.DataFrame({"article_id": [bench.articles["article_id"].iloc[0]], "start": [0],
                            "end": [3], "file_id": [bench.articles["file_id"].iloc[0]],
                            "text": ["the"], "outlet": ["Reuters"], "kind": ["outlet"]})
    overlap = reuse.outlet_overlap(bench.alignments, bench.articles)
    return {
        "ledger": (charts.ledger_chart(bench.ledger), ["section", "item"], backing.behind_ledger(
            bench.files, bench.spans, bench.articles, bench.texts)),
        "overlap": (charts.overlap_chart(overlap), ["outlet_a", "outlet_b"],
                    backing.behind_overlap(bench.alignments, bench.articles, bench.texts)),
        "versions": (charts.overlap_chart(reuse.outlet_overlap(bench.duplicates, bench.articles)),
                     ["outlet_a", "outlet_b"],
                     backing.behind_overlap(bench.duplicates, bench.articles, bench.texts)),
        "credits": (charts.overlap_chart(reuse.outlet_overlap(credits, bench.articles)),
                    ["outlet_a", "outlet_b"],
                    backing.behind_overlap(credits, bench.articles, bench.texts)),
        "together": (charts.co_mention_chart(actors.co_mentions(bench.mentions, bench.actors)),
                     ["name_a", "name_b"], backing.behind_co_mentions(
                         bench.mentions, bench.actors, bench.articles)),
        "witnesses": (charts.cluster_chart(bench.clusters, bench.articles), ["article_id"],
                      backing.behind_witnesses(bench.clusters, bench.texts)),
    }


@pytest.mark.parametrize("name", ["ledger", "overlap", "versions", "credits", "together",
                                  "witnesses"])
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


def test_the_rows_of_mentions_series_and_days_are_those_that_are_counted(bench):
    by_outlet = actors.count_mentions_by(bench.mentions, bench.quotes, bench.actors, bench.articles)
    rows = backing.behind_mentions(bench.mentions, bench.actors, bench.articles)
    counted = by_outlet[by_outlet["n_named"] > 0].assign(
        outlet=lambda t: t["outlet"].fillna("(unknown)")).set_index(["actor_id", "outlet"])
    assert rows.groupby(["actor_id", "outlet"]).size().sort_index().to_dict() == (
        counted["n_named"].to_dict())
    by_month = actors.count_mentions_by(
        bench.mentions, bench.quotes, bench.actors, bench.articles, by="MS")
    monthly = backing.behind_mentions(bench.mentions, bench.actors, bench.articles, by="MS")
    assert len(monthly) == by_month.dropna(subset="period_start")["n_named"].sum()
    days = backing.behind_days(bench.articles)
    assert sorted(days["article_id"]) == sorted(bench.articles["article_id"])
    line = timelines.timeline(bench.articles, bench.articles, by="outlet", freq="MS")
    found = backing.behind_series(bench.articles, bench.articles, line, by="outlet")
    assert len(found)
    assert found.groupby(["series", "period"]).size().to_dict() == {
        (row.series, f"{row.period_start:%Y-%m-%d}"): row.n_high
        for row in line[line["n_high"] > 0].itertuples()}


def test_only_the_rows_shown_are_put_into_context(bench):
    asked = []

    def context(rows):
        asked.append(len(rows))
        return bench.in_context(rows)

    rows = backing.behind_mentions(bench.mentions, bench.actors, bench.articles)
    html = render.passages(rows, by=["actor_id", "outlet"], called="mark", caption="Behind",
                           max_rows=1, max_marks=2, context=context).html
    assert asked == [2]
    assert html.count('class="line"') == 2
    first = rows.iloc[0]
    n = len(rows[rows["actor_id"].eq(first["actor_id"]) & rows["outlet"].eq(first["outlet"])])
    assert f"<summary>{first['mark']} ({n})</summary>" in html
    assert f"1 of {n} shown" in html or n == 1


def test_views_beside_each_other_have_links_too(bench):
    chart = charts.event_chart(bench.events, bench.timeline[bench.timeline["freq"] == "MS"])
    spec = chart.to_dict()
    marks = {evidence.mark_id({"event_id": event}) for event in bench.events["event_id"]}
    linked = render.linked(spec, marks)
    assert "vconcat" in spec
    assert all("href" in view["encoding"] for view in render.views(linked)
               if view.get("mark") and not view.get("layer"))
