"""The commands: report, export, check."""

import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click
import pandas as pd

from workbench import actors, analysis, corpus
from workbench.tables import CONTRACT, InputError, NotebookError

_FORMATS = ("csv", "parquet", "jsonl")
_REGISTRIES = ("actors", "outlets", "topics", "events")
_BAD_INPUT = ("InputError", "CorpusError", "ValueError", "TypeError")


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
@click.option("--format", "form", type=click.Choice(_FORMATS), default="csv",
              show_default=True)
@click.option("--tables", "names", metavar="A,B", default=",".join(CONTRACT),
              help="only these tables; default: all")
def export(path: str, out: Path, form: str, names: str, **inputs: str) -> None:
    """Write every table of the corpus, one file each, named after it."""
    from workbench.reports import files

    chosen = files.choose_tables(names)
    _keep_apart(path, out)
    loaded = analysis.load(path, **inputs)
    files.write_tables(loaded, chosen, out, form)
    _warn_of_problems(loaded)


@workbench.command()
@_inputs
@click.option("--notebook", "names", metavar="NAME", multiple=True,
              help="only this notebook; may be repeated")
@click.option("-p", "--parameter", "values", nargs=2, metavar="NAME VALUE", multiple=True,
              help="set a notebook parameter; may be repeated; lists are written a,b")
@click.option("--parameters", "file", metavar="FILE",
              type=click.Path(path_type=Path, dir_okay=False),
              help="CSV or YAML: a report for each row, in parallel; what is finished is kept")
@click.option("--out", default="report", show_default=True,
              type=click.Path(path_type=Path, file_okay=False), help="folder; made if missing")
def report(path: str, names: Sequence[str], values: Sequence[tuple[str, str]], file: Path | None,
           out: Path, **inputs: str) -> None:
    """Execute the notebooks and write one self-contained HTML page each, and an index."""
    given = _given({"corpus": path, **inputs}, values)
    _keep_apart(path, out)
    if file is not None:
        _report_each(file, given, names, out)
        return
    pages, loaded = _report_one(given, names, out)
    click.echo(f"{len(pages)} pages; open {pages[0]}")
    _warn_of_problems(loaded)


def _report_one(
    given: dict[str, str], names: Sequence[str], out: Path, stamp: str = ""
) -> tuple[list[Path], analysis.Analysis]:
    from workbench import reports

    notebooks = reports.choose_notebooks(names)
    parameters = reports.choose_parameters(notebooks, given)
    loaded = analysis.load(given.get("corpus", ""), retrieved=given.get("retrieved", ""), **{
        name: given.get(f"{name}_csv", "") for name in _REGISTRIES})  # bad input stops here
    return reports.write_reports(notebooks, parameters, out, loaded=loaded, stamp=stamp), loaded


def _report_each(file: Path, given: dict[str, str], names: Sequence[str], out: Path) -> None:
    """A report for each row of a file; the command line holds for every row that says nothing."""
    from workbench.reports import batch, choose_notebooks, choose_parameters

    def stamp(row: batch.Row) -> str:
        values, chosen = _told(row.told, given, names)
        notebooks = choose_notebooks(chosen)
        choose_parameters(notebooks, values)
        return batch.stamp_of(values, notebooks.values())

    outcomes = batch.write_batch(
        batch.read_rows(file), out, partial(_report_row, given, names), stamp)
    counts = pd.Series([outcome.status for outcome in outcomes]).value_counts()
    click.echo(", ".join(f"{n} {status}" for status, n in counts.items())
               + f"; open {out / 'index.html'}")
    failed = [outcome for outcome in outcomes if outcome.error]
    for outcome in failed:
        click.echo(f"failed: {outcome.name}: {outcome.error}", err=True)
    if failed:
        raise SystemExit(1)


def _report_row(
    given: dict[str, str], names: Sequence[str], row: Any, folder: Path, wanted: str
) -> None:
    """One report of many, in a process of its own, wherever processes come from."""
    values, chosen = _told(row.told, given, names)
    _report_one(values, chosen, folder, wanted)


def _told(
    row: dict[str, str], given: dict[str, str], names: Sequence[str]
) -> tuple[dict[str, str], Sequence[str]]:
    """Parameters and notebooks of a row, on top of those of the command line."""
    own = {f"{name}_csv" if name in _REGISTRIES else name: value
           for name, value in row.items() if name != "notebook"}
    chosen = [name for name in row.get("notebook", "").split("|") if name]
    return given | own, chosen or names


@workbench.command()
@_inputs
@click.option("--since", metavar="DIR", default=None, type=click.Path(path_type=Path),
              help="a report: print too what changed since it was made")
@click.option("--ids", metavar="FILE", default=None, type=click.Path(path_type=Path),
              help="a CSV of Wikidata ids, wikidata,name or wikidata,actor_id: print what speaks "
                   "against them, and the rows of actors.csv that they complete")
def check(path: str, since: Path | None, ids: Path | None, **inputs: str) -> None:
    """Print the load ledger: what was read, what was not, what is undated or unresolved."""
    loaded = analysis.load(path, **inputs)
    changed = _changed(loaded, since) if since else None
    ledger = pd.concat([loaded.ledger, loaded.name_ledger])
    click.echo("\n".join(corpus.ledger_lines(ledger)))
    if ledger["section"].eq("doubtful start").any():
        click.echo("A doubtful start FILE:OFFSET is accepted or refused by a row start,,,FILE,"
                   "OFFSET,, or no_start,,,FILE,OFFSET,, of corrections.csv.")
    for row in loaded.files.dropna(subset=["problem"]).itertuples():
        click.echo(f"problem: {row.file_id}: {row.problem}")
    for row in loaded.correction_effects.query("n_changed == 0").itertuples():
        told = (row.action, row.surface, row.actor_id, row.file_id, row.start, row.end, row.note)
        shown = " ".join(str(value) for value in told if pd.notna(value))
        click.echo(f"correction without effect: {shown}")
    shared = actors.check_registry(loaded.registry)
    for row in shared[shared["problem"].str.contains("not listed")].itertuples():
        click.echo(f"alias of two actors: {row.alias}: {row.actor_ids}")
    if ids:
        _check_ids(loaded.registry, ids)
    for row in [] if changed is None else changed.itertuples():
        counts = f" ({row.before or 0} -> {row.after or 0})" if row.before or row.after else ""
        because = f", because of {row.because}" if row.because else ""
        click.echo(f"{row.change} {row.what}: {row.name}{counts}{because}")


def _check_ids(registry: pd.DataFrame, ids: Path) -> None:
    checked = actors.check_ids(registry, ids)
    for row in checked.dropna(subset=["problem"]).itertuples():
        whose = row.name if pd.notna(row.name) else row.actor_id
        click.echo(f"Wikidata id {row.wikidata} of {whose}: {row.problem}")
    lacking = registry.loc[registry["wikidata"].isna(), "actor_id"]
    known = actors.reconcile(registry, ids).dropna(subset=["wikidata"])
    for row in known[known["actor_id"].isin(lacking)].itertuples():
        click.echo(f"Wikidata id for actors.csv: {row.actor_id}: {row.wikidata}")


def _changed(loaded: analysis.Analysis, since: Path) -> pd.DataFrame:
    from workbench.reports import compare, read_state, state_of

    before = read_state(since)
    if before is None:
        raise InputError(f"--since {since} has no state.json; name the folder of a report.")
    return compare(before, state_of(loaded, before["parameters"]))


def _given(inputs: dict[str, str], values: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Values of notebook parameters: those of the command's own options, and those of -p."""
    own = {f"{name}_csv" if name in _REGISTRIES else name: value
           for name, value in inputs.items() if value}
    for name, value in values:
        if own.get(name, value) != value:
            raise InputError(f"{name} is given twice: {own[name]!r} and -p {name} {value!r}; "
                             "leave one out.")
    return own | dict(values)


def _keep_apart(path: str, out: Path) -> None:
    """Refuse to write where it would be read as pages or registries the next time."""
    folder = Path(path).resolve()
    if path and folder in out.resolve().parents:
        raise InputError(f"--out {out} lies in the corpus {path}, and what is written there would "
                         "be read as pages the next time; name a folder elsewhere.")
    if path and out.resolve() in (folder, folder.parent):
        raise InputError(f"--out {out} is where the registries of this corpus are looked for, and "
                         "actors.csv and events.csv would be read as such; name another folder.")


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
    except (click.ClickException, InputError, OSError) as problem:
        click.echo(f"workbench: {_message(problem)}", err=True)
        sys.exit(2)
    except NotebookError as problem:  # our checks of parameters, or something else
        click.echo(f"workbench: {_message(problem)}", err=True)
        sys.exit(2 if problem.ename in _BAD_INPUT else 1)
    except click.Abort:
        click.echo("workbench: stopped; nothing is half-written", err=True)
        sys.exit(130)


def _message(problem: Any) -> str:
    text = problem.format_message() if isinstance(problem, click.ClickException) else str(problem)
    if isinstance(problem, click.UsageError):
        text += f" See {problem.ctx.command_path if problem.ctx else 'workbench'} --help."
    return " ".join(text.split())


if __name__ == "__main__":
    main()
