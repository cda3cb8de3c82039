"""Quotations in several articles, with marks and without."""

import pandas as pd

from test_reuse import corpus
from workbench.quotes import repeated_quotes, shared_quotes
from workbench.tables import conform, empty

SAID = "we will never close the northern port"
TEXTS = [f'"{SAID.capitalize()}," Anna Berg said.', f"Berg had told them {SAID} again.",
         f"Nobody: {SAID}.", f'Berg: "{SAID}" and more.', f"Berg said they {SAID}s forever."]


def quotes(*rows):
    return conform([{
        "article_id": article, "file_id": f"{article}.txt", "start": TEXTS["abcde".index(article)]
        .index('"'), "end": TEXTS["abcde".index(article)].rindex('"') + 1, "text": text,
        "speaker": speaker, "speaker_type": kind, "actor_id": "berg" if kind == "named" else None,
        "kind": "full", "zone": "body"} for article, text, speaker, kind in rows], "quotes")


def test_words_without_marks_are_found_where_the_speaker_is_named():
    said = quotes(("a", f'"{SAID.capitalize()},"', "Anna Berg", "named"),
                  ("d", f'"{SAID}"', "Anna Berg", "named"))
    found = repeated_quotes(said, corpus(*TEXTS))
    assert found[["article_id_a", "article_id_b", "marked", "n_words"]].to_numpy().tolist() == [
        ["a", "b", False, 7], ["a", "d", True, 7], ["d", "b", False, 7]]
    plain = found[~found["marked"]].iloc[0]
    assert TEXTS[1][plain["start_b"]:plain["end_b"]] == SAID


def test_a_speaker_is_named_by_a_word_and_wrapped_words_are_the_same_words():
    wrapped = f'"{SAID.capitalize()},"'.replace("close the", "close\nthe")
    said = quotes(("a", wrapped, "Anna Berg", "named"))
    found = repeated_quotes(said, corpus(TEXTS[0], f"An iceberg told them {SAID} again.", TEXTS[1]))
    assert found["article_id_b"].tolist() == ["c"]


def test_unnamed_speakers_and_short_words_are_compared_between_marks_only():
    said = quotes(("a", f'"{SAID}"', "guard (anonymous)", "anonymous"))
    assert repeated_quotes(said, corpus(*TEXTS)).empty
    short = quotes(("a", '"the northern port"', "Anna Berg", "named"))
    assert repeated_quotes(short, corpus(*TEXTS)).empty


def test_nothing_gives_the_same_columns():
    columns = [*shared_quotes(empty("quotes")), "marked"]
    assert list(repeated_quotes(empty("quotes"), empty("segments"))) == columns
    said = quotes(("a", f'"{SAID}"', "Anna Berg", "named"))
    missing = corpus(*TEXTS).assign(text=pd.NA)
    assert list(repeated_quotes(said, missing)) == columns
