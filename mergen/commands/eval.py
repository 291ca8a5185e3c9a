"""`mergen eval`"""

import importlib.util
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from classifiers.errors import CorpusError
from classifiers.evaluation import LabelledText, read_rows
from classifiers.floors import breaches, measured, pinned_sets, read_floors, write_floors
from classifiers.report import Attack, Disguised, Report, disguised, report_on
from classifiers.score import Scorer
from mergen.cards import CardTable, disguise_table, errors_table, record_of, tables_of, write_between
from mergen.composition import Workshop
from mergen.errors import BadInput
from mergen.options import Json
from mergen.output import Output, errors
from mergen.settings import load

SETS = Path(__file__).parents[2] / "tests" / "classifiers" / "sets"
ATTACKED = 1_200
"""Texts of each label that are disguised: some minutes' work. With 300, chance moved recall by two points."""


def eval(  # noqa: A001 - the command's name
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            help="JSON lines with `text` and `label` (0 or 1); `lang`, `source`, `kind` if known."
        ),
    ] = None,
    card: Annotated[
        bool, typer.Option("--card", help="Measure the pinned sets and the test sets, with disguises.")
    ] = False,
    sets: Annotated[
        Path, typer.Option(help="With --card: a folder of further sets, and of attacks.py, which is run.")
    ] = SETS,
    data: Annotated[Path | None, typer.Option(help="With --card: a folder of data to measure too.")] = None,
    into: Annotated[
        Path | None, typer.Option(help="With --card: the page whose tables to replace between its markers.")
    ] = None,
    pin: Annotated[
        Path | None, typer.Option(help="Write what the model reaches on the sets to this file, as floors.")
    ] = None,
    gate: Annotated[
        Path | None, typer.Option(help="Fail if the model falls below the floors in this file.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Measure the scorer on labelled texts, each figure with its 95 % interval, beside simple baselines."""
    output = Output(as_json=as_json)
    if not (files or card or pin or gate):
        raise BadInput("Name a file of labelled texts, or use --card, --pin or --gate")
    if files and (card or pin or gate):
        raise BadInput("--card, --pin and --gate measure sets of their own; leave the files away, or these")
    if (data or into) and not card:
        raise BadInput("--data and --into go with --card")
    named = {path.stem: _rows(path) for path in files or ()}
    with Workshop(load()) as workshop:
        scorer = workshop.scorer
    if pin is not None or gate is not None:
        _floors(output, scorer, {**pinned_sets(), **_sets(sets)}, pin, gate)
    elif card:
        _card(output, scorer, sets, data, into)
    else:
        report = _report(scorer, named)
        _show(output, report, [*tables_of(report), errors_table(report.worst)])


def _floors(
    output: Output, scorer: Scorer, sets: Mapping[str, Path], pin: Path | None, gate: Path | None
) -> None:
    found = measured(scorer, sets)
    if pin is not None:
        write_floors(pin, found)
        output.say(f"The floors of {len(found)} sets are in {pin}.")
    if gate is not None:
        worse = breaches(found, read_floors(gate))
        for breach in worse:
            output.say(str(breach))
        if worse:
            raise typer.Exit(1)
        output.say(f"{len(found)} sets are at their floors or above.")


def _card(output: Output, scorer: Scorer, sets: Path, data: Path | None, into: Path | None) -> None:
    own = _read({**pinned_sets(), **_sets(sets)})
    ours, attacks = _report(scorer, own), _disguised(scorer, own, sets)
    tables = [*tables_of(ours), *([disguise_table(attacks)] if attacks else []), errors_table(ours.worst)]
    chapters = {"Sets written for the test": tables}
    if output.as_json:
        output.record({"data": "sets", **record_of(ours, attacks)})
    if data is not None:
        theirs = _report(scorer, _read(pinned_sets(data)))
        chapters["Real texts, never trained on"] = tables_of(theirs)
        if output.as_json:
            # Counts only: real texts are not to be quoted.
            output.record({"data": "real", **record_of(theirs), "worst": []})
    text = _markdown(scorer.name, chapters)
    if into is not None:
        write_between(into, text)
        output.say(f"The tables in {into} are those of {scorer.name}.")
    elif not output.as_json:
        typer.echo(text)


def _markdown(scorer: str, chapters: Mapping[str, Sequence[CardTable]]) -> str:
    parts = [f"Scorer: `{scorer}`. In brackets: 95 % bootstrap intervals."]
    for title, tables in chapters.items():
        parts += [f"### {title}", *(table.as_markdown() for table in tables)]
    return "\n\n".join(parts) + "\n"


def _report(scorer: Scorer, files: Mapping[str, Sequence[LabelledText]]) -> Report:
    from classifiers.baselines import baselines

    with errors.status("Measuring …"):
        return report_on(scorer, files, baselines())


def _read(files: Mapping[str, Path]) -> dict[str, list[LabelledText]]:
    return {name: _rows(path) for name, path in files.items()}


def _rows(path: Path) -> list[LabelledText]:
    try:
        rows = list(read_rows(path))
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise BadInput(f"{path} cannot be read: {reason}") from error
    if not rows:
        raise CorpusError(f"{path} holds no row")
    return rows


def _sets(folder: Path) -> dict[str, Path]:
    """The sets of a checkout; an installed Mergen has only the pinned ones."""
    return {path.stem: path for path in sorted(folder.glob("*.jsonl"))}


def _disguised(scorer: Scorer, files: Mapping[str, Sequence[LabelledText]], folder: Path) -> list[Disguised]:
    modules = sorted(folder.glob("attacks*.py"))
    attacks = {name: attack for module in modules for name, attack in _attacks(module).items()}
    rows = [row for some in files.values() for row in some]
    chosen = [_spread([row for row in rows if row.positive is positive]) for positive in (True, False)]
    with errors.status("Disguising …"):
        return disguised(scorer, [row for some in chosen for row in some], attacks)


def _spread(rows: Sequence[LabelledText]) -> Sequence[LabelledText]:
    """At most `ATTACKED` at even distances: every set has its share."""
    count = min(ATTACKED, len(rows))
    return [rows[number * len(rows) // count] for number in range(count)]


def _attacks(path: Path) -> Mapping[str, Attack]:
    """The attacks that a module names in `ATTACKS`."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        return {}
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    attacks: Mapping[str, Attack] = module.ATTACKS
    return attacks


def _show(output: Output, report: Report, tables: Sequence[CardTable]) -> None:
    if output.as_json:
        output.record(record_of(report))
        return
    output.say(f"Scorer: {report.scorer}. In brackets: 95 % bootstrap intervals.")
    for table in tables:
        output.table(table.title, table.columns, table.lines())
