"""Which notebooks there are, what they can be told, and what they are told.

The parameters cell of a notebook is its typed, machine-read interface: every value is checked
against it before a kernel starts.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import papermill

from workbench.tables import InputError


class Parameter(NamedTuple):
    """One line of a notebook's parameters cell."""

    name: str
    kind: str
    default: str
    help: str


def shipped_notebooks() -> dict[str, Path]:
    """Notebooks by name, in reading order: of the source tree, or of the installed package."""
    package = Path(str(files("workbench")))
    places = (package / "notebooks", package.parents[1] / "notebooks")
    folder = next(place for place in places if place.is_dir())
    return {path.stem: path for path in sorted(folder.glob("[0-9][0-9]-*.ipynb"))}


def choose_notebooks(names: Sequence[str]) -> dict[str, Path]:
    """The shipped notebooks with these names (``01-actor-mentions``); no names: all of them.

    Raises
    ------
    InputError
        There is no such notebook.
    """
    shipped = shipped_notebooks()
    unknown = [name for name in names if name not in shipped]
    if unknown:
        raise InputError(f"no notebook {unknown[0]!r}; choose from: {', '.join(shipped)}.")
    return {name: path for name, path in shipped.items() if not names or name in names}


@cache
def parameters_of(notebook: Path) -> Mapping[str, Parameter]:
    """The parameters that a notebook declares, in the order of its parameters cell."""
    found = papermill.inspect_notebook(str(notebook))
    return {name: Parameter(name, p["inferred_type_name"], p["default"], p["help"])
            for name, p in found.items()}


def parse_parameter(parameter: Parameter, value: str) -> Any:
    """The text `value` as the parameter's type; ``list[str]`` is written ``a,b,c``.

    Raises
    ------
    InputError
        The text is no such value; the message names the parameter, its type and the text.
    """
    readers: dict[str, Callable[[str], Any]] = {
        "str": str, "int": int, "float": float, "bool": _read_bool,
        "list[str]": lambda text: [part.strip() for part in text.split(",") if part.strip()]}
    try:
        return readers[parameter.kind](value)
    except ValueError:
        raise InputError(f"parameter {parameter.name} must be {parameter.kind}, found {value!r}; "
                         f"the default is {parameter.default}.") from None


def choose_parameters(
    notebooks: Mapping[str, Path], values: Mapping[str, str]
) -> dict[str, dict[str, Any]]:
    """For each notebook the values of the parameters it declares, typed.

    Raises
    ------
    InputError
        A value has the wrong type, or no chosen notebook declares the parameter.
    """
    declared = {name: parameters_of(path) for name, path in notebooks.items()}
    known = {p for parameters in declared.values() for p in parameters}
    for name in values:
        if name not in known:
            raise InputError(f"unknown parameter {name!r}; the chosen notebooks have: "
                             f"{', '.join(sorted(known))}.")
    return {notebook: {name: parse_parameter(parameters[name], value)
                       for name, value in values.items() if name in parameters}
            for notebook, parameters in declared.items()}


def _read_bool(text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise ValueError(text)
    return text.lower() == "true"
