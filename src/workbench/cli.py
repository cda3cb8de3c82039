"""The commands: report, export, check."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click
import pandas as pd

from workbench import analysis, reports
from workbench.tables import CONTRACT

_REGISTRIES = ("actors", "outlets", "topics", "events")


def _inputs(command: Callable[..., None]) -> Callable[..., None]:
    """The argument and options that every command takes."""
    when = "day the pages were scraped, or a CSV file_id,retrieved"
    command = click.option("--retrieved", metavar="DATE|FILE", default="", help=when)(command)
    for name in reversed(_REGISTRIES):
        where = f"{name}.csv; default: the one beside the corpus, else the shipped one"
        command = click.option(f"--{name}", metavar="FILE", default="", help=where)(command)
    return click.argument("path", metavar="[CORPUS]", default="")(command)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="news-workbench", prog_name="workbench")
def workbench() -> None:
    """Who is named, who repeats whom, and when each topic rose, in a folder of news pages.

    CORPUS is a folder or a file; by default the shipped sample.
    """


@workbench.command()
@_inputs
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False),
              help="folder for the tables; made if missing")
@click.option("--format", "form", type=click.Choice(list(reports.WRITERS)), default="csv",
              show_default=True)
@click.option("--tables", "names", metavar="A,B", default=",".join(CONTRACT),
              help="only these tables; default: all")
def export(path: str, out: Path, form: str, names: str, **inputs: str) -> None:
    """Write every table of the corpus, one file each, named after it."""
    chosen = reports.choose_tables(names)
    loaded = analysis.load(path, **inputs)
    reports.write_tables(loaded, chosen, out, form)
    _warn_of_problems(loaded)


@workbench.command()
@_inputs
@click.option("--notebook", "names", metavar="NAME", multiple=True,
              help="only this notebook; may be repeated")
@click.option("-p", "--parameter", "values", nargs=2, metavar="NAME VALUE", multiple=True,
              help="set a notebook parameter; may be repeated; lists are written a,b")
@click.option("--out", default="report", show_default=True,
              type=click.Path(path_type=Path, file_okay=False), help="folder; made if missing")
def report(path: str, names: Sequence[str], values: Sequence[tuple[str, str]], out: Path,
           **inputs: str) -> None:
    """Execute the notebooks and write one self-contained HTML page each, and an index."""
    given = {f"{name}_csv" if name in _REGISTRIES else name: value
             for name, value in {"corpus": path, **inputs}.items() if value}
    notebooks = reports.choose_notebooks(names)
    parameters = reports.choose_parameters(notebooks, given | dict(values))
    loaded = analysis.load(path, **inputs)  # bad input stops here, before a kernel starts
    pages = reports.write_reports(notebooks, parameters, out)
    click.echo(f"{len(pages)} pages; open {pages[0]}")
    _warn_of_problems(loaded)


@workbench.command()
@_inputs
def check(path: str, **inputs: str) -> None:
    """Print the load ledger: what was read, what was not, what is undated or unresolved."""
    loaded = analysis.load(path, **inputs)
    ledger = pd.concat([loaded.ledger, loaded.name_ledger])
    click.echo(ledger.to_string(index=False, header=False))
    for row in loaded.files.dropna(subset=["problem"]).itertuples():
        click.echo(f"problem: {row.file_id}: {row.problem}")


def _warn_of_problems(loaded: analysis.Analysis) -> None:
    n_bad = int(loaded.files["problem"].notna().sum())
    if n_bad:
        click.echo(f"{n_bad} of {len(loaded.files)} files could not be read; see the column "
                   "problem of the table files.", err=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; on bad input print one line and exit with status 2."""
    try:
        sys.exit(workbench.main(arguments, prog_name="workbench", standalone_mode=False) or 0)
    except click.exceptions.NoArgsIsHelpError as help_text:
        click.echo(help_text.format_message(), err=True)
        sys.exit(2)
    except (click.UsageError, ValueError, TypeError, OSError) as problem:
        click.echo(f"workbench: {_message(problem)}", err=True)
        sys.exit(2)
    except RuntimeError as problem:
        click.echo(f"workbench: {_message(problem)}", err=True)
        sys.exit(2 if ": ValueError: " in str(problem) or ": TypeError: " in str(problem) else 1)
    except click.Abort:
        click.echo("workbench: stopped; nothing was written", err=True)
        sys.exit(130)


def _message(problem: Any) -> str:
    text = problem.format_message() if isinstance(problem, click.ClickException) else str(problem)
    return " ".join(text.split())


if __name__ == "__main__":
    main()
