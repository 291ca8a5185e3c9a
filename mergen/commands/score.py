"""`mergen score`"""

import json
import re
import sys
from collections.abc import Iterable, Iterator
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import typer

from classifiers.document import Document
from classifiers.score import Score, Scorer
from mergen.errors import BadInput
from mergen.options import Json
from mergen.output import Output, complain

BATCH = 256
LIKE_JSON = re.compile(r"\s*\{\s*[\"}]")


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
    for row, verdict in _scored(_lines(file), scorers.load()):
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
        "signals": [
            {
                "family": signal.family.value,
                "kind": signal.kind,
                "quote": signal.quote,
                "start": signal.start,
                "end": signal.end,
                "weight": round(signal.weight, 6),
            }
            for signal in verdict.signals
        ],
        "scorer": verdict.scorer,
    }


def _scored(lines: Iterable[str], scorer: Scorer) -> Iterator[tuple[dict[str, Any], Score | None]]:
    rows = (_row(number, line) for number, line in enumerate(lines, 1) if line.strip())
    while batch := list(islice(rows, BATCH)):
        verdicts = iter(scorer.score([document for _, document in batch if document is not None]))
        for fields, document in batch:
            yield fields, None if document is None else next(verdicts)


def _row(number: int, line: str) -> tuple[dict[str, Any], Document | None]:
    """A line's fields and what is to be scored; a line that does not look like JSON is a plain text."""
    text = line.rstrip("\r\n")
    try:
        fields = dict(json.loads(text)) if LIKE_JSON.match(text) else {"text": text}
    except (ValueError, RecursionError) as error:
        return {"error": f"line {number} is no JSON: {error}"}, None
    if not isinstance(fields.get("text"), str):
        return fields | {"error": f"line {number} has no field `text`; every JSON line needs one"}, None
    title, url = fields.get("title"), fields.get("url")
    document = Document(
        text=fields["text"],
        title=title if isinstance(title, str) else "",
        url=url if isinstance(url, str) else "",
    )
    return fields, document


def _lines(file: str) -> Iterator[str]:
    try:
        if file == "-":
            yield from TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace")
            return
        with Path(file).open(encoding="utf-8", errors="replace") as stream:
            yield from stream
    except OSError as error:
        raise BadInput(f"{file} cannot be read: {error.strerror}") from error


def _print(output: Output, row: dict[str, Any], verdict: Score) -> None:
    output.say(f"{verdict.label.value:12} {verdict.value:.2f} {verdict.language:3} {row['text'][:80]}")
    for signal in verdict.signals:
        output.say(f"             {signal.kind} «{signal.quote[:60]}» {signal.weight:+.2f}")
