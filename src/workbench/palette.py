"""Colors, and which series has which: chosen for color-blind readers, on a light card.

Okabe and Ito (2008), without black, which is the text, and yellow, too light on a light card.
"""

from zlib import crc32

BLUE, ORANGE, GREEN = "#0072B2", "#E69F00", "#009E73"
VERMILION, PURPLE, SKY = "#D55E00", "#CC79A7", "#56B4E9"
INK, SOFT, LINE, CARD = "#1c1f23", "#5b626a", "#d8dce0", "#ffffff"
SERIES = (BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY)


def color_of(series: str) -> str:
    """The color of a series: the same in every chart, whatever else the chart shows.

    Six colors serve any number of series, so a color never stands without a label.

    >>> color_of("grain-exports") == color_of("grain-exports")
    True
    """
    return SERIES[crc32(series.encode()) % len(SERIES)]
