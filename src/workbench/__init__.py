"""An interactive notebook workbench for analysts of news.

`load` reads a folder of pages; what it returns has every table as an attribute. The modules
`actors`, `quotes`, `reuse`, `topics`, `timelines`, `charts` and `explorers` hold the functions
that make and show them.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workbench.analysis import (
        Analysis,
        check_choices,
        check_parameters,
        load,
        select_articles,
    )

__all__ = ["Analysis", "check_choices", "check_parameters", "load", "select_articles"]


def __getattr__(name: str) -> Any:
    """What `__all__` names, imported when first asked for: to import this costs nothing."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module("workbench.analysis"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
