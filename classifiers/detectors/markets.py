"""The way in to a market that sells drugs (E7) and pages that do nothing but promote one (G7).

Names of markets are words of many meanings (a beast, a prefix, an exchange), so a name counts only beside
a word of entry: mirror, onion, login. A page that says it again and again is written for search engines.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import ClassVar

from classifiers.detectors.clues import Clues, parts
from classifiers.detectors.hints import Hints
from classifiers.reading import Mark, Reading

_OWN = r"(?:гидр(?:а|ы|у|е|ой)|gidra|хидра|блэкспрут\w{0,2}|бл[еэ]к ?спрут\w{0,2}|blacksprut)"
"""Spellings that hardly mean anything else beside a word of entry."""
_SHARED = r"(?:hydra\w{0,5}|kraken|кракен\w{0,2}|mega|мег[аиеу]|omg|омг|solaris|солярис)"
_STRICT_ENTRY = (
    r"(?:зеркал\w{0,3}|онион|onion|tor|тор[ае]?|даркнет\w{0,2}|darknet|дарк ?веб\w{0,2}|дарк ?маркет\w{0,2}|"
    r"mirrors?|маркетплейс\w{0,2}|закладк\w{1,3}|площадк\w{1,3}|моментальн\w{2,3} покупок)"
)
_ENTRY = (
    r"(?:зеркал\w{0,3}|ссылк\w{0,2}|вход|войти|зайти|попасть|онион|onion|tor|тор|магазин\w{0,2}|шоп|"
    r"даркнет\w{0,2}|darknet|дарк ?веб\w{0,2}|маркет\w{0,8}|площадк\w{1,3}|закладк\w{1,3}|покупок|"
    r"mirrors?|links?|login|url|(?:рабочий |официальный |оффициальный )?(?:веб-?)?сайт\w{0,2})"
)
_HYDRA_ENTRY = (
    r"(?:зеркал\w{0,3}|ссылк\w{0,2}|вход|войти|зайти|попасть|онион|onion|tor|тор|магазин\w{0,2}|шоп|"
    r"даркнет\w{0,2}|darknet|площадк\w{1,3}|закладк\w{1,3}|сайт\w{0,2}|market|2web)"
)
_GENERAL = (
    r"(?:darknet|dark ?web|onion|tor|даркнет) ?-?(?:drug )?(?:markets?|marketplaces?|маркет\w{0,8}|"
    r"площадк\w{1,3})"
)
_GENERAL_ENTRY = r"(?:links?|mirrors?|url|login|access|entry|зеркал\w{0,3}|ссылк\w{0,2}|вход)"
_GAP = r"[\W_]{1,4}(?:[^\W_]{1,16}[\W_]{1,4}){0,3}?"
_ENTRIES = tuple(
    re.compile(rf"(?<!\w)(?:{market}{_GAP}{entry}|{entry}{_GAP}{market})(?!\w)")
    for market, entry in (
        (_OWN, _ENTRY),
        (r"hydra", _HYDRA_ENTRY),
        (_SHARED, _STRICT_ENTRY),
        (_GENERAL, _GENERAL_ENTRY),
    )
)
_ADDRESS = re.compile(
    rf"(?<!\w)(?:(?P<own>{_OWN})|{_SHARED})\s{{0,2}}[—–:>-]{{1,2}}\s{{0,2}}(?P<at>https?://\S{{3,200}}|"
    rf"[a-z2-7]{{16,56}}\.onion)"
)
_NAMED_ADDRESS = re.compile(
    r"(?<![a-z0-9])(?:hydra|kraken|mega|omg)(?=[a-z]{0,40}\d)[a-z0-9]{4,56}(?![a-z0-9])"
)
_GUIDE = re.compile(
    r"(?:установите|скачайте|запустите|откройте|используйте) tor|(?:введите|вставьте|скопируйте) "
    r"(?:[^\W_]{2,16} ){0,3}?"
    r"(?:адрес|ссылк\w|зеркал\w)|(?:пройдите|введите|решите) капч\w|пополн(?:ить|ите|ения|ение) баланс\w?|"
    r"(?:выберите|выбрать) (?:[^\W_]{2,16} ){0,2}?(?:товар|магазин|продавца|город)|зарегистрируйтесь|"
    r"(?:download|install|open|launch) (?:the )?tor browser|(?:paste|copy|enter) (?:[^\W_]{2,16} "
    r"){0,3}?(?:onion|link|address|mirror)|"
    r"(?:solve|complete|pass) the captcha|create an account|fund your (?:wallet|account)|choose a vendor"
)
_MAX_STEPS = 6
_HINTS = Hints(
    parts=(
        "hydra",
        "gidra",
        "гидр",
        "хидр",
        "спрут",
        "sprut",
        "kraken",
        "кракен",
        "mega",
        "мег",
        "omg",
        "омг",
        "solaris",
        "соляр",
        "darknet",
        "dark web",
        "darkweb",
        "onion market",
        "tor market",
        "даркнет",
    ),
    reach=110,
)
_LINKED_HINTS = Hints(parts=_HINTS.parts, reach=240)
_GENERAL_HINTS = Hints(parts=("market", "маркет", "площадк"), reach=120)
_PROMOTION = 4
_STUFFED = 100
"""Characters: so few to each of two or more ways in, and the text is nothing but them."""
_MAX_FOUND = 60


class Markets:
    """E7: a market's name beside a word or an address of entry; G7: four of them on a page, or a text that
    is little else; G8: the steps by which a reader gets in, as a guide tells them."""

    kinds = frozenset({"E7_market_entry", "G7_market_promotion", "G8_access_guide"})
    clues: ClassVar[Clues] = dict.fromkeys(kinds, (parts(*_HINTS.parts),))

    def detect(self, reading: Reading) -> Iterator[Mark]:
        """Marks for ways in and for steps, and one for a page full of them."""
        text = reading.text
        if not _HINTS.are_in(reading):
            return
        ways = _ways(reading)
        found = sorted({match.span() for pattern in _ENTRIES for match in islice(ways[pattern], _MAX_FOUND)})
        linked = [(match.span(), _is_sure(match)) for match in ways[_ADDRESS]]
        bare = [span for span, sure in linked if sure and 2 * (span[1] - span[0]) > len(text)]
        for span in found:
            yield reading.mark("E7_market_entry", *span)
        for span, sure in linked:
            yield reading.mark("E7_market_entry", *span, 0.8 if sure else 0.5)
        for match in ways[_NAMED_ADDRESS]:
            yield reading.mark("E7_market_entry", *match.span(), 0.7)
        for match in islice(_GUIDE.finditer(text), _MAX_STEPS) if found else ():
            yield reading.mark("G8_access_guide", *match.span())
        if _is_stuffed(found, len(text)) or bare:
            yield reading.mark("G7_market_promotion", *(found or bare)[0])


def _is_sure(match: re.Match[str]) -> bool:
    return bool(match["own"]) or match["at"].endswith(".onion")


def _is_stuffed(found: list[tuple[int, int]], length: int) -> bool:
    return len(found) >= _PROMOTION or (len(found) > 1 and length <= _STUFFED * len(found))


def _ways(reading: Reading) -> Mapping[re.Pattern[str], Sequence[re.Match[str]]]:
    """What each expression finds; where their hints stand is looked up once for all."""
    found: dict[re.Pattern[str], list[re.Match[str]]] = defaultdict(list)
    for hints, patterns in (
        (_HINTS, (*_ENTRIES[:-1], _NAMED_ADDRESS)),
        (_LINKED_HINTS, (_ADDRESS,) if any(part in reading.text for part in ("://", ".onion")) else ()),
        (_GENERAL_HINTS, _ENTRIES[-1:]),
    ):
        for match in hints.matches(reading, *patterns):
            found[match.re].append(match)
    return found
