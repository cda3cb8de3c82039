"""Where the circles of a network stand and which of their names have room, in pixels.

The parts of a network that nothing connects are laid out one by one and packed side by side.
"""

import unicodedata
from typing import Any

import networkx as nx
import numpy as np
import numpy.typing as npt
import pandas as pd

Places = npt.NDArray[np.float64]

WIDTH = 620
FONT_SIZE, WIDEST = 11, 190
"""Of names; one that is wider, in pixels, is cut by the drawing."""

_TALLEST, _MARGIN_X, _MARGIN_Y = 560, 84, 34
_ROOM = np.array([WIDTH - 2 * _MARGIN_X, _TALLEST - 2 * _MARGIN_Y])
_APART = 150  # pixels between neighbors, if there is room
_NEAR = 0.25  # so two that share nearly nothing are five times as far apart as two that share all
_LONG = 1.5  # times as long as wide: then the long side lies level, as names do
_LINE_HEIGHT, _GAP = 13, 3


def place(nodes: pd.Index, lines: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Place of each node (`x`, `y`, in pixels from the upper left) and the height needed.

    Each part after Kamada and Kawai (1989): the distance on the picture is that along the lines,
    where a line is the shorter the stronger it is. There is no chance in it.

    Parameters
    ----------
    nodes
        Ids, the most important first.
    lines
        ``a, b, strength``: ids of two nodes, and how strongly they are connected, from 0 to 1.

    Notes
    -----
    Takes the cube of the nodes of a part: 100 nodes take half a second.
    """
    graph = nx.Graph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from((a, b, {"length": 1 / (_NEAR + strength)}) for a, b, strength in lines[
        ["a", "b", "strength"]].itertuples(index=False))
    parts = sorted(nx.connected_components(graph), key=len, reverse=True)  # ties: as the nodes
    places = _packed([_part(graph, [node for node in nodes if node in part]) for part in parts])
    size = places.max().to_numpy()
    scale = _scale(size)
    height = int(np.ceil(size[1] * scale)) + 2 * _MARGIN_Y
    shift = np.array([(WIDTH - size[0] * scale) / 2, _MARGIN_Y])
    return (places * scale + shift).reindex(nodes).round(1), height


def _scale(size: Places) -> float:
    """Pixels between neighbors where a picture of this size fills the room."""
    return float(min(_APART, *(_ROOM / np.maximum(size, 1e-9))))


def _part(graph: nx.Graph, nodes: list[str]) -> pd.DataFrame:
    """One connected part, its left upper corner at 0, 0 and neighbors about 1 apart."""
    part = nx.Graph()
    part.add_nodes_from(nodes)  # in this order, which a subgraph does not keep
    part.add_edges_from(graph.edges(nodes, data=True))
    found = nx.kamada_kawai_layout(part, weight="length")
    xy = _level(np.array([found[node] for node in nodes]))
    if len(xy) > 1:
        apart = np.linalg.norm(xy[:, None] - xy[None], axis=2)
        np.fill_diagonal(apart, np.inf)
        xy = xy / max(float(np.median(apart.min(axis=1))), 1e-9)
    return pd.DataFrame(xy - xy.min(axis=0), index=nodes, columns=["x", "y"])


def _level(xy: Places) -> Places:
    """Turned so that a long part lies level; the first node left of the middle, and above it."""
    centered = xy - xy.mean(axis=0)
    variances, axes = np.linalg.eigh(centered.T @ centered)
    if len(xy) > 1 and variances[1] > _LONG ** 2 * variances[0]:  # else its direction is by chance
        centered = centered @ axes[:, ::-1]
    return centered * np.where(centered[0] > 1e-6, -1, 1)


def _packed(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """The parts side by side in rows, of that width with which they can be drawn largest."""
    sizes = np.array([part.max().to_numpy() + 1 for part in parts])  # 1: apart from each other
    rows = (_in_rows(sizes, width) for width in np.cumsum(sizes[:, 0]))
    best = max(rows, key=lambda corners: _scale((corners + sizes).max(axis=0) - 1))
    return pd.concat([part.add(corner) for part, corner in zip(parts, best, strict=True)])


def _in_rows(sizes: Places, widest: float) -> Places:
    """Left upper corners of boxes that stand in rows of at most this width."""
    x = y = tall = 0.0
    corners = []
    for width, height in sizes:
        if x and x + width > widest + 1e-9:
            x, y, tall = 0.0, y + tall, 0.0
        corners.append((x, y))
        x, tall = x + width, max(tall, height)
    return np.array(corners)


def names_with_room(nodes: pd.DataFrame, height: int) -> pd.DataFrame:
    """The nodes whose names fit beside their circles, and where: ``name_x, name_y, side``.

    A name stands above, below, right or left of its circle, where it meets no circle, no name of a
    node before it and no edge of the picture.

    Parameters
    ----------
    nodes
        The most important first: ``x, y, radius, label``.
    """
    circles = np.column_stack([nodes["x"] - nodes["radius"], nodes["y"] - nodes["radius"],
                               nodes["x"] + nodes["radius"], nodes["y"] + nodes["radius"]])
    taken, rows = [*circles], []
    for row in nodes.itertuples():
        for side, x, y, box in _beside(row):
            inside = min(box[:2]) >= 0 and box[2] <= WIDTH and box[3] <= height
            if inside and not _meets(box, np.array(taken)):
                taken.append(np.array(box))
                rows.append({"id": row.Index, "name_x": x, "name_y": y, "side": side})
                break
    return nodes.join(pd.DataFrame(rows, columns=["id", "name_x", "name_y", "side"]).set_index(
        "id"), how="inner")


def _beside(node: Any) -> list[tuple[str, float, float, tuple[float, float, float, float]]]:
    """The four places of a name: what to align, the point it stands at, its box."""
    width, half, away = text_width(node.label), _LINE_HEIGHT / 2, node.radius + _GAP
    up, down = node.y - away - half, node.y + away + half
    right, left = node.x + away, node.x - away
    return [
        ("center", node.x, up, (node.x - width / 2, up - half, node.x + width / 2, up + half)),
        ("center", node.x, down,
         (node.x - width / 2, down - half, node.x + width / 2, down + half)),
        ("left", right, node.y, (right, node.y - half, right + width, node.y + half)),
        ("right", left, node.y, (left - width, node.y - half, left, node.y + half)),
    ]


def _meets(box: tuple[float, float, float, float], taken: Places) -> bool:
    return bool(((taken[:, 0] < box[2]) & (box[0] < taken[:, 2])
                 & (taken[:, 1] < box[3]) & (box[1] < taken[:, 3])).any())


def text_width(text: str) -> float:
    """Pixels that a name takes at most, whatever font is at hand."""
    ems = sum(1.0 if unicodedata.east_asian_width(char) in "WF" else
              0.75 if char.isupper() else 0.6 for char in text)
    return min(ems * FONT_SIZE, WIDEST)
