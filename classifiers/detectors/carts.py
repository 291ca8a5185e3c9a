"""What a shop's software leaves on its pages (A12), and prices in coins (D7)."""

import re
from collections.abc import Iterator
from typing import ClassVar

from classifiers.detectors.clues import Clues, parts
from classifiers.detectors.hints import Hints
from classifiers.reading import Mark, Reading

_CART = re.compile(
    r"(?<!\w)(?:add to (?:cart|basket)|cart\s{0,2}[(\[:-]\s{0,2}\d{1,3}|\d{1,3} "
    r"items?\s{0,3}[-–—*]{0,2}\s{0,3}"
    r"(?:checkout|[$€£])|[$€£]\s?0\.00\W{1,4}0 items|showing (?:all )?[\d–-]{1,7} (?:of \d{1,5} )?results|"
    r"select options|product\s{0,3}price\s{0,3}quantity|buy now|skip to (?:content|"
    r"navigation)[^\n]{0,80}?cart|"
    r"my account[^\n]{0,60}?(?:checkout|cart)|(?:checkout|cart)[^\n]{0,60}?my account|"
    r"в корзину|добавить в корзину|корзина\s{0,2}[(:]\s{0,2}\d{1,3}|оформить заказ|себетке (?:салу|қосу)|"
    r"себет\s{0,2}[(:]\s{0,2}\d{1,3})"
)
_HINTS = Hints(
    parts=(
        "cart",
        "basket",
        "checkout",
        "results",
        "select options",
        "quantity",
        "buy now",
        "корзин",
        "оформить",
        "себет",
    ),
    reach=120,
)
_COIN = re.compile(
    r"(?<![\d.,])\d{1,3}[.,]\d{1,8}\s{0,2}(?:฿|₿|btc\b|xmr\b|ltc\b|bitcoins?\b)|"
    r"(?:฿|₿)\s{0,2}(?:=\s{0,2}[$€£]?\s{0,2}\d|\d{1,3}[.,]\d{1,8})|"
    r"[=(]\s{0,2}\d{1,3}[.,]\d{1,8}\s{0,2}(?:฿|₿|btc|xmr)|"
    r"btc price\W{1,4}[$€£]?\s?\d|\d[\d.,]{2,9}\s{0,2}(?:usd|eur|gbp)\s?/\s?btc"
)
_COIN_HINTS = Hints(parts=("฿", "₿", "btc", "xmr", "ltc", "bitcoin"), reach=40)


class Carts:
    """A12: a cart, a check-out, a table of products; D7: a price in coins or a rate beside the menu."""

    kinds = frozenset({"A12_cart", "D7_coin_price"})
    clues: ClassVar[Clues] = {
        "A12_cart": (parts(*_HINTS.parts),),
        "D7_coin_price": (parts(*_COIN_HINTS.parts),),
    }

    def detect(self, reading: Reading) -> Iterator[Mark]:
        """A mark for each."""
        found = [match.span() for match in _HINTS.matches(reading, _CART)]
        for span in found:
            yield reading.mark("A12_cart", *span, None if len(found) > 1 else 0.35)
        for match in _COIN_HINTS.matches(reading, _COIN):
            yield reading.mark("D7_coin_price", *match.span())
