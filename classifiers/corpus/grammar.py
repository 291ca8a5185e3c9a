"""Grammars: files of parts with alternatives, and how a text is drawn from one.

A part is a line; ` || ` parts its alternatives, `{a|b}` chooses inside a line (and nests), `{$name}`
takes a value of a slot, and a line that begins with `?` is left out half of the time.
"""

import random
import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files

from classifiers.errors import CorpusError
from classifiers.score import Label

_CHOICE = re.compile(r"\{([^{}]*)\}")
_FILES = (
    "sale.toml",
    "veiled.toml",
    "markets.toml",
    "recruitment.toml",
    "benign.toml",
    "lookalikes.toml",
    "doubles.toml",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """One kind of document."""

    name: str
    language: str
    label: Label
    parts: tuple[str, ...]


def load_grammars() -> tuple[Grammar, ...]:
    """Every grammar, in file order."""
    return tuple(grammar for name in _FILES for grammar in parse_grammars(_load(name)))


def load_slots() -> dict[str, tuple[str, ...]]:
    """Values by slot."""
    slots = _load("slots.toml")["slot"]
    return {name: tuple(values.split("|")) for name, values in slots.items()}


def _load(name: str) -> dict[str, dict[str, str]]:
    data = files("classifiers").joinpath("corpus", "grammars", name).read_text(encoding="utf-8")
    return tomllib.loads(data)


def parse_grammars(data: dict) -> tuple[Grammar, ...]:  # type: ignore[type-arg]
    """The grammars of one file."""
    return tuple(
        Grammar(
            name=one["name"],
            language=one["language"],
            label=Label(one["label"]),
            parts=tuple(line for line in one["parts"].split("\n") if line.strip()),
        )
        for one in data["grammar"]
    )


def draw(grammar: Grammar, slots: dict[str, tuple[str, ...]], rng: random.Random) -> str:
    """One text of a grammar."""
    lines = []
    for part in grammar.parts:
        if part.startswith("?") and rng.random() < 0.5:
            continue
        line = rng.choice(part.removeprefix("?").split(" || "))
        lines.append(_fill(line, slots, rng))
    return rng.choice(("\n", "\n", " ", ". ", " | ")).join(lines)


def _fill(line: str, slots: dict[str, tuple[str, ...]], rng: random.Random) -> str:
    def choose(match: re.Match[str]) -> str:
        inner = match.group(1)
        if not inner.startswith("$") or "|" in inner:
            return str(rng.choice(inner.split("|")))
        if inner[1:] not in slots:
            raise CorpusError(f"no slot {inner[1:]!r} for {line!r}")
        value: str = rng.choice(slots[inner[1:]])
        return value

    while _CHOICE.search(line):
        line = _CHOICE.sub(choose, line)
    return line
