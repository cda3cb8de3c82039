"""What the analyst writes: corrections and marks, through the buttons, and on the next run."""

import networkx as nx
import pandas as pd
import pytest

from workbench import actors
from workbench.analysis import load
from workbench.explorers import CheckingSheet, MentionExplorer
from workbench.explorers.correcting import EVERYWHERE, FILE, PLACE
from workbench.registries import CorpusError, add_correction, read_registry
from workbench.tables import InputError, conform

PAGE = ("Oslo talks end\nFrida Berg, the mayor, met Olga Lund in the harbour town on Monday. Then "
        "Berg left for the capital, and Lund said nothing at all about the Crown.\n")
ACTORS = """actor_id,name,type,country,role,wikidata,aliases,ambiguous,valid_from,valid_to,status
berg,Frida Berg,person,,,,Berg,,,,registry
lund,Olga Lund,person,,,,Lund,,,,registry
king,Harald V,person,,,,,,,,registry
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "one.txt").write_text(PAGE, encoding="utf-8")
    (tmp_path / "two.txt").write_text("Lund wins\nOlga Lund won again, and Berg lost to her on "
                                      "Friday in a long and bitter match.\n", encoding="utf-8")
    (tmp_path / "actors.csv").write_text(ACTORS, encoding="utf-8")
    return tmp_path


def explorer(bench):
    return MentionExplorer(bench.mentions, bench.actors, bench.articles, bench.segments,
                           corrections_file=bench.corrections_file, actor="berg")


def correct(view, action, scope, actor="", surface="Berg"):
    """Press the button for the last of the mentions shown that has this surface."""
    form = view.correction
    form.mention.value = [n for n, row in form._rows.items() if row["surface"] == surface][-1]
    form.action.value, form.scope.value, form.actor.value = action, scope, actor
    form.button.click()
    return form.message.value


def test_the_buttons_of_the_form_are_as_wide_as_their_words(folder):
    assert explorer(load(folder)).correction.scope.style.button_width == "auto"


def named(mentions):
    return sorted(zip(mentions["file_id"].str[:3], mentions["surface"],
                      mentions["actor_id"].fillna("?"), strict=True))


FOUND = [("one", "Berg", "berg"), ("one", "Frida Berg", "berg"), ("one", "Lund", "lund"),
         ("one", "Olga Lund", "lund"), ("two", "Berg", "berg"), ("two", "Lund", "lund"),
         ("two", "Olga Lund", "lund")]


@pytest.mark.parametrize(("action", "scope", "actor", "written", "after"), [
    ("assign", PLACE, "king", "assign", {("two", "Berg"): "king"}),
    ("assign", FILE, "king", "merge", {("two", "Berg"): "king"}),
    ("assign", EVERYWHERE, "king", "merge", {("one", "Berg"): "king", ("two", "Berg"): "king"}),
    ("split", PLACE, "", "split", {("two", "Berg"): "?"}),
    ("split", EVERYWHERE, "", "split", {("one", "Berg"): "?", ("two", "Berg"): "?"}),
    ("block", FILE, "", "block", {("two", "Berg"): None}),
    ("block", EVERYWHERE, "", "block", {("one", "Berg"): None, ("two", "Berg"): None}),
])
def test_a_correction_is_written_applied_at_once_and_on_the_next_run(
        folder, action, scope, actor, written, after):
    bench = load(folder)
    assert named(bench.mentions) == FOUND
    view = explorer(bench)
    message = correct(view, action, scope, actor)
    expected = sorted((file, surface, after.get((file, surface), owner))
                      for file, surface, owner in FOUND
                      if after.get((file, surface), owner) is not None)
    assert f"{len(after)} mentions changed" in message
    assert named(view._mentions) == expected
    assert view.actor.value == "berg"
    again = load(folder)
    assert named(again.mentions) == expected
    assert again.corrections["action"].tolist() == [written]
    assert again.correction_effects["n_changed"].tolist() == [len(after)]
    assert sorted(path.name for path in folder.iterdir()) == [
        "actors.csv", "corrections.csv", "one.txt", "two.txt"]


def test_of_two_corrections_the_later_counts_and_one_that_matches_nothing_is_reported(folder):
    bench = load(folder)
    view = explorer(bench)
    correct(view, "split", EVERYWHERE)
    view.actor.value = "?"
    assert "2 mentions changed" in correct(view, "assign", EVERYWHERE, "berg")
    add_correction(bench.corrections_file, action="block", surface="Atlantis", note="old")
    again = load(folder)
    assert named(again.mentions) == FOUND
    assert again.correction_effects[["surface", "n_changed"]].to_numpy().tolist() == [
        ["Berg", 0], ["Berg", 0], ["Atlantis", 0]]


def test_a_correction_that_cannot_be_written_says_why_and_changes_nothing(folder):
    view = explorer(load(folder))
    assert "expects an actor_id" in correct(view, "assign", PLACE)
    assert not (folder / "corrections.csv").exists()
    view.actor.value = "king"  # nowhere named
    view.correction.button.click()
    assert "no mention is chosen" in view.correction.message.value


def test_a_faulty_file_of_corrections_is_left_as_it_is(tmp_path):
    file = tmp_path / "corrections.csv"
    file.write_text("action,surface,actor_id,file_id,start,end,note\nremove,x,,,,,\n")
    with pytest.raises(CorpusError, match="remove"):
        add_correction(file, action="block", surface="x")
    with pytest.raises(TypeError, match="colour"):
        add_correction(file, action="block", colour="x")
    file.unlink()
    with pytest.raises(CorpusError, match="expected a surface, or file_id, start and end"):
        add_correction(file, action="block", start=3)
    assert not list(tmp_path.iterdir())
    table = add_correction(file, action="block", surface='a "b", c', note="ä\n")
    pd.testing.assert_frame_equal(table, read_registry("corrections", file))


def test_the_network_of_what_is_shown_is_written_by_a_button(folder):
    view = explorer(load(folder))
    view.export.click()
    for name, read in (("co-mentions.gexf", nx.read_gexf), ("co-mentions.graphml",
                                                            nx.read_graphml)):
        graph = read(folder / name)
        assert dict(graph.nodes["berg"])["label"] == "Frida Berg"
        assert graph.edges["berg", "lund"]["weight"] == 2
    with pytest.raises(InputError, match=r"g\.gexf or g\.graphml"):
        actors.write_graph(nx.Graph(), folder / "g.png")


def test_marks_are_kept_and_counted_while_the_mention_stays_what_it_was(folder):
    bench = load(folder)
    sheet = actors.sample_mentions(bench.mentions, 4, seed=1)
    view = CheckingSheet(sheet, bench.segments, bench.checked_file)
    for mark, said in zip(view.marks, ["right", "right", "wrong", "right"], strict=True):
        mark.value = said
    view.marks[3].value = "not checked"
    again = CheckingSheet(sheet, bench.segments, bench.checked_file)
    assert [mark.value for mark in again.marks] == ["right", "right", "wrong", "not checked"]
    assert again.precision.loc[0, ["n_marked", "n_right"]].tolist() == [3, 2]
    other = CheckingSheet(actors.sample_mentions(bench.mentions, 7), bench.segments,
                          bench.checked_file)
    assert other.precision.loc[0, "n_marked"] == 3  # the same marks on a larger sheet
    changed = bench.mentions.assign(actor_id="king")
    kept = actors.checked_mentions(changed, bench.checked_file)
    assert (len(kept), kept.attrs["n_marks"]) == (0, 3)
    assert "3 of 4 marked" in again._repr_mimebundle_()["text/plain"]


def test_a_file_of_marks_may_be_edited_but_not_into_nonsense(folder):
    bench = load(folder)
    sheet = actors.sample_mentions(bench.mentions, 2).assign(right=[True, False])
    actors.save_marks(sheet, bench.checked_file)
    text = bench.checked_file.read_text(encoding="utf-8")
    bench.checked_file.write_text(text.replace("yes", "perhaps"), encoding="utf-8")
    with pytest.raises(ValueError, match="perhaps"):
        actors.read_marks(sheet, bench.checked_file)
    empty = actors.checked_mentions(conform([], "mentions"), folder / "none.csv")
    assert actors.precision(empty)["n_marked"].tolist() == [0]
