"""Addresses that tell what they lead to: words of the trade inside them (E9), a call to go there (E8), a
frame of signs around them (K3)."""

import re
from collections.abc import Iterator
from typing import ClassVar

from classifiers.detectors.clues import HOST, Clue, Clues, parts
from classifiers.detectors.hints import Hints, stems
from classifiers.reading import Mark, Reading

_ADDRESS = re.compile(
    r"(?:https?://|www\.|t\.me/|@)[a-z0-9_.+-]{3,80}(?:/[a-z0-9_-]{2,80})?|"
    r"(?<![\w.@-])[a-z0-9-]{4,60}\.(?:onion|top|xyz|shop|store|site|biz|cc|to|su|click|link)\b"
)
_GOODS = (
    "mef|meph|amf|gash|boshk|shish|skoro|sol|kok|cok|koks|kush|weed|ganja|hash|cannabis|marihuana|420|"
    "mdma|lsd|meth|xanax|oxy|coca|drug|stuff|kaif|kayf"
)
_MAY_TELL = parts(
    *("hydra", "gidra", "blackspru", "kraken", "mega", "darknet", "darkmarket", "onion"),
    *("zakl", "nark", "kladmen", "prikop", "buy", "order", "get"),
    *_GOODS.split("|"),
)
"""What _TELLING begins with."""
_ANY_ADDRESS = Clue(text=re.compile(r"[a-z0-9-]\.[a-z]|://|@"))
_TELLING = re.compile(
    r"hydra(?!u|t|c)|gidra|blackspru|kraken.{0,3}(?:market|onion|dark|shop|tor)|mega.{0,3}(?:dark|onion|"
    r"sb\b|dl\b)|"
    r"darknet|darkmarket|onion.?(?:market|link)|zakl(?:ad|at)k|nark(?:o|ot)|kladmen|prikop|"
    rf"(?:{_GOODS})[_-]?(?:s|z|u|i)?[_-]?"
    r"(?:shop|store|market|plug|dealer|24|kz|ru|bot|menu|sale|ast|alm|magaz|express|delivery|online|4you|"
    r"4u|king)|"
    r"(?:buy|order|get)[_-]?(?:weed|coke|cocaine|meth|mdma|lsd|xanax|hash|kush|cannabis|drugs?)"
)
_VISIT = (
    r"(?:заход\w{1,3}|захож\w{1,3}|переход\w{1,3}|перейд\w{1,4}|жми\w{0,2}|кликай\w{0,2}|пожаловать|"
    r"заказать|заказыва\w{1,3}|купить|кіріңіз|өтіңіз|басыңыз|visit|click|check out|order|shop|go to|enter)"
)
_CALL = re.compile(
    rf"(?<!\w){_VISIT}\W{{1,3}}(?:(?:на|по|сюда|тут|здесь|наш\w{{0,3}}|our|at|the|here|on|now|website|site|"
    rf"сайт\w{{0,3}}|ссылк\w{{1,2}}|сілтеме\w{{0,4}}|store|shop)\W{{1,5}}){{1,5}}"
    rf"(?:https?://\S{{3,120}}|[a-z0-9-]{{3,60}}(?:\.[a-z0-9-]{{2,60}}){{0,2}}\.[a-z]{{2,12}}\b)"
)
_VISIT_HINTS = Hints(
    stems=stems(
        "заходи заходите захожу переходи переход перейди жми кликай пожаловать заказать заказывай купить "
        "кіріңіз өтіңіз "
        "басыңыз visit click check order shop go enter перех"
    )
)
_ADDRESS_HINTS = Hints(
    parts=(
        "://",
        "www.",
        "t.me/",
        "@",
        ".onion",
        ".top",
        ".xyz",
        ".shop",
        ".store",
        ".site",
        ".biz",
        ".cc",
        ".to",
        ".su",
        ".click",
        ".link",
    ),
    reach=180,
)
_FRAMED = re.compile(
    r"(?P<sign>[^\x00-\u00ff\w\s“”„«»–—…•‘’])[\ufe0f\s+]{0,3}(?:https?://)?(?P<host>[a-z0-9-]{2,40}"
    r"(?:\.[a-z0-9-]{2,40}){1,3})/?[\s+]{0,3}(?P=sign)"
)


class Addresses:
    """E8: a call to visit with the address; E9: a word of the trade inside a link or handle; K3: an
    address between two equal signs, as link spam sets it apart."""

    kinds = frozenset({"E8_call_with_address", "E9_telling_address", "K3_framed_address"})
    clues: ClassVar[Clues] = {
        "E8_call_with_address": (Clue(stems=_VISIT_HINTS.stems), HOST),
        "E9_telling_address": (_ANY_ADDRESS, _MAY_TELL),
        "K3_framed_address": (Clue(text=_FRAMED),),
    }

    def detect(self, reading: Reading) -> Iterator[Mark]:
        """A mark for each."""
        if "." not in reading.characters and "@" not in reading.characters:
            return
        for found in _ADDRESS_HINTS.matches(reading, _ADDRESS):
            if _TELLING.search(found.group()):
                yield reading.mark("E9_telling_address", *found.span())
        for found in _VISIT_HINTS.matches(reading, _CALL):
            yield reading.mark("E8_call_with_address", *found.span())
        for found in _FRAMED.finditer(reading.text) if max(reading.characters) >= "\u2190" else ():
            yield reading.mark("K3_framed_address", *found.span("host"))
