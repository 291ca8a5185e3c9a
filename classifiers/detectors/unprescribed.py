"""Medicines offered without what the law asks for (C8).

No shop of the trade by itself: most of it is link spam for pills. It ranks above ordinary texts, so that a
person may look, and opens no gate.
"""

import re
from collections.abc import Iterator
from typing import ClassVar

from classifiers.detectors.clues import Clue, Clues, parts
from classifiers.detectors.hints import Hints
from classifiers.reading import Mark, Reading

_NO_SCRIPT = re.compile(
    r"(?<!\w)(?:no|without|w/o|sans|ohne|senza|sin)\W{1,3}(?:a\W|any\W|dr\W|doctor\W{1,3}s?\W?|"
    r"valid\W)?\W{0,2}"
    r"(?:prescriptions?|rx|script|ordonnance|rezept|ricetta|receta)(?!\w)|"
    r"(?<!\w)(?:prescription|rx)[ -]?free(?!\w)|(?:без|не нужен|не требуется) рецепт\w{0,2}|"
    r"рецептс[іи]з|"
    r"рецепт\w{0,2} не (?:нужн?\w{0,2}|спрашива\w{2,4}|треб\w{3,6}|прос\w{2,3})(?!\w)|"
    r"рецепт\w{0,3} (?:с[ұу]рама\w{1,5}|керек емес|[қк]ажет емес)|"
    r"(?:don'?t|do not|never|no one|nobody) asks? (?:you )?for (?:a |any |your )?"
    r"(?:prescription|script|rx)(?!\w)|"
    r"(?:buy|order|get|cheap|online)\W{1,3}(?:[^\W_]{1,20}\W{1,3}){0,3}over[ -]the[ -]counter"
)
_REFUSED_BEFORE = re.compile(
    r"(?<!\w)(?:не|нельзя|никогда|not|never|cannot|can't|won't)\W{1,3}(?:\w{1,16}\W{1,3}){0,3}$"
)
_REFUSED_AFTER = re.compile(
    r"\W{1,3}(?:\w{1,16}\W{1,3}){0,2}?(?:не (?:отпуск|прода|выда)|берілме|сатылма|босатылма|бермей|сатпай|"
    r"(?:is|are|will) not|isn't|aren't|won't)"
)
"""A lawful pharmacy says that it gives nothing without a prescription."""
_PER_PILL = re.compile(
    r"(?:from|for|only|just|as low as|:|\|)\s{0,2}[$€£]\s?\d{1,3}(?:[.,]\d{1,2})?(?:\s{0,2}(?:per|a|"
    r"/)\s{0,2}(?:pill|tab\w{0,4}|cap\w{0,4}|dose))?(?!\d)|"
    r"[$€£]\s?\d{1,3}(?:[.,]\d{1,2})?\s{0,2}(?:per|a|/)\s{0,2}(?:pill|tab\w{0,4}|cap\w{0,4}|dose)"
)
_OFFER = re.compile(
    r"(?<!\w)(?:buy|order|ordering|purchase|cheap(?:est)?|generic|купить|"
    r"заказать)[\W_]{1,3}(?:[^\W_]{1,24}[\W_]{1,3}){0,4}?"
    r"(?:online|pills?|tablets?|tabs?|capsules?|caps|drops|overnight|for sale|\d{1,4}\W?m(?:g|cg|l)|"
    r"таблетки|капсулы)(?!\w)|"
    r"(?<!\w)\d{1,4}\W?mg[\W_]{1,3}(?:[^\W_]{1,24}[\W_]{1,3}){0,3}?(?:online|for sale|buy|order|price|no "
    r"prescription)(?!\w)|"
    r"(?<!\w)(?:all|cheapest|best)[\W_]{1,3}(?:pills|tabs|drugs|meds)[\W_]{1,3}(?:here|on)(?!\w)|"
    r"(?<!\w)(?:cheap|best online|online|canadian)[\W_]{1,3}(?:pharma(?:cy)?|drugstore|chemist)(?!\w)"
)
_HINTS = (
    "prescri",
    "rx",
    "script",
    "рецепт",
    "counter",
    "pill",
    "mg",
    "pharma",
    "drugstore",
    "caps",
    "tabl",
    "drops",
    "ordonnance",
    "rezept",
    "ricetta",
    "receta",
    "buy",
    "таблетк",
    "капсул",
    "generic",
)
_MEDICINE = ("pharma", "mg", "pill", "tablet")
_PLAIN = Clue(
    parts=frozenset({*_MEDICINE, *"$€£"}),
    word=re.compile("prescri|rx|script|ordonnance|rezept|ricetta|receta|рецепт|counter"),
)
_STRONG, _FAINT = 0.28, 0.2
_NO_SCRIPT_HINTS = Hints(
    parts=("prescri", "rx", "script", "ordonnance", "rezept", "ricetta", "receta", "рецепт", "counter"),
    reach=110,
)
_OFFER_HINTS = Hints(
    parts=(
        "buy",
        "order",
        "purchase",
        "cheap",
        "generic",
        "купить",
        "заказать",
        "mg",
        "pills",
        "tabs",
        "drugs",
        "meds",
        "pharma",
        "drugstore",
        "chemist",
    ),
    reach=140,
)
_PRICE_HINTS = Hints(parts=("$", "€", "£"), reach=50)


class Unprescribed:
    """C8: medicine offered online by the pill or without a prescription; stronger when both are there."""

    kinds = frozenset({"C8_unprescribed"})
    clues: ClassVar[Clues] = {"C8_unprescribed": (parts(*_HINTS), _PLAIN)}

    def detect(self, reading: Reading) -> Iterator[Mark]:
        """A mark for each."""
        text = reading.text
        if not any(hint in text for hint in _HINTS):
            return
        offers = [match.span() for match in _OFFER_HINTS.matches(reading, _OFFER)]
        freely = [
            match.span()
            for match in _NO_SCRIPT_HINTS.matches(reading, _NO_SCRIPT)
            if not _is_refused(text, *match.span())
        ]
        if not offers and not freely:
            return
        priced = [match.span() for match in _PRICE_HINTS.matches(reading, _PER_PILL)] if offers else []
        if not (freely or priced or any(word in text for word in _MEDICINE)):
            return
        strength = _STRONG if (freely and offers) or len(offers) > 1 else _FAINT
        for span in (*offers, *freely, *priced):
            yield reading.mark("C8_unprescribed", *span, strength)


def _is_refused(text: str, start: int, end: int) -> bool:
    before = _REFUSED_BEFORE.search(text, max(0, start - 40), start)
    return bool(before or _REFUSED_AFTER.match(text, end, end + 50))
