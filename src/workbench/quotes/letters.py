"""The letters that names begin with, for patterns."""

UPPER = "[" + "".join(
    char for char in map(chr, [*range(0x250), *range(0x1E00, 0x1F00)]) if char.isupper()) + "]"
"""Capitals of the Latin alphabet, those with marks too: Š, Ł, É."""
