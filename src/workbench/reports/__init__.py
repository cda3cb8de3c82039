"""Notebooks and tables as files: the only writer.

A notebook is executed by papermill with parameters checked against its parameters cell, and
turned into one HTML file that needs no network: scripts inlined once, every fetch forbidden
by the page's own content security policy. Nothing is half-written: files are made under a
temporary name beside their place and moved there when all of them are complete.
"""

from workbench.reports.changes import compare, read_state, state_of
from workbench.reports.files import WRITERS, all_or_nothing, choose_tables, write_tables
from workbench.reports.pages import to_html
from workbench.reports.parameters import (
    Parameter,
    choose_notebooks,
    choose_parameters,
    parameters_of,
    parse_parameter,
    shipped_notebooks,
)
from workbench.reports.running import normalised, run_notebook
from workbench.reports.writing import Report, make_report, write_reports
from workbench.tables import NotebookError

__all__ = [
    "WRITERS", "NotebookError", "Parameter", "Report", "all_or_nothing", "choose_notebooks",
    "choose_parameters", "choose_tables", "compare", "make_report", "normalised",
    "parameters_of", "parse_parameter", "read_state", "run_notebook", "shipped_notebooks",
    "state_of", "to_html", "write_reports", "write_tables",
]
