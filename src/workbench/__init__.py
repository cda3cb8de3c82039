"""An interactive notebook workbench for analysts of news.

`load` reads a folder of pages; what it returns has every table as an attribute. The modules
`actors`, `quotes`, `reuse`, `topics`, `timelines`, `charts` and `explorers` hold the functions
that make and show them.
"""

from workbench.analysis import (
    Analysis,
    check_choices,
    check_parameters,
    load,
    select_articles,
)

__all__ = ["Analysis", "check_choices", "check_parameters", "load", "select_articles"]
