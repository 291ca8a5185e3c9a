"""Order flow: exact odd amounts, time to pay, receipts (D5, D6)."""

import re
from collections.abc import Iterator
from itertools import chain
from typing import ClassVar

from classifiers.detectors.clues import Clue, Clues
from classifiers.detectors.hints import Hints, stems
from classifiers.reading import Mark, Reading

_HINTS = stems(
    "оплата переведите реквизиты заказ төлем төлеңіз деректеме pay payment order address btc ltc xmr eth бтк "
    "чек скрин скриншот түбіртек receipt screenshot"
)
_COIN_AMOUNT = re.compile(
    r"(?<!\d)0[.,]0\d{2,8}\s{0,2}(?:btc|ltc|xmr|eth|бтк)|"
    r"(?<!\w)(?:ровно|точно|exactly|дәл)\s{0,2}[:—–-]?\s{0,2}0[.,]0\d{2,8}(?!\d)"
)
_COUNTDOWN = re.compile(
    r"(?:оплат\w{1,4}|перевед\w{1,4}|реквизит\w{1,3}|заказ\w{0,3}|төле\w{1,8}|деректеме\w{0,6}|pay|"
    r"payment|order|address)[^.\n]{0,40}?"
    r"(?:в течение|действ\w{2,8}|ішінде|within|expires? in|valid for|"
    r"жарамды)\s{0,2}\d{1,3}\s{0,2}(?:мин\w{0,4}|минут\w{0,4}|час\w{0,3}|min\w{0,5}|сағат\w{0,4})"
)
_EXACT = Hints(parts=("0.0", "0,0"), reach=30)
_SOON = Hints(parts=("в течение", "действ", "ішінде", "within", "expire", "valid for", "жарамды"), reach=110)
_SENT = Hints(parts=("чек", "скрин", "түбіртек", "receipt", "screenshot"), reach=110)
_TIME = re.compile(r"\d*(?:мин|час|min|сағат)")
_RECEIPT_WORD = re.compile("чек|скрин|түбіртек|receipt|screenshot")
_RECEIPT = re.compile(
    r"(?<!\w)(?:чек|скрин|скриншот|түбіртек|receipt|"
    r"screenshot)\w{0,4}(?:\W{1,3}\w{1,16}){0,3}?\W{1,3}(?:бот|оператор|bot\b|operator)\w{0,4}"
)


class OrderFlow:
    """D5: an amount of coins to the last digit, or requisites that live for minutes; D6: a receipt sent
    to a bot."""

    kinds = frozenset({"D5_exact_amount", "D6_receipt"})
    clues: ClassVar[Clues] = {
        "D5_exact_amount": (
            Clue(stems=_HINTS, parts=frozenset(_EXACT.parts)),
            Clue(parts=frozenset(_EXACT.parts), word=_TIME),
        ),
        "D6_receipt": (Clue(word=_RECEIPT_WORD),),
    }

    def detect(self, reading: Reading) -> Iterator[Mark]:
        """A mark for each."""
        if _HINTS.isdisjoint(reading.stems) and "0." not in reading.text and "0," not in reading.text:
            return
        for found in chain(_EXACT.matches(reading, _COIN_AMOUNT), _SOON.matches(reading, _COUNTDOWN)):
            yield reading.mark("D5_exact_amount", *found.span())
        for found in _SENT.matches(reading, _RECEIPT):
            yield reading.mark("D6_receipt", *found.span())
