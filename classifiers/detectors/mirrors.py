"""Numbered mirrors and reserve contacts (G1, E5)."""

import re
from collections.abc import Iterator

from classifiers.reading import Mark, Reading

_NUMBERED = re.compile(
    r"(?:зеркал\w{0,4}|айна(?:лар)?\w{0,4}|mirrors?|ссылк[аи]|links?)\s{0,2}(?:№|#|:|–|-)?\s{0,2}(?:1|https?://|[a-z0-9-]{3,40}\.(?:onion|example|test|com|net|org|cc|to|biz|shop|info|ru|kz)\b)"
)
_RESERVE = re.compile(
    r"(?:резерв\w{0,8}|запасн\w{2,4}|қосалқы|backup|reserve)\s{0,3}(?:канал\w{0,2}|бот\w{0,2}|контакт\w{0,2}|арна\w{0,3}|channel|bot|contact)?\s{0,3}[:—–-]?\s{0,3}(?:@[a-z0-9_]{3,32}|(?:https?://)?t\.me/\S{3,60})"
)


class Mirrors:
    """G1: mirrors listed; E5: a reserve channel with its address."""

    kinds = frozenset({"G1_mirrors", "E5_reserve"})

    def detect(self, reading: Reading) -> Iterator[Mark]:
        """A mark for each."""
        for found in _NUMBERED.finditer(reading.text):
            weak = found.group().startswith(("ссылк", "link"))
            yield reading.mark("G1_mirrors", *found.span(), 0.3 if weak else None)
        for found in _RESERVE.finditer(reading.text):
            yield reading.mark("E5_reserve", *found.span())
