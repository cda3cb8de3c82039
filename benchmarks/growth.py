"""Does the time grow with the length of a text, whatever is in it? ``python benchmarks/growth.py``

Splits pages that are nothing but one thing, a thousand mail addresses or one endless line, at a
length and at four times that, and prints CPU seconds and the growth exponent: 1 is linear, 2 would
be the square. The same for what cleaning does to every text, folding and masking.
"""

from functools import partial
from math import log
from time import process_time

from workbench import text
from workbench.pages import split_page

SIZE = 250_000  # characters; the longer text has four times as many
OUTLETS = {"Daily Bugle": "Daily Bugle", "Reuters": "Reuters"}
UNITS = {
    "one long line": "The minister said on Monday that it rains. ", "one word": "a",
    "capitals": "Aa Bb ", "dashes": "- ", "names": "Ann Lee, ", "photos": "(Photo by ",
    "mail": "Ann@", "credits": " - Ann Lee/", "short lines": "short line\n",
    "headlines": "The mayor left today.\nThree libraries will close down\n",
    "dates": "5 May 2025\n", "blank": "\n", "quotes": "“a” ",
}


def mask(page):
    text.mask(page, ((i, i + 1) for i in range(0, len(page), 4)))


def seconds(work, page):
    start = process_time()
    work(page)
    return process_time() - start


if __name__ == "__main__":
    works = {"split_page": partial(split_page, outlets=OUTLETS), "fold": text.fold, "mask": mask}
    print(f"{'CPU seconds':28} {SIZE:12,} {4 * SIZE:12,}  growth exponent")
    for work, run in works.items():
        for name, unit in UNITS.items() if work == "split_page" else [("quotes", UNITS["quotes"])]:
            short, long = (seconds(run, unit * (size // len(unit))) for size in (SIZE, 4 * SIZE))
            print(f"{work + ', ' + name:28} {short:12.3f} {long:12.3f}  "
                  f"{log(max(long, 1e-3) / max(short, 1e-3), 4):9.2f}")
