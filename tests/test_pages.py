"""Pages as literal text → the articles and spans they hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gold import FILES, SAMPLE, load, page
from workbench.pages import THRESHOLD, credits, cues, datelines, noise, split_page
from workbench.pages.lines import role

OUTLETS = {"Daily Bugle": "Daily Bugle", "bugle.com": "Daily Bugle", "Bugle": "Daily Bugle",
           "AP": "The Associated Press", "The Associated Press": "The Associated Press",
           "Reuters": "Reuters", "Globe": "The Globe"}
LIBRARY = ("The city council voted on Tuesday to close three libraries, the mayor said. Residents "
           "had protested for weeks outside the hall.")
MAYOR = "\"We have no money,\" said Ann Lee, the mayor. \"Nobody likes it.\""
SHIP = ("A cargo ship ran aground off the northern coast early on Friday, the coast guard said. "
        "All 21 sailors were rescued by helicopter.")
OWNER = "The ship, the Aurora, was carrying timber from Riga to Hull, its owner said in an email."


def bodies(text, **options):
    return [text[a.start:a.end] for a in split_page(text, **options).articles]


def kinds(text, kind):
    return [text[s.start:s.end] for s in split_page(text, outlets=OUTLETS).spans if s.kind == kind]


def only(text):
    (article,) = split_page(text, outlets=OUTLETS).articles
    return article


# ------------------------------------------------------------------------- any text at all

LINE = st.sampled_from([
    LIBRARY, MAYOR, SHIP, OWNER, "Globe", "5 days ago", "- World", "By Ann Lee", "Comments", "-",
    "Three libraries to close next month", "HULL — " + SHIP, "> " + OWNER, "Related article",
    "Tag - ships", "Source: AP", "Bo Chan contributed reporting from Hull.", "😀", "\0", "Share",
    SHIP + " A tug at work - Bo Chan/Reuters " + OWNER, "Sign up for our newsletter."])
PAGES = st.text(max_size=60) | st.builds(
    lambda lines, end: end.join(lines), st.lists(LINE, max_size=14),
    st.sampled_from(["\n", "\r\n", "\r", "\n\n", "\n \n"]))


@given(PAGES)
def test_every_solid_character_is_in_exactly_one_span(text):
    result = split_page(text, outlets=OUTLETS)
    held = [i for span in result.spans for i in range(span.start, span.end)]
    assert len(held) == len(set(held))
    assert {i for i, c in enumerate(text) if not c.isspace()} <= set(held)
    assert all(text[s.start:s.end].strip() == text[s.start:s.end] != "" for s in result.spans)
    assert result.spans == sorted(result.spans)


@given(PAGES)
def test_articles_are_apart_in_order_and_begin_and_end_with_their_spans(text):
    result = split_page(text, outlets=OUTLETS)
    flat = [place for a in result.articles for place in (a.start, a.end)]
    assert flat == sorted(flat)
    for i, article in enumerate(result.articles):
        inside = [s for s in result.spans if s.article == i and s.start >= article.start]
        assert (inside[0].start, inside[-1].end) == (article.start, article.end)
        assert THRESHOLD <= article.start_confidence <= 1
    assert all(s.article is not None for s in result.spans
               if any(a.start <= s.start < a.end for a in result.articles))


@given(PAGES.filter(str.strip), st.randoms(use_true_random=False))
def test_starts_that_an_analyst_names_are_those_of_the_page(text, random):
    offset = random.choice([i for i, char in enumerate(text) if not char.isspace()])
    told = split_page(text, starts=[offset])
    confidence = {a.start: a.start_confidence for a in told.articles}
    assert confidence[offset] == 1
    held = [i for span in told.spans for i in range(span.start, span.end)]
    assert len(held) == len(set(held))
    assert {i for i, c in enumerate(text) if not c.isspace()} <= set(held)
    refused = [a.start for a in split_page(text).articles][-1:]
    assert not {a.start for a in split_page(text, no_starts=refused).articles} & set(refused)


@pytest.mark.parametrize("text", ["", " \n\r\n\t", "logo", "Home\nWorld\n\nSport"])
def test_pages_without_prose_have_no_articles(text):
    result = split_page(text)
    assert result.articles == [] and {s.kind for s in result.spans} <= {"navigation"}


# -------------------------------------------------------------------------------- headers

HEADERS = {
    "tag page": ("Globe\n3 hours ago\n- World\n- Globe\nThree libraries to close\n{}\n"
                 "Evening Star\n04-05-2025\n- World\n- Evening Star\nShip runs aground\n{}\n"),
    "other months": ("Stadtblatt\n12. März 2025\n- Lokales\n- Stadtblatt\nLibraries to close\n"
                     "{}\nMorgenpost\nvor 5 Tagen\n- Welt\n- Morgenpost\nShip runs aground\n{}\n"),
    "no bullets": ("Globe\n2025-05-04 10:30\nThree libraries to close\n{}\n"
                   "Evening Star\n2025-05-03\nShip runs aground\n{}"),
    "bylines": ("Three libraries to close next month\nBy Ann Lee and Bo Chan\nMay 4, 2025\n\n{}\n\n"
                "Ship runs aground off northern coast\nBy Cy Diaz\nMay 5, 2025\n\n{}\n"),
    "repeated": ("Three libraries to close\nThree libraries to close\n\nGlobe\n\n"
                 "time10 minutes ago\n\n  • Globe\n\nThree libraries to close\n\n{}\n\n"
                 "Ship runs aground off the coast\nShip runs aground off the coast\n\n"
                 "Evening Star\n\ntime1 hour ago\n\n{}"),
    "run together": ("Three libraries to close\nGlobe9 hours ago\n{}\n"
                     "Ship runs aground off the coast\nEvening Star2 days ago\n{}"),
    "datelines": "SPRINGFIELD, Ill. (AP) — {}\n\nHULL, England, May 3 (Reuters) - {}\n",
    "names beside dates": ("Libraries to close next month\nAnn Lee - Globe - May 3, 2025\n{}\n"
                           "Ship runs aground off coast\nMay 3, 2025 / Evening Star\n{}"),
    "Markdown": ("# Libraries to close next month\n*By Ann Lee*\n\n3 May 2025\n\n{}\n\n"
                 "# Ship runs aground off coast\n*By Bo Chan*\n\n3 May 2025\n\n{}"),
    "a clock first": ("Libraries to close next month\nBy Ann Lee\nUpdated 10:22 AM EDT, Sat May 3, "
                      "2025\n{}\nShip runs aground off coast\nBy Bo Chan\nPublished 9:10 AM EDT, "
                      "Sat May 3, 2025\n{}"),
    "standfirsts": ("Libraries to close next month\nThe council has no money left.\nBy Ann Lee\n"
                    "3 May 2025\n{}\nShip runs aground off coast\nAll sailors are safe.\n"
                    "By Bo Chan\n3 May 2025\n{}"),
    "tag title": "{}\nTag - ships\n{}\n",
}


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("layout", HEADERS)
def test_headers_of_every_kind_part_articles(layout, ending):
    text = HEADERS[layout].format(f"{LIBRARY}\n{MAYOR}", SHIP + " " + OWNER).replace("\n", ending)
    found = bodies(text, outlets=OUTLETS)
    assert [body[-20:] for body in found] == [MAYOR[-20:], OWNER[-20:]]
    assert LIBRARY[-20:] in found[0] and SHIP in found[1]
    assert all("ago" not in body and "2025" not in body for body in found)


def test_labels_are_read_from_the_header():
    text = HEADERS["tag page"].format(LIBRARY, SHIP)
    first, second = split_page(text, outlets=OUTLETS).articles
    assert first[2:9] == ("Three libraries to close", "The Globe", None, "World", (), None,
                          "3 hours ago")
    assert (second.headline, second.outlet, second.date_stated) == (
        "Ship runs aground", "Evening Star", "04-05-2025")


def test_a_date_alone_is_a_subhead_and_a_menu_is_navigation():
    text = f"Home\nMoney\nShip runs aground off coast\n\n{SHIP}\n\nMay 4, 2025\n\n{OWNER}"
    assert bodies(text) == [f"{SHIP}\n\nMay 4, 2025\n\n{OWNER}"]
    assert kinds(text, "navigation") == ["Home", "Money"]
    assert kinds(text, "headline") == ["Ship runs aground off coast"]


def test_outlet_suffixes_leave_the_headline():
    assert only(f"Ship runs aground | Daily Bugle\n\n{SHIP}")[2:4] == (
        "Ship runs aground", "Daily Bugle")
    assert only(f"Ship runs aground – Reuters\nSource: Reuters\n\n{SHIP}")[2:5] == (
        "Ship runs aground", "Reuters", "Reuters")
    assert only(f"Ship runs aground\n\n{SHIP}")[2:4] == ("Ship runs aground", None)
    assert only(f"Ship runs aground – again\n\n{SHIP}")[2:4] == ("Ship runs aground – again", None)


# ----------------------------------------------------------------------------- no headers

def test_a_closing_credit_and_a_second_introduction_part_articles():
    first = f"{LIBRARY}\n\nMayor Ann Lee spoke at length.\n\n{OWNER}"
    credit = "Bo Chan contributed reporting from Hull."
    assert len(bodies(f"{first}\n\n{credit}\n\n{SHIP}")) == 2
    again = ("Mayor Ann Lee and Governor Bo Chan met on Friday to open a harbor that took ten "
             "years to build near the border, where freight from southern mines arrives by rail.")
    assert len(bodies(f"{first}\n\nGovernor Bo Chan agreed.\n\n{again}")) == 2
    assert len(bodies(f"{first}\n\n\"No,\" she said. \"Never.\"\n\n{SHIP}")) == 1


def test_gallery_credits_are_boilerplate_between_articles():
    gallery = "First published in The Globe, June 4, 2025 | By Bo Chan"
    text = f"{LIBRARY}\n{gallery}\n{SHIP}"
    assert bodies(text) == [LIBRARY, SHIP] and kinds(text, "boilerplate") == [gallery]


def test_a_dateline_on_a_full_wrapped_line_still_parts():
    lines = ["The council of the town by the river decided on Monday that it will,",
             "after all, build a bridge in summer, and “nobody will pay for it all.”"]
    text = "\n".join([*lines, *lines, "HULL — A ship ran aground off the northern coast on Friday.",
                      "All sailors were saved."])
    first, second = bodies(text)
    assert first.endswith("for it all.”") and second.startswith("HULL — A ship")
    assert only(first).dateline is None


# ------------------------------------------------------------- noise inside, and what follows

STORY = f"Ship runs aground off coast\n\n{SHIP}\n\n%s\n\n{OWNER}\n\n%s"


@pytest.mark.parametrize(("inside", "kind"), [
    ("Related article\n\nA second ship runs aground", "teaser"),
    ("Advertisement", "furniture"), ("-", "furniture"),
    ("Sign up for our newsletter.", "promotion"),
    ("> All 21 sailors were rescued", "pull_quote"),
    ("All 21 sailors were rescued by helicopter.", "pull_quote"),
    ("Photo: Coast Guard", "caption"), ("A tug at work - Bo Chan/Reuters", "caption"),
])
def test_noise_inside_an_article_is_named(inside, kind):
    text = STORY % (inside, "")
    assert "\n\n".join(kinds(text, kind)) == inside
    assert kinds(text, "body") == [SHIP, OWNER]


@pytest.mark.parametrize("credit", [
    "Bo Chan contributed reporting from Hull.", "• With assistance from Bo Chan and Cy Diaz.",
    "Write to Bo Chan at bo.chan@bugle.com", "Reporting by Bo Chan; Editing by Cy Diaz"])
def test_a_closing_credit_ends_the_article_and_belongs_to_it(credit):
    text = STORY % ("-", credit)
    assert bodies(text)[0].endswith(credit) and kinds(text, "credit") == [credit]


@pytest.mark.parametrize("after", [
    "Comments (3)\n\nThis is a scandal and should be stopped.", "Related Stories\n\nAnother ship",
    "DOWNLOAD THE APP\n\nReady to read? Download our app today for free.", "Orange background",
    "© 2025 Globe Media. All rights reserved."])
def test_what_follows_an_article_is_not_of_it(after):
    assert bodies(STORY % ("", after))[0].endswith(OWNER)


def test_captions_and_plugs_run_into_a_line_are_cut_out_exactly():
    caption = "A tug on Friday - Bo Chan Jr/Reuters"
    plug = "Broaden your view with our journalism. Try The Globe free for 1 month."
    text = f"Ship runs aground off coast\n{SHIP} {caption} {OWNER} {plug}"
    assert kinds(text, "caption") == [caption] and kinds(text, "promotion") == [plug]
    assert kinds(text, "body") == [SHIP, OWNER] and only(text).origin == "The Globe"


# ------------------------------------------------------------------------- whose and by whom

@pytest.mark.parametrize(("sentence", "origin"), [
    ("A draft was obtained by The Associated Press.", "The Associated Press"),
    ("A draft was seen by Reuters.", "Reuters"), ("It went unseen by Reuters.", None),
    ("A draft was obtained exclusively by Reuters.", "Reuters"),
    ("The price rose, Reuters previously reported.", "Reuters"),
    ("The price rose, Reuters has reported.", "Reuters"),
    ("He told Reuters' journalists Ann Lee and Bo Chan so.", None),
    ("Reuters's Ann Lee in Riga and Bo Chan contributed to it.", "Reuters"),
    ("A draft was obtained by AP and seen by Reuters.", None),
    ("The price rose, Reuters reported.", None), ("He told the Daily Bugle so.", None),
    ("Write to Bo Chan at bo@mail.bugle.com", "Daily Bugle"),
    ("Write to Bo Chan at bo@unknown.org", "unknown.org"),
    ("Write to Bo Chan at bo@gmail.com", None)])
def test_origin_needs_evidence_of_its_own(sentence, origin):
    assert only(f"Ship runs aground off coast\n\n{SHIP}\n\n{sentence}").origin == origin


def test_shared_evidence_counts_for_the_outlet_on_the_label():
    said = "He said so in an interview with the Daily Bugle."
    assert only(f"Bugle\n4 May 2025\nShip runs aground\n{SHIP}\n{said}").origin == "Daily Bugle"
    assert only(f"Globe\n4 May 2025\nShip runs aground\n{SHIP}\n{said}").origin is None


def test_a_tag_page_lends_its_outlet_to_all_its_articles():
    text = f"{LIBRARY} A draft was obtained by the Bugle.\nTag - ships\n{SHIP}"
    assert [a.outlet for a in split_page(text, outlets=OUTLETS).articles] == ["Daily Bugle"] * 2
    assert [a.origin for a in split_page(text, outlets=OUTLETS).articles] == ["Daily Bugle", None]


def test_authors_are_bylines_or_contacts_never_contributors():
    assert only(f"Ship runs aground\nBy Ann Lee and Bo Chan\n\n{SHIP}").authors == (
        "Ann Lee", "Bo Chan")
    contact = "Write to Ann Lee at ann@x.com, Bo Chan at bo@x.com and Cy van Diaz at cy@x.com"
    assert only(STORY % ("", contact)).authors == ("Ann Lee", "Bo Chan", "Cy van Diaz")
    assert only(STORY % ("", "Additional reporting by Bo Chan")).authors == ()


@pytest.mark.parametrize(("opening", "place"), [
    ("HULL — The", "HULL"), ("New Delhi: The", "New Delhi"),
    ("Sao Paulo (Reuters) - A", "Sao Paulo"), ("EXCLUSIVE — The", None),
    ("Opinion: The", None), ("Live updates: The", None)])
def test_the_dateline_is_the_place_alone(opening, place):
    assert only(f"Ship runs aground off coast\n\n{opening} {SHIP[2:]}").dateline == place


# ---------------------------------------------------------------------------- small parts

@pytest.mark.parametrize(("line", "expected"), [
    ("07-05-2025", "date"), ("time10 minutes ago", "date"), ("Posted: May 4, 2025, 10:30", "date"),
    ("Wednesday 4 June 2025", "date"), ("12 de mayo de 2025", "date"), ("USA Today", "line"),
    ("What happened yesterday", "line"), ("GLOBE", "outlet"), ("- Business", "label"),
    ("- He left.", "prose"), ("By the river", "line"), ("BY ANN LEE", "byline"),
    ("By Ann Lee", "byline"), ("Read more: Click here", "teaser"),
    ("Support for donations fell.", "prose"), ("x" * 161, "prose"),
    ("Topic: ships", "tag"), ("Latest news with #ships", "tag")])
def test_roles_of_lines(line, expected):
    assert role(line, {"globe"}) == expected


def test_introductions_need_a_title_or_an_apposition():
    assert dict(cues.introductions("Sen. Ann Lee met Bo Chan, the coach, and Cy Diaz.")) == {
        "Ann Lee": True, "Bo Chan": True, "Cy Diaz": False}


def read(*paragraphs):
    story = cues.Story()
    for paragraph in paragraphs:
        story.add(cues.wording(paragraph))
    return story


def test_new_words_and_people_known_by_name_begin_a_story():
    story = read(LIBRARY, MAYOR, OWNER, "Mayor Ann Lee spoke to residents of the council hall.")
    fresh, more = cues.wording(SHIP), cues.wording(LIBRARY)
    assert story.ends_before([fresh]) > story.ends_before([more])
    known, new = (cues.wording(f"{SHIP} Mayor {name} said so.") for name in ("Ann Lee", "Cy Fox"))
    assert story.ends_before([known]) > story.ends_before([new])
    but = cues.wording("But " + SHIP)
    assert story.ends_before([but]) < story.ends_before([fresh])
    chances = [story.ends_before([fresh], title=words) for words in (0, 4, 9)]
    assert chances == sorted(set(chances)) and 0 < chances[0] < chances[-1] < 1
    assert story.ends_before([fresh], credit=True) > story.ends_before([fresh])


@pytest.mark.parametrize(("line", "place", "agency"), [
    ("SPRINGFIELD, Ill. (AP) — The", "SPRINGFIELD", "AP"), ("(CNN) — The", "", "CNN"),
    ("(Reuters) - The", "", "Reuters"), ("(CNN)The", "", "CNN"),
    ("Berlin (dpa) - The", "Berlin", "dpa"),
    ("BEIJING, 3 May (Xinhua) -- The", "BEIJING", "Xinhua"), ("New Delhi: The", "New Delhi", None),
    ("Geneva, 3 May 2025 – The", "Geneva", None), ("ŁÓDŹ, Poland — The", "ŁÓDŹ", None),
    ("Rio de Janeiro – The", "Rio de Janeiro", None), ("HULL - The", "HULL", None),
    ("JERUSALEM/GAZA, May 3 (Reuters) - The", "JERUSALEM/GAZA", "Reuters")])
def test_datelines_of_many_styles(line, place, agency):
    match = datelines.dateline(line)
    assert match and (match["place"], match["agency"]) == (place, agency)


@pytest.mark.parametrize("line", [
    "ANALYSIS — The plan", "Trump: I will go", "(Laughter) The", "(A) The plan",
    "Dr. Lee – The plan", "Hull – The", "The plan — A new one", "Sources: The plan", "(FILES) The"])
def test_what_only_looks_like_a_dateline(line):
    assert datelines.dateline(line) is None


def test_names_of_outlets_and_repeated_paragraphs():
    names = credits.Names(OUTLETS)
    assert names.known("Bugle’s Hull".replace("’", "'")) == "Daily Bugle"
    assert names.known("the AP") == "The Associated Press" and names.known("Hull") is None
    assert noise.repeats({3: "He said no. She said yes.", 5: "She said yes.", 7: "Maybe."}) == {5}


# ------------------------------------------------------------------------------- quality

@pytest.mark.parametrize("file_id", FILES)
def test_annotated_pages_are_split_exactly(file_id):
    # 6 of 6 articles: extents, headline, outlet, section, date, authors
    text = page(file_id)
    wanted = [a for a in load("articles") if a["file"] == file_id]
    found = split_page(text).articles
    assert [(a.start, a.end) for a in found] == [(a["start"], a["end"]) for a in wanted]
    for a, w in zip(found, wanted, strict=True):
        assert (a.outlet, a.section, a.date_stated) == (w["outlet"], w["section"], w["stated_date"])
        assert list(a.authors) == w["authors"]


@pytest.mark.parametrize("file_id", FILES)
def test_annotated_noise_is_found_exactly(file_id):
    found = split_page(page(file_id), outlets=OUTLETS)
    within = {(s.start, s.end) for s in found.spans if s.article is not None and any(
        a.start <= s.start < a.end for a in found.articles) and s.kind != "body"}
    assert within == {(start, end) for a in load("articles") if a["file"] == file_id
                      for start, end, _ in a["in_body_noise"]}


def test_all_twenty_articles_of_the_sample_are_found():
    # By eye: 5, 9, 1, 4, 1. The second page has no headers: datelines, credits, wording.
    pages = [path.read_bytes().decode() for path in sorted(SAMPLE.glob("*.txt"))]
    assert [len(split_page(text).articles) for text in pages] == [5, 9, 1, 4, 1]


@pytest.mark.parametrize("unit", [
    "The minister said on Monday that it rains. ", "a", "Aa Bb ", "- ", "By Ann Lee, ",
    "(Photo by ", "Ann@", " - Ann Lee/", "short line\n", "5 May 2025\n", "Tag: Ann@globe.com\n",
    "The mayor left today.\nThree libraries will close down\n", "Ann Lee contributed reporting. "])
def test_a_page_of_one_thing_over_and_over_is_held_whole(unit):
    text = unit * 500
    spans = split_page(text, outlets=OUTLETS).spans
    assert "".join("".join(text[s.start:s.end] for s in spans).split()) == "".join(text.split())
    assert spans == sorted(spans)


def test_headings_known_from_markup_open_articles():
    story = "The ferry to the islands will stop in winter, the harbour office wrote on Monday."
    text = f"Ferry stops.\n{story}\n{story}\n\nWhat others say of it now\n{story}"
    assert len(split_page(text).articles) == 1
    second = text.index("What")
    found = split_page(text, headings=[0, second]).articles
    assert [article.headline for article in found] == [
        "Ferry stops.", "What others say of it now"]
    assert found[1].start_confidence >= 0.95
    told = split_page(text, headings=[0, second], no_starts=[text.rindex("The ferry")])
    assert len(told.articles) == 1


@pytest.mark.parametrize("label", ["", "4 comments", "Share", "Comments"])
def test_a_label_between_byline_and_body_costs_no_article(label):
    page = "\n\n".join(f"{headline}\nBy Nora Fielding\n{day} May 2024\n{label}\n\n{body}"
                       for headline, day, body in [
        ("Lifeboat crew rescue two anglers from rocks", 14, "Two anglers were plucked from rocks "
         "below Carrick Head on Sunday night by the Westport lifeboat."),
        ("New slipway for Carrick Head opens at last", 12, "A new slipway at Carrick Head has "
         "opened after two years of work, the county council said on Saturday.")])
    assert [article.headline for article in split_page(page).articles] == [
        "Lifeboat crew rescue two anglers from rocks", "New slipway for Carrick Head opens at last"]
