"""Texts that were written one by one, no two after one plan: what grammars draw is too much alike."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from classifiers.score import Label

LANGUAGES = ("ru", "kk", "en")
"""Each has a file; texts that mix two stand with the one that they have more of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One text; `name` is its file and line."""

    name: str
    text: str
    label: Label
    language: str


@cache
def load_written() -> tuple[Written, ...]:
    """Every text, in order. Invented, as all the corpus is."""
    return tuple(written for language in LANGUAGES for written in _read(language))


def _read(language: str) -> Iterator[Written]:
    lines = files("classifiers").joinpath("corpus", "written", f"{language}.jsonl").read_text("utf-8")
    for number, line in enumerate(lines.splitlines(), 1):
        row = json.loads(line)
        yield Written(
            name=f"written_{language}_{number}",
            text=row["text"],
            label=Label(row["label"]),
            language=row["language"],
        )
