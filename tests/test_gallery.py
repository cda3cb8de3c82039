"""The gallery shows every chart there is, by a script that runs."""

import importlib.util
import inspect
import re
from pathlib import Path

import pytest

from workbench import charts

DOCS = Path(__file__).parents[1] / "docs"


@pytest.fixture(scope="module")
def gallery():
    spec = importlib.util.spec_from_file_location("gallery", DOCS / "gallery.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_chart_is_drawn_and_shown_with_words(gallery, tmp_path, monkeypatch):
    monkeypatch.setattr(gallery, "PICTURES", tmp_path)
    gallery.main()
    drawn = {path.name for path in tmp_path.iterdir()}
    shown = re.findall(r"!\[(.+?)\]\(pictures/(.+?)\)",
                       (DOCS / "gallery.md").read_text(encoding="utf-8"))
    assert {name for _, name in shown} == drawn
    assert {path.name for path in (DOCS / "pictures").iterdir()} == drawn
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in tmp_path.iterdir())
    source = inspect.getsource(gallery.sample_charts)
    for name in charts.__all__:
        if name.endswith("_chart"):
            assert f"charts.{name}(" in source, name
