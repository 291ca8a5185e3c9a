"""The shape of pages that are something else (L)."""

import re
from collections.abc import Iterator

from classifiers.reading import Mark, Reading

_PATTERNS = (
    (
        "L2_law",
        re.compile(
            r"(?:ст|статья|статьи|статье|статьей|article|section|art)\.?\s{0,2}\d{2,3}(?:-\d{1,2})?|"
            r"\d{2,3}(?:-\d)?-?\s?бап\w{0,6}|(?:§|ч\.)\s?\d{1,3}"
        ),
    ),
    ("L6_research", re.compile(r"(?<!\d)10\.\d{4,9}/[^\s]{3,60}|\bn\s?=\s?\d{2,6}|et al\.")),
    (
        "L12_employer",
        re.compile(
            r"(?:бин|бсн|иин|жсн|инн|огрн|bin|vat|reg\. no)\s{0,2}[:№]?\s{0,2}\d{8,13}|(?:тоо|ип|ооо|"
            r"ао|оао)\s{0,2}[«\"“][^»\"”\n]{2,60}[»\"”]|[«\"“][^»\"”\n]{2,60}[»\"”]\s{0,2}(?:жшс|ақ|жк)"
        ),
    ),
    (
        "L12_employer",
        re.compile(
            r"(?:пн|дс|mon)\s?[–—-]\s?(?:пт|вс|сб|жм|жс|сн|fri|sun|sat)|\d{1,2}[:.]00\s?[–—-]\s?\d{1,2}[:.]00"
        ),
    ),
    (
        "L1_news",
        re.compile(
            r"\d{1,2}\s(?:январ|феврал|март|апрел|мая|июн|июл|август|сентябр|октябр|ноябр|декабр|"
            r"қаңтар|ақпан|наурыз|сәуір|мамыр|маусым|шілде|тамыз|қыркүйек|қазан|қараша|желтоқсан)\w{0,4}"
        ),
    ),
    (
        "L3_medical",
        re.compile(
            r"лицензи[яи]\s{0,2}(?:№|n|лп)\s?\S{3,20}|лицензия №|rx only|prescription-only|"
            r"по рецепту врача|дәрігер рецепт\w{0,8}"
        ),
    ),
    (
        "L4_rehab",
        re.compile(
            r"8[- ]?800[- ]?\d{3}|телефон доверия|сенім телефоны|\b150\b[^\n]{0,20}(?:линия|телефон|желі)"
        ),
    ),
)
_SOFT = {"L1_news": 0.3}


class PageTypes:
    """L: statutes, references, requisites of a legal entity, opening hours, licences, help lines."""

    kinds = frozenset(kind for kind, _ in _PATTERNS)

    def detect(self, reading: Reading) -> Iterator[Mark]:
        """A mark for each."""
        for kind, pattern in _PATTERNS:
            for found in pattern.finditer(reading.text):
                yield reading.mark(kind, *found.span(), _SOFT.get(kind))
