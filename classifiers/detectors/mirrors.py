"""Numbered mirrors and reserve contacts (G1, E5)."""

import re
from collections.abc import Iterator

from classifiers.reading import Mark, Reading

_NUMBERED = re.compile(
    r"(?:зеркал\w{0,4}|айна(?:лар)?\w{0,4}|mirrors?|ссылк[аи]|links?)\s{0,2}(?:№|#|:|–|-)?\s{0,2}(?:1|"
    r"https?://|[a-z0-9-]{3,40}\.(?:onion|example|test|com|net|org|cc|to|biz|shop|info|ru|kz)\b)"
)
_RESERVE = re.compile(
    r"(?:резерв\w{0,8}|запасн\w{2,4}|қосалқы|backup|reserve)\s{0,3}(?:канал\w{0,2}|бот\w{0,2}|"
    r"контакт\w{0,2}|арна\w{0,3}|channel|bot|contact)?\s{0,3}[:—–-]?\s{0,3}(?:@[a-z0-9_]{3,32}|"
    r"(?:https?://)?t\.me/\S{3,60})"
)


_SURE_MARKET = (
    r"(?:hydra|gidra|гидр[аыуе]|блэ?кспрут\w{0,2}|блекспрут\w{0,2}|blacksprut|(?:kraken|кракен|mega|мега|"
    r"omg|омг|solaris|солярис) (?:darknet|даркнет|onion|онион|тор|tor))"
)
_SURE_ENTRY = (
    r"(?:зеркал\w{0,3}|ссылк\w{0,2}|вход|войти|зайти|онион|onion|tor|тор|mirrors?|links?|url|login|"
    r"магазин|даркнет|darknet|площадка|попасть)"
)
_DOUBTFUL_MARKET = r"(?:kraken|кракен\w{0,2}|mega|мега|omg|омг|solaris|солярис)"
_DOUBTFUL_ENTRY = r"(?:зеркал\w{0,3}|онион|onion|tor|тор|даркнет|darknet|маркетплейс|площадка)"
_GENERAL_MARKET = (
    r"(?:darknet|dark ?web|onion|tor|даркнет) ?-?(?:drug )?(?:markets?|marketplaces?|маркет\w{0,8}|"
    r"площадк\w{1,3})"
)
_GENERAL_ENTRY = r"(?:links?|mirrors?|url|login|access|entry|зеркал\w{0,3}|ссылк\w{0,2}|вход)"
_GAP = r"\W{1,4}(?:\w{1,16}\W{1,4}){0,3}?"
_ENTRIES = tuple(
    re.compile(rf"(?<!\w)(?:{market}{_GAP}{entry}|{entry}{_GAP}{market})(?!\w)")
    for market, entry in (
        (_SURE_MARKET, _SURE_ENTRY),
        (_DOUBTFUL_MARKET, _DOUBTFUL_ENTRY),
        (_GENERAL_MARKET, _GENERAL_ENTRY),
    )
)

_HINTS = (
    "hydra",
    "gidra",
    "гидр",
    "спрут",
    "sprut",
    "kraken",
    "кракен",
    "mega",
    "мега",
    "omg",
    "омг",
    "sola",
    "соля",
    "dark",
    "onion",
    "tor",
    "даркнет",
)


class Mirrors:
    """G1: mirrors listed; E5: a reserve channel with its address; E7: the way in to a market that sells
    drugs."""

    kinds = frozenset({"G1_mirrors", "E5_reserve", "E7_market_entry"})

    def detect(self, reading: Reading) -> Iterator[Mark]:
        """A mark for each."""
        for found in _NUMBERED.finditer(reading.text):
            weak = found.group().startswith(("ссылк", "link"))
            yield reading.mark("G1_mirrors", *found.span(), 0.3 if weak else None)
        for found in _RESERVE.finditer(reading.text):
            yield reading.mark("E5_reserve", *found.span())
        for pattern in _ENTRIES if any(hint in reading.text for hint in _HINTS) else ():
            for found in pattern.finditer(reading.text):
                yield reading.mark("E7_market_entry", *found.span())
