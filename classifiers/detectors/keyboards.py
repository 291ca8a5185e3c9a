"""A bot's buttons copied as text: "[Каталог] [Баланс] [Работа]" (A12)."""

import re
from collections.abc import Iterator
from typing import ClassVar

from classifiers.detectors.clues import Clue, Clues, parts
from classifiers.reading import Mark, Reading

_BUTTON = re.compile(r"\[(?P<label>[^\[\]\n]{2,24})\]")
_ROW = re.compile(r"\[[^\[\]\n]{2,24}\][\s|,·•/]{0,6}\[[^\[\]\n]{2,24}\]")
_GAP = re.compile(r"[\s|,·•/]{0,6}")
_SHOP = re.compile(
    r"каталог|товар|прайс|купить|витрин|меню|баланс|пополн|кошел|отзыв|поддержк|оператор|правила|заказ|"
    r"район|город|локаци|"
    r"тауар|баға|тізім|теңгерім|пікір|тапсырыс|аудан|қала|catalog|shop|buy|menu|balance|top ?up|wallet|"
    r"review|support|"
    r"rules|orders?|city|area"
)
_JOB = re.compile(r"работа|ваканси|жұмыс|жумыс|(?<!\w)(?:work|jobs?)(?!\w)|карьер")
_LEAST = 3
_PLAIN, _HIRING = 0.35, 0.5


class Keyboards:
    """A12: three buttons in a row of which two are a shop's; more where one of them offers work."""

    kinds = frozenset({"A12_cart"})
    clues: ClassVar[Clues] = {"A12_cart": (parts("["), Clue(text=_ROW))}

    def detect(self, reading: Reading) -> Iterator[Mark]:
        """A mark for each row of buttons."""
        run: list[re.Match[str]] = []
        for found in [*_BUTTON.finditer(reading.text), None] if "[" in reading.characters else ():
            if run and not (found and _GAP.fullmatch(reading.text, run[-1].end(), found.start())):
                yield from _row(reading, run)
                run = []
            if found:
                run.append(found)


def _row(reading: Reading, run: list[re.Match[str]]) -> Iterator[Mark]:
    shop = sum(bool(_SHOP.search(button["label"])) for button in run)
    job = any(_JOB.search(button["label"]) for button in run)
    if len(run) >= _LEAST and (shop >= _LEAST or (job and shop >= _LEAST - 1)):
        yield reading.mark("A12_cart", run[0].start(), run[-1].end(), _HIRING if job else _PLAIN)
