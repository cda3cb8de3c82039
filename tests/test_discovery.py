"""Actors the registry lacks: proposed only where the text shows what they are."""

import re
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gold import f1, gold_actors, gold_segments
from workbench.actors import discovery, find_mentions
from workbench.actors.discovery import discover_actors, find_evidence
from workbench.actors.naming import plain
from workbench.corpus import read_registry
from workbench.tables import COLUMNS, InputError, conform, empty

NOBODY = empty("actors")
REGISTRY = conform([{"actor_id": "liv-dahl", "name": "Liv Dahl", "type": "person"}], "actors")


def segments(*bodies):
    return conform([{"article_id": f"a{n}", "file_id": f"f{n}", "start": 10, "end": 10 + len(body),
                     "zone": "body", "text": body.replace("\n", " "), "source": body}
                    for n, body in enumerate(bodies)], "segments")


def shown(text, registry=NOBODY):
    """Only what the text shows to be a person or a body."""
    return discover_actors(text, registry, names=False)


def names(body, registry=NOBODY):
    return shown(segments(body), registry)["name"].tolist()


@pytest.mark.parametrize(("body", "name", "role"), [
    ("Then Prime Minister Liv Dahl spoke.", "Liv Dahl", "Prime Minister"),
    ("Norway's Foreign Secretary Liv Dahl spoke.", "Liv Dahl", "Foreign Secretary"),
    ("While Secretary of State Liv Dahl spoke, it rained.", "Liv Dahl", "Secretary of State"),
    ("It was the founder, Jan-Erik van der Berg, who left.", "Jan-Erik van der Berg", None),
    ("Liv Dahl, a former analyst at the bank, left.", "Liv Dahl", None),
    ("“No,” Liv Dahl told reporters.", "Liv Dahl", None),
    ("“No,” said Liv\nDahl.", "Liv Dahl", None),
    ("By Liv Dahl", "Liv Dahl", None),
    ("Liv Dahl contributed reporting.", "Liv Dahl", None),
    ("The aide Šárka Nováková left.", "Šárka Nováková", None),
    ("The Minister for Health, Liv Dahl, left.", "Liv Dahl", None),
    ("Shadow Treasurer Liv Dahl left.", "Liv Dahl", "Shadow Treasurer"),
    ("The ambassador to Norway Liv Dahl left.", "Liv Dahl", None),
])
def test_a_person_is_shown_by_title_role_apposition_speech_or_byline(body, name, role):
    table = shown(segments(body))
    assert table[["name", "type", "status"]].to_numpy().tolist() == [
        [name, "person", "discovered"]]
    assert table["role"].fillna("").tolist() == [role or ""]


@pytest.mark.parametrize(("body", "found"), [
    ("Liv Dahl of the Workers Union said no.", ["Workers Union"]),
    ("The Bank of the Fjord Union said no.", ["Bank of the Fjord Union"]),
    ("The Bureau of Meteorology's Liv Dahl said no.", ["Bureau of Meteorology", "Liv Dahl"]),
    ("Mercy Hospital said no. Fjord Government said no.", []),
])
def test_bodies_end_where_their_members_begin(body, found):
    assert sorted(names(body)) == found


def test_a_people_before_a_full_name_is_no_part_of_it():
    norway = conform([{"actor_id": "no", "name": "Norway", "type": "country",
                       "aliases": "Norwegian"}], "actors")
    assert names("Norwegian Liv Dahl said no.", norway) == ["Liv Dahl"]


def test_letters_after_a_name_are_no_surname():
    table = shown(segments("Judge Ann Dahl KC said no."))
    assert table[["name", "aliases"]].to_numpy().tolist() == [["Ann Dahl KC", "Dahl"]]


@pytest.mark.parametrize("body", [
    "They met in New York on Monday.", "Liv Dahl.", "The Second World War ended.", "",
    "On Tuesday Sources said so.", "President of the year", "South Korea said no.",
    "Signing of the Treaty said all.", "Fjord Avisen said it won.", "NATO Allies said no.",
])
def test_what_nothing_shows_to_be_an_actor_is_not_proposed(body):
    assert names(body) == []


def test_a_body_has_a_head_noun_and_its_acronym_in_brackets_is_an_alias():
    body = "The Institute for Applied Peace (IAP) and Oslo-based Fjord Research Center spoke."
    table = shown(segments(body))
    assert table[["actor_id", "name", "type"]].to_numpy().tolist() == [
        ["fjord-research-center", "Fjord Research Center", "organisation"],
        ["institute-for-applied-peace", "Institute for Applied Peace", "organisation"]]
    assert table["aliases"].fillna("").tolist() == ["", "IAP"]


def test_a_surname_is_an_alias_that_needs_its_full_name_first():
    table = shown(segments("“No,” said Ole de Vries Jr."))
    assert table[["aliases", "ambiguous"]].to_numpy().tolist() == [["de Vries", "de Vries"]]


def test_the_registry_is_not_repeated_and_its_certain_names_are_left_alone():
    registry = conform([
        {"actor_id": "liv-dahl", "name": "Liv Dahl", "type": "person", "aliases": "Dahl"},
        {"actor_id": "ole-berg", "name": "Öle Berg (writer)", "type": "person"}], "actors")
    table = discover_actors(
        segments("“No,” said Liv Dahl. “No,” said Nils Dahl. “No,” said Ole Berg."), registry)
    assert table["actor_id"].tolist() == ["nils-dahl", "ole-berg-2"]
    assert table["aliases"].fillna("").tolist() == ["", "Berg"]


def test_evidence_is_ranked_by_articles_and_cut_from_the_source():
    text = segments("“No,” said Ann Berg.", "“No,” said Liv\nDahl.", "“Yes,” said Liv Dahl.")
    table = find_evidence(text, NOBODY, names=False)
    assert table[["name", "n_articles", "n"]].to_numpy().tolist() == [
        ["Liv Dahl", 2, 2], ["Liv Dahl", 2, 2], ["Ann Berg", 1, 1]]
    sources = dict(zip(text["file_id"], text["source"], strict=True))
    for row in table.itertuples():
        cut = sources[row.file_id][row.start - 10:row.end - 10]
        assert " ".join(cut.split()) == row.name


@given(st.lists(st.text(st.sampled_from("AbČ .,'’-(\n)ofsaid\U0001f600"), max_size=60), max_size=3))
@settings(deadline=None, max_examples=40)
def test_any_text_gives_a_table_with_ids_of_its_own(bodies):
    table = discover_actors(segments(*bodies), NOBODY)
    assert list(table.columns) == list(COLUMNS["actors"])
    assert table["actor_id"].is_unique
    assert not table["name"].str.contains("\n").any()


def test_an_installed_spacy_pipeline_takes_the_place_of_the_rules():
    # spaCy is not installed here: this stands in for what a pipeline returns, and shows only
    # that entities become actors at their place, not how well a model finds them.
    def pipeline(text):
        wanted = {"Liv Dahl": "PERSON", "Oslo": "GPE", "Fjord Group": "ORG"}
        return SimpleNamespace(ents=[
            SimpleNamespace(start_char=text.index(name), end_char=text.index(name) + len(name),
                            label_=label) for name, label in wanted.items() if name in text])
    text = segments("So Liv\nDahl left Oslo.", "Then Fjord Group left. President Ole Berg spoke.")
    table = discover_actors(text, NOBODY, spacy_model=pipeline)
    assert table[["name", "type"]].fillna("").to_numpy().tolist() == [
        ["Fjord Group", "organisation"], ["Liv Dahl", "person"], ["Oslo", ""]]
    known = discover_actors(text, REGISTRY, spacy_model=pipeline)
    assert known["name"].tolist() == ["Fjord Group"]
    place = find_evidence(text, NOBODY, spacy_model=pipeline).set_index("name").loc["Liv Dahl"]
    assert (place["start"], place["end"]) == (13, 21)


@pytest.mark.parametrize(("error", "advice"), [
    (ModuleNotFoundError("spacy"), "pip install spacy"), (OSError("E050"), "spacy download")])
def test_a_pipeline_that_is_not_installed_is_refused_with_what_to_do(monkeypatch, error, advice):
    def missing(name):
        raise error
    monkeypatch.setattr(discovery, "import_module", missing)
    with pytest.raises(InputError, match=advice):
        discover_actors(segments("x"), NOBODY, spacy_model="en_core_web_sm")


def test_a_pipeline_may_be_given_by_its_name(monkeypatch):
    loaded = SimpleNamespace(load=lambda name: lambda text: SimpleNamespace(ents=[
        SimpleNamespace(start_char=0, end_char=len(name), label_="ORG")]))
    monkeypatch.setattr(discovery, "import_module", lambda name: loaded)
    assert discover_actors(segments("Acme Inc. left"), NOBODY,
                           spacy_model="Acme")["name"].tolist() == ["Acme"]


# Written for this test in the manner of tokenised wire copy; names between square brackets.
WIRE = """
SOCCER - [SWEDEN] GET LUCKY WIN OVER [NORWAY] .
[OSLO] 1996-12-06
[Sweden] began their defence of the [Fjord Cup] title with a 2-1 win against [Norway] on Friday .
But [Norway] saw their luck desert them when [Bergen] 's [Ole Berg] scored in the second half .
[Norwegian] coach [Nils van der Meer] said : " Luck was with them . "
Police in [Bergen] said two fans were held . Results of the other matches came late .
" We were n't good , " [Van der Meer] told the [Daily Herald] after the match .
1. [Anna Lund] ( [Denmark] ) 19.85
2. [Eva Holm] ( [South Africa] ) 19.99
[Reading] 4 3 1 0 7 4 10
[New Zealand] 's Prime Minister [Jim Bolger] met officials of the [Bank of England] in [London] .
The [World Boxing Council] ( [WBC] ) fined [Lund] , and the [WBC] said on Monday she could appeal .
[American] [Oliver Hart] beat the [American] champion in [Las Vegas] . I 'm glad , he said .
[U.S.] and [European Commission] officials met in January . They said it was the first of many .
[BERGEN] 1996-12-06
[Bolger] left [Oslo] in the evening . [Ole Berg] and [Lund] did not .
"""


def wire():
    """The text, and the places of its names."""
    text, places = "", []
    for piece in re.split(r"([\[\]])", WIRE):
        if piece == "[":
            places.append(len(text))
        elif piece == "]":
            places[-1] = (places[-1], len(text))
        else:
            text += piece
    return text, set(places)


@pytest.mark.parametrize("joined", ["\n", " "])
def test_names_of_tokenised_newswire_are_found_without_a_registry(joined):
    # On three stretches of public annotated newswire (CoNLL-2003, development part), none of it
    # here: exact-span F1 0.89, 0.96 and, on the one not looked at before, 0.95.
    text, places = wire()
    body = conform([{"article_id": "a", "file_id": "f", "start": 0, "end": len(text),
                     "zone": "body", "text": text.replace("\n", joined),
                     "source": text.replace("\n", joined)}], "segments")
    mentions = find_mentions(body, discover_actors(body, NOBODY))
    found = set(zip(mentions["start"], mentions["end"], strict=True))
    assert f1(found, places) > 0.9, sorted(text[a:b] for a, b in found ^ places)


def linked(*bodies):
    text = segments(*bodies)
    found = discover_actors(text, NOBODY)
    mentions = find_mentions(text, found)
    names = found.set_index("actor_id")["name"]
    called = mentions["actor_id"].map(names).fillna("nobody")
    return list(zip(mentions["surface"], called, strict=True))


def test_an_unknown_surname_is_linked_to_the_full_name_before_it():
    assert linked("So Ann Berg met Per Dahl. Then Berg spoke to Dahl.", "Now Berg is a hill.") == [
        ("Ann Berg", "Ann Berg"), ("Per Dahl", "Per Dahl"), ("Berg", "Ann Berg"),
        ("Dahl", "Per Dahl"), ("Berg", "Berg")]


def test_a_surname_of_two_full_names_is_nobodys_and_a_place_no_surname():
    assert linked("So Ann Berg met Per Berg. Then Berg spoke of New Oslo and of Oslo.")[2:] == [
        ("Berg", "nobody"), ("New Oslo", "New Oslo"), ("Oslo", "Oslo")]


@pytest.mark.parametrize(("text", "form", "name"), [
    ("So the Fjord Boxing Council (FBC) met. The FBC left.", "FBC", "Fjord Boxing Council"),
    ("So the Fjord Boxing Council ( FBC ) met. The FBC left.", "FBC", "Fjord Boxing Council"),
    ("So the Union of Northern Oslo met. The UNO left.", "UNO", "Union of Northern Oslo"),
    ("BERGEN 1996-12-06\nIt rained in Bergen.", "BERGEN", "Bergen"),
])
def test_acronyms_and_capitals_are_linked_to_the_name(text, form, name):
    assert dict(linked(text))[form] == name


def test_an_acronym_that_nothing_spells_is_a_name_of_its_own():
    assert linked("So the Fjord Boxing Council (OSLO) met the FBD.")[1:] == [
        ("OSLO", "OSLO"), ("FBD", "FBD")]


@pytest.mark.parametrize(("text", "found"), [
    ("So Ann Berg of Fjord United left.", ["Ann Berg", "Fjord United"]),
    ("So the Bank of Norway and Sweden met.", ["Bank of Norway", "Sweden"]),
    ("So he left on Monday in May. I'm glad. Don't.", []),
    ("Workers left. The workers met in Oslo.", ["Oslo"]),
    ("New Oslo is far. North Fjord is not.", ["New Oslo", "North Fjord"]),
    ("So a Bergen-based firm left the Oslo-Bergen road when Oslo met Bergen.",
     ["Bergen", "Oslo", "Bergen", "Oslo", "Bergen"]),
])
def test_what_a_capital_says(text, found):
    assert [surface for surface, _ in linked(text)] == found


def test_awkward_tables():
    for text in (empty("segments"), segments("").assign(text=pd.NA, source=pd.NA)):
        assert discover_actors(text, NOBODY).empty
        assert list(find_evidence(text, NOBODY).columns)[:2] == ["name", "type"]
    with pytest.raises(ValueError, match="read_registry"):
        discover_actors(segments("x"), pd.DataFrame({"name": ["x"]}))


def test_floors_on_the_annotated_pages():
    # Measured with an empty registry: 21 of 25 annotated persons (two of the others stand in the
    # credits of boilerplate, one is a passing surname), and no name that is none. With the
    # shipped registry nothing at all: it lacks nobody on these pages.
    found = shown(gold_segments())
    persons = {plain(name) for name in found.loc[found["type"] == "person", "name"]}
    annotated = [{plain(name) for name in [a["name"], *a["aliases"].split("|")]}
                 for a in gold_actors() if a["type"] == "person"]
    assert sum(bool(names & persons) for names in annotated) / len(annotated) > 0.8
    assert len(persons - set().union(*annotated)) / len(persons) < 0.1
    assert discover_actors(gold_segments(), read_registry("actors")).empty
