"""Does the cost of quotations and credits stay linear? ``python benchmarks/quoting.py``

Texts that no page holds but a crawler may meet: one sentence without an end, full of marks, verbs
of speech or credits. Each is read at one length and at four times that; CPU seconds that grow by
their square grow 16 times. The last lines are ordinary news, the sample.
"""

import time

import pandas as pd

from workbench.actors import find_mentions
from workbench.corpus import load_corpus, read_registry
from workbench.quotes import find_citations, find_quotes
from workbench.tables import conform, empty

QUOTED = ('"a," he said ', '"a," he said, ', '"a",said,', 'Jo Day, the envoy, said "it" and ',
          'that "a" and ', "\"a' 'b", '"a" said " he said ', "x'", '".')
CREDITED = ("told the BBC, the report noted; ", "The BBC reported and ", "according to ")
TIMES = 4


def segment(text: str) -> pd.DataFrame:
    return conform([{"article_id": "a", "file_id": "f", "start": 0, "end": len(text),
                     "zone": "body", "text": text, "source": text}], "segments")


def seconds(act, times: int = 3) -> float:
    taken = []
    for _ in range(times):
        start = time.process_time()
        act()
        taken.append(time.process_time() - start)
    return min(taken)


def growth(read, unit: str, n: int) -> None:
    short, long = (segment(unit * (n * times)) for times in (1, TIMES))
    first, last = (seconds(lambda text=text: read(text)) for text in (short, long))
    print(f"  {unit!r:44} {1000 * first:7.0f} ms, {TIMES} times as long: {1000 * last:7.0f} ms, "
          f"{last / max(first, 1e-9):4.1f} times")


def main() -> None:
    actors, outlets = read_registry("actors"), read_registry("outlets")
    print("find_quotes")
    for unit in QUOTED:
        growth(lambda text: find_quotes(text, empty("mentions"), actors), unit, 1000)
    print("find_citations")
    for unit in CREDITED:
        growth(lambda text: find_citations(text, outlets), unit, 1500)
    corpus = load_corpus("data/sample")
    mentions = find_mentions(corpus.segments, actors)
    megabytes = corpus.segments["text"].str.len().sum() / 1e6
    for name, read in (("find_quotes", lambda: find_quotes(corpus.segments, mentions, actors)),
                       ("find_citations", lambda: find_citations(corpus.segments, outlets))):
        print(f"the sample, {name}: {megabytes / seconds(read):.2f} MB/s")


if __name__ == "__main__":
    main()
