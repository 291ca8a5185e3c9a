"""Numbered mirrors and reserve contacts (G1, E5)."""

import re
from collections.abc import Iterator
from typing import ClassVar

from classifiers.detectors.clues import Clues, parts
from classifiers.detectors.hints import Hints
from classifiers.reading import Mark, Reading

_HOST = (
    r"[a-z0-9-]{3,60}\.(?:onion|example|test|com|net|org|cc|to|biz|shop|info|ru|kz|top|xyz|at|in|run|site|"
    r"store|click|link|online|pro)\b"
)
_MIRROR = r"(?:зеркал\w{0,4}|айна(?:лар)?\w{0,4}|mirrors?)"
_NUMBERED = re.compile(
    rf"(?:{_MIRROR}|ссылк[аи]|links?)\s{{0,2}}(?:№|#|:|–|-)?\s{{0,2}}(?:1|https?://|{_HOST})"
)
_LISTED = re.compile(
    rf"{_MIRROR}[^\n]{{0,40}}\n?[^\n]{{0,12}}?(?:https?://)?{_HOST}\S{{0,40}}[\s,;|"
    rf"•*-]{{1,8}}(?:https?://)?{_HOST}"
)
_RESERVE = re.compile(
    r"(?:резерв\w{0,8}|запасн\w{2,4}|қосалқы|backup|reserve)\s{0,3}(?:канал\w{0,2}|бот\w{0,2}|"
    r"контакт\w{0,2}|арна\w{0,3}|channel|bot|contact)?\s{0,3}[:—–-]?\s{0,3}(?:@[a-z0-9_]{3,32}|"
    r"(?:https?://)?t\.me/\S{3,60})"
)
_MIRROR_HINTS = Hints(parts=("зеркал", "айна", "mirror", "ссылк", "link"), reach=100)
_LISTED_HINTS = Hints(parts=_MIRROR_HINTS.parts[:3])
_RESERVE_HINTS = Hints(parts=("резерв", "запасн", "қосалқ", "backup", "reserve"), reach=120)


class Mirrors:
    """G1: mirrors numbered, or several addresses listed as mirrors; E5: a reserve channel and its address."""

    kinds = frozenset({"G1_mirrors", "E5_reserve"})
    clues: ClassVar[Clues] = {
        "G1_mirrors": (parts(*_MIRROR_HINTS.parts),),
        "E5_reserve": (parts(*_RESERVE_HINTS.parts),),
    }

    def detect(self, reading: Reading) -> Iterator[Mark]:
        """A mark for each."""
        for found in _MIRROR_HINTS.matches(reading, _NUMBERED):
            weak = found.group().startswith(("ссылк", "link"))
            yield reading.mark("G1_mirrors", *found.span(), 0.3 if weak else None)
        for found in _LISTED_HINTS.matches(reading, _LISTED):
            yield reading.mark("G1_mirrors", *found.span(), 0.8)
        for found in _RESERVE_HINTS.matches(reading, _RESERVE):
            yield reading.mark("E5_reserve", *found.span())
