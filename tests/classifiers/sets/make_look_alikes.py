"""Writes look_alikes.jsonl (the look-alikes of a drug shop that must not be flagged) and ordinary.jsonl.

Run `python -m tests.classifiers.sets.make_look_alikes` after a change of the shapes; the same seed gives the
same files.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import cycle
from pathlib import Path
from random import Random

from tests.classifiers.sets.shapes import Section, Writer, read_sections, read_words

FOLDER = Path(__file__).parent
SEED = 20261125
SHARES = {"ru": 48, "kk": 30, "en": 30}  # texts of each kind
ORDINARY = {"ru": 620, "kk": 440}
FILES = ("look_alikes_1.txt", "look_alikes_2.txt", "look_alikes_3.txt", "look_alikes_4.txt")
NEAR = 0.55  # the largest share of runs of four words that two texts may have in common
TRIES = 60
PAGES = 0.15  # of the texts are several documents on a page
WORD = re.compile(r"\w+")
KINDS = (
    "news_brief",
    "campaign_bait",
    "official_bot",
    "rehab",
    "pharmacy_reagents",
    "harm_research_law",
    "shared_host_it",
    "money_transfer",
    "games_geocaching",
    "garden_building",
    "exchange_till_donation",
    "lawful_job",
    "qr_service",
    "telegram_bot",
)

Row = dict[str, str | int]
Runs = frozenset[tuple[str, ...]]
Wanted = Callable[[Section], int]


def look_alikes() -> list[Row]:
    """Rows of look_alikes.jsonl."""
    sections = [section for name in FILES for section in read_sections(name)]
    return list(_rows("look_alikes", sections, lambda section: SHARES[section.language]))


def ordinary() -> list[Row]:
    """Rows of ordinary.jsonl."""
    sections = list(read_sections("ordinary.txt"))
    kinds = {language: sum(one.language == language for one in sections) for language in ORDINARY}
    return list(
        _rows("ordinary", sections, lambda section: ORDINARY[section.language] // kinds[section.language])
    )


def _rows(source: str, sections: Iterable[Section], wanted: Wanted) -> Iterator[Row]:
    writer = Writer(words=read_words(), random=Random(SEED))
    for section in sections:
        seen: list[Runs] = []
        shapes = cycle(section.shapes)
        for _ in range(wanted(section)):
            text = _new_text(writer, section, next(shapes), seen)
            yield {
                "text": text,
                "label": 0,
                "lang": section.language,
                "source": source,
                "kind": section.kind,
            }


def _new_text(writer: Writer, section: Section, shape: str, seen: list[Runs]) -> str:
    for _ in range(TRIES):
        if writer.random.random() < PAGES:
            text = writer.page(section.shapes, section.language)
        else:
            text = writer.write(shape, section.language)
        runs = _runs(text)
        if all(len(runs & other) / len(runs | other) < NEAR for other in seen):
            seen.append(runs)
            return text
    raise ValueError(f"this shape has too few choices for more texts: {shape[:80]}")


def _runs(text: str) -> Runs:
    words = WORD.findall(text.lower())
    return frozenset(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)))


def _write(name: str, rows: Iterable[Row]) -> None:
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (FOLDER / name).write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    _write("look_alikes.jsonl", look_alikes())
    _write("ordinary.jsonl", ordinary())
