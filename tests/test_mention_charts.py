"""Charts of mentions by outlet, over time and as a network: drawn, described, the same twice."""

import pandas as pd
import pytest
import vl_convert

from workbench import charts

COUNTS = pd.DataFrame({
    "actor_id": ["berg", "berg", "lund", "post", "rail"],
    "name": ["Anna Berg", "Anna Berg", None, "Berg", "Berg"],
    "outlet": ["Post", pd.NA, "Post", "Times", "Times"],
    "period_start": pd.to_datetime(["2025-03-03", None, "2025-03-10", "2025-03-03", None]),
    "n_named": [6, 3, 2, 1, 0], "n_headline": [1, 0, 0, 0, 0], "n_quoted": [2, 4, 0, 1, 1],
    "n_articles": [3, 2, 1, 1, 1]})
PAIRS = pd.DataFrame({
    "actor_a": ["berg", "berg", "post"], "actor_b": ["lund", "post", "rail"],
    "name_a": ["Anna Berg", "Anna Berg", "Post"], "name_b": ["Erik Lund", "Post", "Rail"],
    "n_articles": [3, 1, 1], "n_total": [4, 4, 2], "share": [0.75, 0.25, 0.5]})
DRAWN = [(charts.mention_outlet_chart, COUNTS), (charts.mention_period_chart, COUNTS),
         (charts.co_mention_network_chart, PAIRS)]


@pytest.mark.parametrize(("chart", "frame"), DRAWN)
def test_each_is_drawn_described_and_the_same_twice(chart, frame):
    before = frame.copy()
    first, second = chart(frame).to_dict(), chart(frame).to_dict()
    assert first == second
    assert first["description"]
    assert "<svg" in vl_convert.vegalite_to_svg(first)
    pd.testing.assert_frame_equal(frame, before)
    assert "no data" in str(chart(frame.iloc[:0]).to_dict()).lower()
    with pytest.raises(ValueError, match="top must be 1 or more"):
        chart(frame, top=0)
    with pytest.raises(ValueError, match=r"count_mentions_by|co_mentions"):
        chart(frame.drop(columns="n_articles"))


def test_what_is_not_drawn_is_counted():
    by_outlet = str(charts.mention_outlet_chart(COUNTS, top=1, outlets=1).to_dict())
    assert "1 of 3 actors, 1 of 3 outlets; 6 of 12 mentions not drawn" in by_outlet
    assert "Post has most mentions of Anna Berg: 6 of 9 (66.7 %)." in by_outlet
    by_period = str(charts.mention_period_chart(COUNTS).to_dict())
    assert "3 of 12 mentions without a certain period (25.0 %) not drawn" in by_period
    network = str(charts.co_mention_network_chart(PAIRS, top=2).to_dict())
    assert "2 of 4 actors, 1 of 3 pairs" in network
    assert "3 articles name both, 4 name either" in network


def test_mentions_without_outlet_have_a_column_and_without_a_day_are_not_drawn():
    assert "(unknown)" in vl_convert.vegalite_to_svg(
        charts.mention_outlet_chart(COUNTS).to_dict())
    undated = charts.mention_period_chart(COUNTS.assign(period_start=pd.NaT))
    assert "no data" in str(undated.to_dict()).lower()
