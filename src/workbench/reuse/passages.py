"""Who repeats whom: aligned passages, their clusters, near-duplicate articles, outlet overlap.

Segments in, alignments out; everything else is made of alignments. What counts as reuse is
decided here, where the same words stand is found in `workbench.reuse.align`.
"""

import numpy as np
import pandas as pd
from rapidfuzz.distance import LCSseq

from workbench.reuse.align import Passages, find_passages
from workbench.reuse.differences import CHUNK, equal_blocks
from workbench.reuse.rewriting import find_rewritten, joined
from workbench.reuse.rows import by_id
from workbench.reuse.templates import is_boilerplate, template_table
from workbench.reuse.words import Words, read_words
from workbench.tables import as_segments, conform, require

_PAIRED = ["start_a", "end_a", "start_b", "end_b"]
_SHORT = 7  # words of a passage that counts beside a longer one
_BESIDE = 0.6  # its weight, of that of a passage on its own
_RUNNING, _VERBATIM = 1.5, 0.9  # of twelve running words or more, seven content words suffice
_REWRITTEN = 2  # content words that heavily rewritten passages must share, in `min_words`
_LARGE = 1_000_000  # words beyond which every second seed of rewritten passages is looked at
_PULLED = 0.3  # weight of a pull quote: more than a caption of names
_SIMILAR = 0.6  # least similarity of two passages
_WHOLE = 0.8  # share of a headline or of masked noise that makes a copy of it
_FUNCTION = """
    a about above after again against all also although am among an and any are as at be because
    been before being below between both but by can cannot could did do does doing down during each
    either even ever every few for from further had has have having he her here hers herself him
    himself his how however i if in into is it its itself just like made make many may me might
    more most much must my myself neither no nor not now of off on once one only or other our ours
    ourselves out over own per same say says said shall she should since so some still such than
    that the their theirs them themselves then there these they this those though through to too
    under until up upon us very was we were what when where whether which while who whom whose why
    will with within without would yet you your yours yourself ain't aren't can't couldn't didn't
    doesn't don't hadn't hasn't haven't he'd he'll he's i'd i'll i'm i've isn't it's let's she'd
    she'll she's shouldn't that's there's they'd they'll they're they've wasn't we'd we'll we're
    we've weren't what's won't wouldn't you'd you'll you're you've"""
_ATTRIBUTION = """
    according added allowed anonymity asked authorised authorized because comment commented comments
    condition confirmed declined discuss familiar identified immediately interview matter media
    official officials people person press public publicly reached reply replied report reported
    reporters request requests respond responded source sources speak speaking spoke spokesman
    spokesperson spokeswoman statement told"""


def align_passages(segments: pd.DataFrame, articles: pd.DataFrame, *,
                   min_words: int = 8) -> pd.DataFrame:
    """Passages that stand, verbatim or lightly edited, in two places: one row per pair.

    Parameters
    ----------
    segments, articles
        From ``load_corpus``. Masked text is read too: a pull quote is found beside its source.
        What belongs to no article is not, nor are labels of outlet, section and date.
    min_words
        Words a passage on its own must share, counted in content words: a function word or one
        of attribution ("declined to comment") is half of one, a capitalised word or a number a
        quarter. Twelve running words of prose are about eight. A pair of articles that shares
        one such passage shows its shorter ones too, from seven words on.

    Returns
    -------
    pandas.DataFrame
        Table ``alignments``. Side `a` is the first by file and place; offsets run from the first
        shared word to the last. `n_words` counts equal words, `similarity` is twice that by the
        words of both passages. `kind` is ``cross_article``, ``within_article`` (one article
        repeats itself, as a pull quote does) or ``headline`` (a headline on both sides, of one
        article or of two). `earlier` names the side published first, where the two publication
        intervals do not overlap; it says nothing about who copied from whom.

    Notes
    -----
    Case, accents and kinds of quotation marks do not matter. Words that four or more articles of
    an outlet share, and few other outlets, are its boilerplate and left out, unless they are most
    of an article (a version of it). Of more than 16 articles with the same words each is paired
    with the first and the one before, by date: all are in one cluster, not in all pairs. Cost
    and memory grow with the words read.

    Examples
    --------
    >>> passage = "Ministers agreed to open a second rail line to the northern port in March."
    >>> pages = conform([{"article_id": i, "file_id": f"{i}.txt", "start": 0, "end": 80,
    ...                   "start_confidence": 1, "n_words": 14, "text": t}
    ...                  for i, t in [("p", passage), ("q", "NEW: " + passage)]], "articles")
    >>> align_passages(pages, pages)[["start_a", "end_a", "start_b", "end_b", "n_words", "kind"]]
       start_a  end_a  start_b  end_b  n_words           kind
    0        0     73        5     78       14  cross_article
    """
    return align_apart(segments, articles, min_words=min_words)[0]


def align_apart(segments: pd.DataFrame, articles: pd.DataFrame, *,
                min_words: int = 8) -> tuple[pd.DataFrame, pd.DataFrame]:
    """`align_passages`, and apart from it what it leaves out as boilerplate and templates.

    Returns
    -------
    tuple of pandas.DataFrame
        The table ``alignments``; and the templates, a row per article that carries one:
        `template_id` (the place of its first witness), `article_id`, `file_id`, `start`, `end`,
        and of the whole template `n_articles`, `n_outlets` (known ones), `n_days` (different
        days of publication). Sorted by `n_articles`, most first.

    Notes
    -----
    A passage is a template where four times as many articles carry it as outlets do: a story goes
    to many outlets in few days, a form ("net profit … vs …", a footer) comes back in the same
    outlets day by day. Where outlets are unknown the days tell alone: four articles or more on
    as many different days, mostly one a day; where days are unknown too, more than 16 articles.
    An article that repeats most of another one with hardly a change is its version, not a form.
    """
    require(articles, "articles")
    if min_words < 1:
        raise ValueError(f"min_words={min_words!r} is no number of words; try 8.")
    segments = as_segments(segments)
    units, titles = _units(segments, articles)
    texts = segments["text"].fillna("")
    bodies, fixed = _align_bodies(units, texts, min_words)
    rows = _ordered(pd.concat([bodies, _align_headlines(titles, texts)]))
    return (conform(rows.assign(earlier=_earlier(rows, articles)), "alignments"),
            template_table(fixed))


def align_pair(text_a: str, text_b: str, *, min_words: int = 8) -> pd.DataFrame:
    """Passages that two given texts have in common: `align_passages` for texts in hand.

    Returns
    -------
    pandas.DataFrame
        `start_a`, `end_a`, `start_b`, `end_b`, offsets in the two texts; `n_words`,
        `similarity`: as in ``alignments``, by place in `text_a`.

    Examples
    --------
    >>> align_pair("So ministers agreed to open a second rail line to the northern port again.",
    ...            "He said Ministers agreed to open a second rail line to the northern port.")
       start_a  end_a  start_b  end_b  n_words  similarity
    0        3     67        8     72       12         1.0
    """
    words = read_words([text_a, text_b])
    passages, n_matched = _all_passages(words, np.arange(2))
    across = np.flatnonzero(words.text_of(passages.a0) != words.text_of(passages.b0))
    passages, n_matched = passages.take(across), n_matched[across]
    rows = _judged(passages, n_matched, words, min_words)
    a0, a1, b0, b1 = passages
    rows = rows.assign(start_a=words.start[a0], end_a=words.end[a1 - 1], start_b=words.start[b0],
                       end_b=words.end[b1 - 1])
    kept = rows[rows["beside"] & rows["alone"].any()].sort_values(["start_a", "start_b"])
    return kept[[*_PAIRED, "n_words", "similarity"]].reset_index(drop=True)


def _units(segments: pd.DataFrame, articles: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Texts to align, oldest first: bodies with the noise in them; headlines with labels.

    `row` is the place of a text in `segments`: texts are too large to be moved about.
    """
    known = by_id(articles, "start", "end", "outlet", "published_earliest")
    units = segments[["article_id", "file_id", "start", "end", "zone"]].assign(
        row=np.arange(len(segments))).merge(known, on="article_id", suffixes=("", "_article"))
    units = units.sort_values(["published_earliest", "file_id", "start", "end"])
    inside = (units["start"] >= units["start_article"]) & (units["end"] <= units["end_article"])
    body = (units["zone"] != "headline") & inside
    return units[body].reset_index(drop=True), units[~body].reset_index(drop=True)


def _align_bodies(units: pd.DataFrame, texts: pd.Series,
                  min_words: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Passages between and within articles; and apart, those that are boilerplate."""
    words = read_words(texts.iloc[units["row"]].tolist())
    passages, n_matched = _all_passages(words, pd.factorize(units["article_id"])[0])
    rows = _placed(_judged(passages, n_matched, words, min_words), passages, words, units)
    within = rows["article_id_a"] == rows["article_id_b"]
    bodies = sum((rows[f"zone_{side}"] == "body").astype(int) for side in "ab")
    pulled = (bodies == 1) & (rows["covers"] >= _WHOLE) & (rows["weight"] >= _PULLED * min_words)
    inside = rows[within & ((rows["alone"] & (bodies > 0)) | pulled)].assign(kind="within_article")
    cross = rows[~within & rows["beside"]].assign(
        kind="cross_article", alone=rows["rewritten"] | (rows["alone"] & (bodies > 0)))
    fixed = is_boilerplate(cross, passages, words)
    return pd.concat([inside, _in_company(cross[~fixed])]), cross[fixed]


def _judged(passages: Passages, n_matched: np.ndarray, words: Words,
            min_words: int) -> pd.DataFrame:
    """Which passages are reuse on their own, which beside another one of the same articles."""
    rows = _measured(passages, words)
    rewritten = n_matched >= _REWRITTEN * min_words
    alike = rewritten | (rows["similarity"] >= _SIMILAR)
    verbatim = (rows["similarity"] == 1) & (rows["n_words"] >= _RUNNING * min_words)
    enough = rows["weight"] >= min_words * np.where(verbatim, _VERBATIM, 1.0)
    beside = (rows["weight"] >= _BESIDE * min_words) & (rows["n_words"] >= _SHORT)
    return rows.assign(rewritten=rewritten, alone=rewritten | (alike & enough),
                       beside=alike & beside)


def _in_company(rows: pd.DataFrame) -> pd.DataFrame:
    """Passages of the articles that share one which stands on its own."""
    company = rows.groupby(["article_id_a", "article_id_b"])["alone"].transform("any")
    return rows[company.astype(bool)]


def _all_passages(words: Words, owner: np.ndarray) -> tuple[Passages, np.ndarray]:
    """Passages, lightly or heavily edited, and the content words matched in the latter.

    `owner` is the article of each text: an article does not rewrite itself.
    """
    known = find_passages(words, shortest=_SHORT)
    slight = read_words([_FUNCTION]).ids
    found, n_matched = find_rewritten(words, slight, known, sample=1 + (len(words.ids) > _LARGE))
    apart = owner[words.text_of(found.a0)] != owner[words.text_of(found.b0)]
    return joined(known, found.take(apart), n_matched[apart], words)


def _align_headlines(units: pd.DataFrame, texts: pd.Series) -> pd.DataFrame:
    """Pairs of headlines; a label above an article is one where it repeats its headline."""
    words = read_words(texts.iloc[units["row"]].tolist())
    passages = find_passages(words, seed=3, shortest=3)
    rows = _placed(_measured(passages, words), passages, words, units)
    rows = rows[rows["covers_both"] >= _WHOLE]
    first = {side: rows[f"zone_{side}"] == "headline" for side in "ab"}
    own = rows["article_id_a"] == rows["article_id_b"]
    copies = {*rows.loc[own & first["a"], "text_b"], *rows.loc[own & first["b"], "text_a"]}
    both = np.logical_and(*(first[side] | rows[f"text_{side}"].isin(copies) for side in "ab"))
    return rows[both].assign(kind="headline")


def _placed(rows: pd.DataFrame, passages: Passages, words: Words,
            units: pd.DataFrame) -> pd.DataFrame:
    """Passages with their articles, in file coordinates."""
    known = ["article_id", "file_id", "zone", "outlet", "published_earliest"]
    for side, first, last in (("a", passages.a0, passages.a1), ("b", passages.b0, passages.b1)):
        number = words.text_of(first)
        unit = units.iloc[number].reset_index(drop=True)
        columns = dict(unit[known]) | {"text": number, "start": unit["start"] + words.start[first],
                                       "end": unit["start"] + words.end[last - 1]}
        rows = rows.assign(**{f"{name}_{side}": column for name, column in columns.items()})
    return rows


def _measured(passages: Passages, words: Words) -> pd.DataFrame:
    """What decides whether passages are reuse: their words, alike, telling, and of all."""
    n_words, lengths = np.array(_n_equal(passages, words), np.int64), np.diff(words.bounds)
    sides = [(passages.a0, passages.a1), (passages.b0, passages.b1)]
    size_a, size_b = (last - first for first, last in sides)
    share_a, share_b = (n_words / lengths[words.text_of(first)] for first, _ in sides)
    weight = np.maximum(*(_weight(words, *side) for side in sides))
    return pd.DataFrame({
        "n_words": n_words, "similarity": 2 * n_words / (size_a + size_b),
        "weight": weight * n_words / np.minimum(size_a, size_b),
        "covers": np.maximum(share_a, share_b), "covers_both": np.minimum(share_a, share_b)})


def _n_equal(passages: Passages, words: Words) -> list[int]:
    """Equal words of each pair of passages, in order (longest common subsequence)."""
    ids = words.ids
    return [_count_equal(ids[a0:a1].tolist(), ids[b0:b1].tolist())
            for a0, a1, b0, b1 in zip(*passages, strict=True)]


def _count_equal(a: list[int], b: list[int]) -> int:
    if max(len(a), len(b)) <= CHUNK:
        return int(LCSseq.similarity(a, b))
    return sum(size for _, _, size in equal_blocks(a, b))


def _weight(words: Words, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Content words of each passage: what says little counts half, names and numbers a quarter."""
    size = last - first
    opens = np.cumsum(size) - size
    place = np.arange(size.sum()) + np.repeat(first - opens, size)
    slight = np.isin(words.ids[place], read_words([_FUNCTION + _ATTRIBUTION]).ids)
    weight = np.where(slight, 0.5, np.where(words.proper[place], 0.25, 1.0))
    return np.add.reduceat(weight, opens) if len(opens) else np.zeros(0)


def _ordered(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with the side first that comes first by file and place."""
    turn = (rows["file_id_a"] > rows["file_id_b"]) | (
        (rows["file_id_a"] == rows["file_id_b"]) & (rows["start_a"] > rows["start_b"]))
    swapped = {c: f"{c[:-1]}{'b' if c[-1] == 'a' else 'a'}" for c in rows.columns
               if c.endswith(("_a", "_b"))}
    return pd.concat([rows[~turn], rows[turn].rename(columns=swapped)], ignore_index=True)


def _earlier(rows: pd.DataFrame, articles: pd.DataFrame) -> np.ndarray:
    """Side whose publication interval ends before the other's begins."""
    known = by_id(articles, "published_earliest", "published_latest")
    a, b = (known.reindex(rows[f"article_id_{side}"]) for side in "ab")
    first = a["published_latest"].to_numpy() < b["published_earliest"].to_numpy()
    last = b["published_latest"].to_numpy() < a["published_earliest"].to_numpy()
    return np.select([first, last], ["a", "b"], "unknown")
