"""The renderer, the theme and tables as HTML: deterministic, described, escaped."""

import json
import os
import subprocess
import sys

import altair as alt
import pandas as pd
import pytest
from bs4 import BeautifulSoup

from workbench import evidence, palette, render

POINTS = pd.DataFrame({"x": [1, 2], "y": [3.0, 4.5]})


@pytest.fixture
def enabled():
    render.enable()
    yield
    alt.renderers.enable("default")
    alt.theme.enable("default")


def dots(**properties):
    return alt.Chart(POINTS).mark_point().encode(x="x:Q", y="y:Q").properties(**properties)


def test_a_chart_is_shown_as_specification_drawing_and_text(enabled):
    bundle = dots(title="Dots", description="Two dots.")._repr_mimebundle_()
    assert set(bundle) == {render.VEGALITE, "image/svg+xml", "text/plain"}
    assert bundle[render.VEGALITE]["config"]["background"] == palette.CARD
    assert bundle["image/svg+xml"].startswith("<svg")
    title, description, digest = bundle["text/plain"].splitlines()
    assert (title, description) == ("Dots", "Two dots.")
    assert digest == f"chart {render.spec_hash(bundle[render.VEGALITE])}"


def test_a_chart_without_description_is_refused(enabled):
    with pytest.raises(ValueError, match=r"chart 'Dots' has no description.*properties\("):
        dots(title="Dots")._repr_mimebundle_()


@pytest.mark.parametrize(("variable", "argument", "drawn"), [
    ("1", None, True), ("0", None, False), ("0", True, True), ("1", False, False)])
def test_the_drawing_can_be_left_out(enabled, monkeypatch, variable, argument, drawn):
    monkeypatch.setenv("WORKBENCH_SVG", variable)
    render.enable(svg=argument)
    bundle = dots(description="Two dots.")._repr_mimebundle_()
    assert ("image/svg+xml" in bundle) is drawn


def test_the_hash_sees_data_but_not_the_last_digit_of_a_number():
    one = render.spec_hash({"a": 0.1 + 0.2, "b": [1]})
    assert one == render.spec_hash({"b": [1], "a": 0.3})
    assert one != render.spec_hash({"b": [2], "a": 0.3})


def test_another_process_draws_the_same():
    code = ("import altair as alt, pandas as pd; from workbench import render, charts;"
            "frame = pd.DataFrame({'section': ['files'], 'item': ['seen'], 'n': [2]});"
            "render.enable(); print(charts.ledger_chart(frame)._repr_mimebundle_()['text/plain'])")
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    outputs = {subprocess.run([sys.executable, "-c", code], env=environment | seed, check=True,
                              capture_output=True, text=True).stdout
               for seed in ({}, {"PYTHONHASHSEED": "8"})}
    assert len(outputs) == 1
    assert "files: 2 seen." in outputs.pop()


@pytest.mark.parametrize(("text", "shortened"), [
    ("a\n b", "a b"), ("123456789", "123456789"), ("12345678 90", "12345678…"),
    ("123 567 901", "123 567…"), (None, None)])
def test_a_text_is_shortened_to_one_line(text, shortened):
    found = render.shorten(pd.Series([text], dtype="string"), 9)
    assert found.astype(object).where(found.notna(), None).tolist() == [shortened]


def test_labels_that_would_look_alike_carry_the_id():
    labels = render.named(pd.Series(["Berg", "Berg", pd.NA], dtype="string"),
                          pd.Series(["a", "b", "c"], dtype="string"))
    assert labels.tolist() == ["Berg [a]", "Berg [b]", "c"]


def test_a_table_is_escaped_and_says_how_many_rows_it_has():
    frame = pd.DataFrame({"name": ["<script>alert(1)</script>", "b"], "n": [1.25, 2.0],
                          "day": pd.to_datetime(["2025-03-01", None])})
    shown = render.table(frame, caption="A & B", max_rows=1)
    soup = BeautifulSoup(shown.html, "html.parser")
    assert soup.find("script") is None
    assert [cell.text for cell in soup.select("td")] == [
        "<script>alert(1)</script>", "1.25", "2025-03-01"]
    assert soup.caption.text == "A & B"
    assert soup.select_one(".note").text == "1 of 2 rows shown"
    assert shown.text.startswith("A & B (1 of 2 rows shown)")
    assert shown._repr_mimebundle_() == {"text/html": shown.html, "text/plain": shown.text}


@pytest.mark.parametrize("frame", [
    pd.DataFrame(), pd.DataFrame({"a": []}), pd.DataFrame({"a": [pd.NA, None], "b": [["x"], "y"]}),
    pd.DataFrame({1: [True], "count": pd.Series([pd.NA], dtype="Int64")})])
def test_awkward_tables_are_shown(frame):
    shown = evidence.table(frame, caption="Awkward")
    assert f"{len(frame)} of {len(frame)} rows shown" in shown.text
    assert shown == evidence.table(frame.copy(), caption="Awkward")


def test_a_table_stays_small():
    frame = pd.DataFrame({"a": range(1_000), "b": "text"})
    assert len(render.table(frame, caption="Many").html) < 6_000


def test_marks_are_nested_in_text_that_is_escaped():
    spans = pd.DataFrame({"start": [12, 16], "end": [20, 18], "kind": ["headline", "credit"]})
    html = evidence.marked_text("a <i>bcd</i> efg", spans, offset=8)
    soup = BeautifulSoup(html, "html.parser")
    assert soup.text.strip("\n") == "a <i>bcd</i> efg"
    assert [(m.text, m["title"]) for m in soup.select("mark")] == [
        (">bcd", "headline"), ("</", "headline; credit"), ("i>", "headline")]


@pytest.mark.parametrize(("start", "end"), [(-5, 3), (2, 99), (50, 60), (2, 2)])
def test_spans_beyond_the_text_are_cut(start, end):
    spans = pd.DataFrame({"start": [start], "end": [end], "kind": ["headline"]})
    soup = BeautifulSoup(evidence.marked_text("abcdef", spans), "html.parser")
    assert soup.text.strip("\n") == "abcdef"
    marked = "abcdef"[max(start, 0):max(end, 0)]
    assert [m.text for m in soup.select("mark")] == ([marked] if marked else [])


def test_body_text_is_not_colored_and_the_legend_leaves_it_out():
    assert evidence.mark_color("body") == ""
    assert "body" not in evidence.legend(["body", "caption"])


def test_the_theme_draws_without_a_network(enabled):
    spec = json.dumps(dots(description="Two dots.").to_dict()["config"])
    assert "http" not in spec
