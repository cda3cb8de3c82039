"""Networks: the same picture every time, no name over another, nothing left out in silence."""

from itertools import combinations

import networkx as nx
import numpy as np
import pandas as pd
import pytest
import vl_convert

from workbench import charts
from workbench.charts.layout import WIDTH, names_with_room, place, text_width
from workbench.charts.networks import MOST

NAMES = ["Anna Berg", "EU", "Ministry of Transport and Digital Infrastructure of Norway",
         "Coalition of the Willing", "联合国安全理事会", "منظمة الصحة العالمية", "ÅÄÖ WMO"]
PAIRS = pd.DataFrame({
    "actor_a": ["berg", "berg", "post"], "actor_b": ["lund", "post", "rail"],
    "name_a": ["Anna Berg", "Anna Berg", "Post"], "name_b": ["Erik Lund", "Post", "Rail"],
    "n_articles": [3, 1, 1], "n_total": [4, 4, 2], "share": [0.75, 0.25, 0.5]})
PARTS = nx.disjoint_union_all([nx.complete_graph(6), nx.star_graph(4), nx.path_graph(3),
                               nx.path_graph(2), nx.path_graph(2)])
GRAPHS = {"parts": PARTS, "pair": nx.path_graph(2), "dense": nx.gnp_random_graph(60, 0.3, seed=2),
          **{str(n): nx.barabasi_albert_graph(n, 2, seed=3) for n in (5, 20, 60)}}


def pairs_of(graph: nx.Graph) -> pd.DataFrame:
    """A graph as a table of pairs, with names of many widths."""
    n = np.random.default_rng(0).integers(1, 9, graph.number_of_edges())
    ends = pd.DataFrame(graph.edges, columns=["a", "b"])
    names = {node: f"{NAMES[node % len(NAMES)]} {node}" for node in graph}
    return pd.DataFrame({
        "actor_a": "id" + ends["a"].astype(str), "actor_b": "id" + ends["b"].astype(str),
        "name_a": ends["a"].map(names), "name_b": ends["b"].map(names), "n_articles": n,
        "n_total": 10, "share": n / 10})


def rows_with(chart, column: str) -> pd.DataFrame:
    """The rows of the one layer that has this column."""
    (rows,) = [rows for rows in chart.to_dict()["datasets"].values() if column in rows[0]]
    return pd.DataFrame(rows)


def boxes(chart) -> tuple[np.ndarray, np.ndarray]:
    """Boxes of the names that are drawn, and of the circles: left, top, right, bottom."""
    names, nodes = rows_with(chart, "name_x"), rows_with(chart, "radius")
    width = names["label"].map(text_width)
    left = names["name_x"] - width * names["side"].map({"left": 0, "center": 0.5, "right": 1})
    middle = names["name_y"]
    return (np.column_stack([left, middle - 6, left + width, middle + 6]),
            np.column_stack([nodes["x"] - nodes["radius"], nodes["y"] - nodes["radius"],
                             nodes["x"] + nodes["radius"], nodes["y"] + nodes["radius"]]))


def overlap(a: np.ndarray, b: np.ndarray) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


@pytest.mark.parametrize("name", GRAPHS)
def test_no_name_lies_over_another_a_circle_or_the_edge(name):
    chart = charts.co_mention_network_chart(pairs_of(GRAPHS[name]), top=200)
    names, circles = boxes(chart)
    assert not [pair for pair in combinations(names, 2) if overlap(*pair)]
    assert not [(a, b) for a in names for b in circles if overlap(a, b)]
    assert not [pair for pair in combinations(circles, 2) if overlap(*pair)]
    height = chart.to_dict()["height"]
    for drawn in (names, circles):
        assert drawn.min() >= 0
        assert drawn[:, 2].max() <= WIDTH
        assert drawn[:, 3].max() <= height
    assert len(names) >= min(len(circles), 15)
    strongest = rows_with(chart, "radius")["label"].iloc[0]
    assert strongest in set(rows_with(chart, "name_x")["label"])


def test_parts_stand_apart_and_a_long_part_lies_level():
    pairs = pairs_of(PARTS)
    nodes = rows_with(charts.co_mention_network_chart(pairs), "radius").set_index("actor_id")
    graph = nx.from_pandas_edgelist(pairs, "actor_a", "actor_b")
    around = [nodes.loc[list(part), ["x", "y"]] for part in nx.connected_components(graph)]
    sides = [np.array([*part.min(), *part.max()]) for part in around]
    assert not [pair for pair in combinations(sides, 2) if overlap(*pair)]
    chain = pd.DataFrame({"a": ["x", "y"], "b": ["y", "z"], "strength": 0.5})
    places, height = place(pd.Index(["y", "x", "z"]), chain)
    assert places["y"].max() - places["y"].min() < 3
    assert height < 100


def test_two_that_share_more_stand_nearer():
    nodes = rows_with(charts.co_mention_network_chart(PAIRS), "radius").set_index("actor_id")
    at = {node: complex(*xy) for node, *xy in nodes[["x", "y"]].itertuples()}
    assert abs(at["berg"] - at["lund"]) < abs(at["post"] - at["rail"]) < abs(
        at["berg"] - at["post"])


def test_the_order_of_pairs_changes_nothing():
    pairs = pairs_of(GRAPHS["20"])
    first, second = (rows_with(charts.co_mention_network_chart(frame), "radius")
                     for frame in (pairs, pairs.iloc[::-1]))
    pd.testing.assert_frame_equal(first, second)


def test_there_is_a_cap_and_it_is_said():
    many = charts.co_mention_network_chart(
        pairs_of(nx.barabasi_albert_graph(140, 2, seed=3)), top=10_000)
    assert len(rows_with(many, "radius")) == MOST
    assert "100 of 140 actors, 194 of 276 pairs" in many.to_dict()["description"]
    star = pd.DataFrame({"outlet_a": "hub", "outlet_b": [f"o{i:03}" for i in range(300)],
                         "n_articles": 1, "n_total": 9, "share": 1 / 9})
    outlets = charts.overlap_network_chart(star, top=10_000).to_dict()
    assert "100 of 301 outlets; 201 of 300 ordered pairs not drawn" in outlets["description"]


def test_names_that_look_alike_are_told_apart_and_long_ones_stand_in_full_in_the_tooltip():
    long = "Ministry of " + "Transport and " * 6 + "Rail"
    twins = PAIRS.assign(name_b=["Anna Berg", "Post", long], actor_b=["berg-2", "post", "rail"])
    chart = charts.co_mention_network_chart(twins)
    nodes = rows_with(chart, "radius").set_index("actor_id")
    assert nodes["label"].to_dict() | {"rail": ""} == {
        "berg": "Anna Berg [berg]", "berg-2": "Anna Berg [berg-2]", "post": "Post", "rail": ""}
    assert nodes.loc["rail", "name"] == long
    assert "tooltip" in chart.to_dict()["layer"][1]["encoding"]


def test_a_name_without_room_gives_way_to_the_stronger_one():
    crowd = pd.DataFrame({"x": [300.0, 300, 300], "y": [100.0, 104, 108], "radius": 2.0,
                          "label": ["a" * 30, "b" * 30, "c" * 300]}, index=["a", "b", "c"])
    fitting = names_with_room(crowd, 124)
    assert fitting["side"].to_dict() == {"a": "center", "b": "left", "c": "right"}
    crowd["y"] = 100.0
    assert "a" in names_with_room(crowd, 124).index


def test_both_networks_are_drawn_alike():
    outlets = PAIRS.rename(columns={"name_a": "outlet_a", "name_b": "outlet_b"})
    drawn = [charts.co_mention_network_chart(PAIRS).to_dict(),
             charts.overlap_network_chart(outlets).to_dict()]
    marks = [[layer["mark"] for layer in spec["layer"]] for spec in drawn]
    assert marks[0] == marks[1]
    assert [spec["params"][0]["select"]["fields"] for spec in drawn] == [
        ["actor_id"], ["outlet_a", "outlet_b"]]
    assert all(">Anna Berg<" in vl_convert.vegalite_to_svg(spec) for spec in drawn)


def test_an_outlet_that_only_others_repeat_is_drawn_too():
    one_way = pd.DataFrame({"outlet_a": ["Post"], "outlet_b": ["Agency"], "n_articles": [2],
                            "n_total": [4], "share": [0.5]})
    nodes = rows_with(charts.overlap_network_chart(one_way), "radius").set_index("outlet")
    assert nodes.loc["Post", "n_total"] == 4
    assert pd.isna(nodes.loc["Agency", "n_total"])  # of one that only others repeat it is not told
