"""Lists of nothing but substances: a menu by its shape (A11), names between pictures (H2)."""

import re
from collections.abc import Iterator
from typing import ClassVar

from classifiers.detectors.clues import NAMED_SUBSTANCE, Clues, parts
from classifiers.detectors.emoji_prices import PICTURES
from classifiers.detectors.substances import substances
from classifiers.lexicon import TermMatch
from classifiers.reading import Mark, Reading

_CELL = re.compile(
    r"[^\w,#]{0,6}\n[^\w,#]{0,6}|[^\w,;#.!?\n]{0,6}[^\w\s,;.!?#/&'\"()-][^\w,;#.!?\n]{0,6}|\s{1,3}"
)
_JOINED = re.compile(r"[^\n]{0,24}\n[^\w#]{0,6}")
_CELLS = 4
_BARE = 5
"""Names with nothing but spaces between them: nobody writes so but for a search engine or a keyboard."""


class Menus:
    """A11: four names in cells of their own, or five with nothing between them; H2: two or more names each
    beside a picture."""

    kinds = frozenset({"A11_menu", "H2_emoji_goods"})
    clues: ClassVar[Clues] = {
        "A11_menu": (NAMED_SUBSTANCE,),
        "H2_emoji_goods": (NAMED_SUBSTANCE, parts(*PICTURES)),
    }

    def detect(self, reading: Reading) -> Iterator[Mark]:
        """Marks for menus and for names beside pictures."""
        named = _apart(substances(reading))
        if len(named) < 2:
            return
        yield from _menus(reading, named)
        if PICTURES & reading.characters:
            beside = [match for match in named if _pictured(reading.text, match)]
            for match in beside if len(beside) > 1 else ():
                yield reading.mark("H2_emoji_goods", match.start, match.end)


def _apart(found: list[TermMatch]) -> list[TermMatch]:
    kept: list[TermMatch] = []
    for match in found:
        if not kept or match.start >= kept[-1].end:
            kept.append(match)
    return kept


def _menus(reading: Reading, named: list[TermMatch]) -> Iterator[Mark]:
    run, bare = [named[0]], True
    for match in [*named[1:], None]:
        gap = reading.text[run[-1].end : match.start] if match else ","
        if match and len(gap) <= 32 and (_CELL.fullmatch(gap) or _JOINED.fullmatch(gap)):
            run.append(match)
            bare = bare and gap.isspace() and "\n" not in gap
            continue
        if len({reading.text[one.start : one.end] for one in run}) >= (_BARE if bare else _CELLS):
            yield reading.mark("A11_menu", run[0].start, run[-1].end)
        if match:
            run, bare = [match], True


def _pictured(text: str, match: TermMatch) -> bool:
    around = text[max(0, match.start - 3) : match.start] + text[match.end : match.end + 3]
    return any(char in PICTURES for char in around)
