"""What a table looks like is said once and checked at every edge."""

import pandas as pd
import pytest

from workbench import tables


@pytest.mark.parametrize("name", tables.COLUMNS)
def test_an_empty_table_has_all_its_columns_and_types(name):
    frame = tables.empty(name)
    assert frame.empty and list(frame.columns) == list(tables.COLUMNS[name])
    assert {c: str(t) for c, t in frame.dtypes.items()} == tables.COLUMNS[name]
    tables.require(frame, name)
    assert set(tables.order(name)) <= set(frame.columns)


def test_the_contract_is_the_sixteen_exported_tables():
    assert len(tables.CONTRACT) == 16
    assert not {"outlets", "segments", "corrections"} & set(tables.CONTRACT)


def test_rows_get_types_order_and_missing_values():
    frame = tables.conform([
        {"file_id": "b", "start": 1, "end": 2, "kind": "body", "article_id": "b:1", "more": 1},
        {"file_id": "a", "start": 9, "end": 12, "kind": "navigation", "article_id": ""},
        {"file_id": "a", "start": 3, "end": 5, "kind": "navigation", "article_id": None},
    ], "spans")
    assert frame["start"].tolist() == [3, 9, 1]
    assert frame["article_id"].isna().tolist() == [True, True, False]
    assert "more" not in frame


def test_days_come_as_text_dates_or_timestamps_and_leave_as_text():
    row = {"event_id": "e", "label": "x", "earliest": "2025-05-09", "latest": ""}
    frame = tables.conform([row], "known_events")
    assert frame["earliest"][0] == pd.Timestamp("2025-05-09") and frame["latest"].isna()[0]
    text = tables.as_text(frame, "known_events")
    assert text["earliest"].tolist() == ["2025-05-09"] and text["latest"].isna()[0]


def test_conforming_twice_changes_nothing_and_inputs_stay_as_they_were():
    rows = pd.DataFrame({"group_id": ["g2", "g1"], "article_id": ["b", "a"],
                         "share_copied": [1, 0.5]})
    before = rows.copy()
    once = tables.conform(rows, "duplicates")
    pd.testing.assert_frame_equal(tables.conform(once, "duplicates"), once)
    pd.testing.assert_frame_equal(rows, before)


def test_a_missing_number_is_an_error_not_a_guess():
    with pytest.raises(ValueError, match="int64 is missing"):
        tables.conform([{"file_id": "a"}], "spans")


def test_require_says_what_is_missing_and_how_to_get_it():
    with pytest.raises(ValueError, match=r"lacks columns \['end'.*Build it with find_mentions"):
        tables.require(tables.empty("mentions").drop(columns="end"), "mentions")
    with pytest.raises(TypeError, match="must be a pandas DataFrame, not list"):
        tables.require([], "articles")


def test_articles_serve_as_segments_of_their_bodies():
    articles = tables.conform([{"article_id": "f:3", "file_id": "f", "start": 3, "end": 7,
                                "start_confidence": 1.0, "n_words": 1, "text": "word"}], "articles")
    segments = tables.as_segments(articles)
    assert segments.iloc[0].to_dict() == {
        "article_id": "f:3", "file_id": "f", "start": 3, "end": 7, "zone": "body", "text": "word",
        "source": "word"}
    assert tables.as_segments(segments) is segments
    assert tables.as_segments(articles.iloc[:0]).empty
    with pytest.raises(ValueError, match="articles"):
        tables.as_segments(tables.empty("outlets"))
