"""The shape of pages that are something else (L)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from classifiers import months
from classifiers.detectors.clues import Clues
from classifiers.detectors.hints import Hints, stems
from classifiers.reading import Mark, Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """An expression, and the hints to where it may match; `glimpse` is found wherever it is, and sooner."""

    kind: str
    pattern: re.Pattern[str]
    hints: Hints
    strength: float | None = None
    glimpse: re.Pattern[str] | None = None


def _words(words: str, *parts: str, reach: int = 40) -> Hints:
    return Hints(stems=stems(words), parts=parts, reach=reach)


_MONTHS = " ".join((*months.RUSSIAN, *months.KAZAKH))

SHAPES = (
    Shape(
        kind="L2_law",
        pattern=re.compile(
            r"(?<!\w)(?:ст|статья|статьи|статье|статьей|article|section|art)\.?\s{0,2}\d{2,3}(?:-\d{1,2})?|"
            r"(?<!\d)\d{2,3}(?:-\d)?-?\s?бап\w{0,6}|(?:§|(?<!\w)ч\.)\s?\d{1,3}"
        ),
        hints=_words("ст статья статьи статье статьей article section art бап баптың бабы ч", "§"),
    ),
    Shape(
        kind="L6_research",
        pattern=re.compile(r"(?<!\d)10\.\d{4,9}/[^\s]{3,60}|\bn\s?=\s?\d{2,6}|et al\."),
        hints=_words("10 n et", reach=80),
    ),
    Shape(
        kind="L12_employer",
        pattern=re.compile(
            r"(?<!\w)(?:бин|бсн|иин|жсн|инн|огрн|bin|vat|reg\. no)\s{0,2}[:№]?\s{0,2}\d{8,13}|"
            r"(?<!\w)(?:тоо|ип|ооо|ао|оао)\s{0,2}[«\"“][^»\"”\n]{2,60}[»\"”]|"
            r"[«\"“][^»\"”\n]{2,60}[»\"”]\s{0,2}(?:жшс|ақ|жк)(?!\w)"
        ),
        hints=_words("бин бсн иин жсн инн огрн bin vat reg тоо ип ооо ао оао жшс ақ жк", reach=80),
    ),
    Shape(
        kind="L12_employer",
        pattern=re.compile(
            r"(?<!\w)(?:пн|дс|mon)\s?[–—-]\s?(?:пт|вс|сб|жм|жс|сн|fri|sun|sat)|"
            r"(?<!\d)\d{1,2}[:.]00\s?[–—-]\s?\d{1,2}[:.]00|(?<![\d.,/])(?:5/2|2/2|6/1)(?![\d.,/])"
        ),
        hints=_words("пн дс mon 00", "5/2", "2/2", "6/1"),
    ),
    Shape(
        kind="L1_news",
        pattern=re.compile(rf"(?<!\d)\d{{1,2}}\s(?:{_MONTHS.replace(' ', '|')})\w{{0,4}}"),
        hints=_words(_MONTHS),
        strength=0.3,
    ),
    Shape(
        kind="L3_medical",
        pattern=re.compile(
            r"лицензи[яи]\s{0,2}(?:№|n|лп)\s?\S{3,20}|rx only|prescription-only|"
            r"по рецепту врача|дәрігер рецепт\w{0,8}"
        ),
        hints=_words("лицензия лицензии rx prescription рецепту дәрігер"),
    ),
    Shape(
        kind="L15_household",
        pattern=re.compile(
            r"(?<!\w)(?:material|colou?r|size|model(?: number)?|package includes?|brand|warranty|length|"
            r"width|"
            r"материал|цвет|размер|гарантия|комплектация|түсі|өлшемі|материалы)\s{0,2}:"
        ),
        hints=_words(
            "material color colour size model package brand warranty length width материал цвет размер "
            "гарантия "
            "комплектация түсі өлшемі"
        ),
        strength=0.4,
    ),
    Shape(
        kind="L13_treasure",
        pattern=re.compile(
            r"(?<!\w)(?:сложност\w|difficulty|қиындығы?)\s{0,2}:?\s{0,2}\d(?:[.,]5)?[^\w\n]{1,4}"
            r"(?:местност\w|terrain|жер бедері)\s{0,2}:?\s{0,2}\d"
        ),
        hints=_words("сложность difficulty қиындық қиындығы"),
    ),
    Shape(
        kind="L17_forum",
        pattern=re.compile(
            r"last post by|\d{1,7} posts? \d{1,6} topics?|\d{1,6} (?:replies|views)|ask a question|"
            r"unanswered|"
            r"no new posts|(?:please )?log ?in or register|тем \d{1,6}, сообщений|(?:ответов|просмотров) "
            r"\d{1,6}|"
            r"автор темы|последнее сообщение"
        ),
        hints=_words(
            "last posts topics replies views question unanswered new log login сообщений ответов автор "
            "последнее"
        ),
        glimpse=re.compile(
            "last post|posts|post |replies|views|question|unanswered|register|сообщени|ответов|просмотров|"
            "автор темы"
        ),
    ),
    Shape(
        kind="L4_rehab",
        pattern=re.compile(
            r"(?<!\d)8[- ]?800[- ]?\d{3}|телефон доверия|сенім телефоны|"
            r"\b150\b[^\n]{0,20}(?:линия|телефон|желі)"
        ),
        hints=_words("8 8800 телефон сенім 150"),
    ),
)


class PageTypes:
    """L: statutes, references, requisites of a legal entity, opening hours, licences, help lines, caches."""

    kinds = frozenset(shape.kind for shape in SHAPES)
    clues: ClassVar[Clues] = {}

    def detect(self, reading: Reading) -> Iterator[Mark]:
        """A mark for each."""
        for shape in SHAPES:
            if shape.glimpse and not shape.glimpse.search(reading.text):
                continue
            for found in shape.hints.matches(reading, shape.pattern):
                yield reading.mark(shape.kind, *found.span(), shape.strength)
