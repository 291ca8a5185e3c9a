"""`mergen score`"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Annotated, Any

import typer

from classifiers.model_store import ModelStore
from classifiers.score import Score, Scorer
from mergen.options import Json
from mergen.output import Output, complain
from mergen.settings import load
from mergen.texts import lines_of, row_of

BATCH = 256


def score(
    file: Annotated[
        str, typer.Argument(help="JSON lines with a field `text`, or plain lines; - reads standard input.")
    ] = "-",
    as_json: Json = False,
) -> None:
    """Score texts for signs of drug sale and recruitment, one a line, with the words that are the reason."""
    from classifiers import scorer as scorers

    output = Output(as_json=as_json)
    faults = 0
    settings = load()
    scorer = scorers.load(ModelStore(settings.models).active_folder, own=settings.lexicons)
    for row, verdict in _scored(lines_of(file), scorer):
        if verdict is None:
            faults += 1
            complain(row["error"])
        if as_json:
            output.record(row | ({} if verdict is None else score_record(verdict)))
        elif verdict is not None:
            _print(output, row, verdict)
    if faults:
        raise typer.Exit(1)


def score_record(verdict: Score) -> dict[str, Any]:
    """A score as the command's JSON object."""
    return {
        "score": round(verdict.value, 6),
        "sale": round(verdict.sale, 6),
        "recruitment": round(verdict.recruitment, 6),
        "label": verdict.label.value,
        "lang": verdict.language,
        "signals": [signal.record() for signal in verdict.signals],
        "scorer": verdict.scorer,
    }


def _scored(lines: Iterable[str], scorer: Scorer) -> Iterator[tuple[dict[str, Any], Score | None]]:
    rows = (row_of(number, line) for number, line in enumerate(lines, 1) if line.strip())
    while batch := list(islice(rows, BATCH)):
        verdicts = iter(scorer.score([document for _, document in batch if document is not None]))
        for fields, document in batch:
            yield fields, None if document is None else next(verdicts)


def _print(output: Output, row: dict[str, Any], verdict: Score) -> None:
    text = in_a_line(row["text"], 80)
    output.say(f"{verdict.label.value:12} {verdict.value:.2f} {verdict.language:3} {text}")
    for signal in verdict.signals:
        output.say(f"             {signal.kind} «{in_a_line(signal.quote, 60)}» {signal.weight:+.2f}")


def in_a_line(text: str, most: int) -> str:
    """The beginning of a text, `most` characters of it at most, without its line breaks."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
