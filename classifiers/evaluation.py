"""Labelled texts, and what a scorer makes of them."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from classifiers.document import Document
from classifiers.errors import CorpusError
from classifiers.score import Label, Score, Scorer

FLAGGED = frozenset({Label.SALE, Label.RECRUITMENT})
BATCH = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledText:
    """A text and the truth: `positive` if it offers drugs for sale or recruits for it."""

    text: str
    positive: bool
    language: str = "und"
    source: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A labelled text and what a scorer made of it."""

    row: LabelledText
    score: Score


def read_rows(path: Path) -> Iterator[LabelledText]:
    """Rows of a JSON Lines file with `text` and `label` (0 or 1), and if there `lang`, `source`, `kind`.
    CorpusError names the line that is wrong."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _row(f"{path.name}, line {number}", line, path.stem)


def _row(where: str, line: str, source: str) -> LabelledText:
    try:
        raw = json.loads(line)
        text, label = raw["text"], raw["label"]
    except (ValueError, KeyError, TypeError) as error:
        raise CorpusError(f'{where}: not a row; it needs {{"text": …, "label": 0 or 1}} ({error})') from error
    if not isinstance(text, str) or label not in (0, 1, True, False):
        raise CorpusError(f"{where}: `text` must be a string and `label` 0 or 1")
    return LabelledText(
        text=text,
        positive=bool(label),
        language=str(raw.get("lang", "und")),
        source=str(raw.get("source", source)),
        kind=str(raw.get("kind", "")),
    )


def score_rows(scorer: Scorer, rows: Iterable[LabelledText]) -> list[Outcome]:
    """Score rows in batches, in order."""
    outcomes: list[Outcome] = []
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        scores = scorer.score([Document(text=row.text) for row in batch])
        outcomes += [Outcome(row=row, score=score) for row, score in zip(batch, scores, strict=True)]
    return outcomes
