"""A corpus small enough to check by eye, and the shipped sample, loaded once."""

from pathlib import Path

import pytest
from hypothesis import settings

# The same examples in every run, and no clock: main must not fail by chance or on a busy machine.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

AGENCY = (
    "Ministers from twelve countries agreed on Monday to open a second rail line to the port, "
    "the transport minister said. The line will carry grain and steel from March, and it will "
    "cost about 40 million euros, according to a draft seen by Reuters.\n\n"
    "\u201cWe will build it before the winter,\u201d Anna Berg, the transport minister, told "
    "Reuters. \u201cNobody will stop us.\u201d\n"
)

TINY = {
    # a syndicated pair: the same text at two outlets
    "north/rail.txt": "Northern Post\n12-03-2025\n- Business\n- Northern Post\n"
                      "Ministers agree on second rail line\n" + AGENCY,
    "south/rail.txt": "Southern Times\n13-03-2025\n- World\n- Southern Times\n"
                      "Second rail line agreed\n" + AGENCY,
    # an edited near-duplicate, without a date or an outlet
    "undated.txt": "Rail line to the port agreed\n\n" + AGENCY.replace(
        "about 40 million", "some 40 million").replace("agreed on Monday", "agreed on Tuesday"),
    # an unrelated story
    "north/storm.txt": "Northern Post\n14-03-2025\n- Weather\n- Northern Post\n"
                       "Storm shuts three schools in Malmö\n"
                       "A storm shut three schools in Malmö on Friday. \u201cIt is not safe,\u201d "
                       "said Erik Lund, the head of the fire service.\n",
}


def write_tiny(folder: Path) -> Path:
    for name, content in TINY.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode("utf-8"))
    (folder / "cp1252.txt").write_bytes(
        "Caf\u00e9 closes after forty years\n\nThe caf\u00e9 \u201cZum L\u00f6wen\u201d on the "
        "main square closes in June, its owner said. It opened in 1985 and was known "
        "far beyond the town for its cakes.\n".encode("cp1252"))
    return folder


@pytest.fixture(scope="session")
def tiny(tmp_path_factory) -> Path:
    """Folder of the tiny corpus: two outlets, a syndicated pair, an edited copy, a cp1252 file."""
    return write_tiny(tmp_path_factory.mktemp("tiny"))
