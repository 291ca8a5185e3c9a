"""A substance offered by name (A10), several in a row (C7), and nothing but them (C9)."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import ClassVar

from classifiers.detectors.bareness import CONTACT, untold
from classifiers.detectors.clues import NAMED_SUBSTANCE, Clues
from classifiers.detectors.substances import SURE, substances
from classifiers.lexicon import TermMatch
from classifiers.reading import Mark, Reading

_REACH = 48
_BEFORE = re.compile(
    r"(?<!\w)(?:купить|куплю|заказать|закажи|продам|продаю|продаем|приобрести|где взять|buy|buying|"
    r"order|purchase|get|sell|"
    r"selling|wholesale|сатып ал\w{0,4}|сатамын|сатамыз|сатылады|"
    r"тапсырыс бер\w{0,6})\W{1,3}(?:\w{1,20}\W{1,4}){0,3}$"
)
_AFTER = re.compile(
    r"\W{1,3}(?:\w{1,20}\W{1,4}){0,3}?(?:купить|заказать|оптом|недорого|цена|по цене|прайс|(?<!нет )в "
    r"наличии|завезли|привезли|подвезли|(?:всегда|снова|опять) (?:свеж\w{1,2}|есть)|закладк(?:ой|а|и|"
    r"у)\b|for sale|online|near (?:you|me)|in stock|"
    r"сатып ал\w{0,4}|сатылады|сатамыз|бағасы|for bitcoin|for btc)"
)
_LIST_GAP = re.compile(
    r"[\s,;/|•·\-–—*+\d.:()🌿❄💊💎🍄🔥⚡🍫☘]{1,12}(?:(?:и|және|мен|and|or|или|pills?|online|ru|"
    r"shop)\s)?[\s🌿❄💊💎🍄🔥⚡🍫☘]{0,4}|\s?,\s?[^\W\d_]{2,16}\s?,\s?"
)
"""What stands between the names of a list; in a list with commas, one unknown name too."""
_LIST_LENGTH = 3
_SURE_AMONG = 2
"""Names of one meaning that a list needs; among them a name of many meanings counts too."""

_AND_SO_ON = re.compile(
    r"\W{1,3}(?:(?:и|және)\s)?(?:т\.?\s?[дп](?!\w)|др(?:уг\w{2,3})?(?!\w)|мног\w{2,3}\s|прочее|"
    r"тағы бас\w{2,4}|т\.\s?б(?!\w)|etc(?!\w)|and (?:so on|more|other))"
)
"""What ends a list that says what there is to be had: of its names one of one meaning is enough."""
_STOCKED = re.compile(
    r"(?<!\w)(?:бізде|бизде|менде|наличие|в наличии|прайс|позициялар\w{0,3}|позиции|ассортимент|"
    r"мәзір|мазир)\s?[:—–-]\s?$"
)
_FOOD = re.compile(
    r"соль|т[ұу]з|мука|ұн|сахар|гриб|саңырау|санырау|трав|ш[өо]п|мармелад|кокос|марк|кристал|таблет|[қк]ар$|тас"
)
"""Names that shops of food, of medicine and of pretty things have in their lists as well."""
_HALF_SURE = 0.25
_LEAD = 24
"""Characters before a list in which it is called a stock."""
_CALLED = 0.4

_BARE_LENGTH = 120
_BARE_NAMES = 2


class SubstanceOffers:
    """A10: to buy or order, beside a substance; what a report says in the past tense does not match."""

    kinds = frozenset({"A10_substance_offer"})
    clues: ClassVar[Clues] = {"A10_substance_offer": (NAMED_SUBSTANCE,)}

    def detect(self, reading: Reading) -> Iterator[Mark]:
        """A mark for each offer."""
        for match in substances(reading):
            before = _BEFORE.search(reading.text, max(0, match.start - _REACH), match.start)
            after = None if before else _AFTER.match(reading.text, match.end, match.end + _REACH)
            if before:
                yield reading.mark("A10_substance_offer", before.start(), match.end)
            elif after:
                yield reading.mark("A10_substance_offer", match.start, after.end())


class Assortment:
    """C7: three or more substances with nothing but separators between them. C2 and A7: names of
    several meanings that are goods, and that a seller calls his stock."""

    kinds = frozenset({"A7_stock", "C2_slang", "C7_assortment"})
    clues: ClassVar[Clues] = dict.fromkeys(kinds, (NAMED_SUBSTANCE,))

    def detect(self, reading: Reading) -> Iterator[Mark]:
        """A mark for each run."""
        run: list[TermMatch] = []
        for match in substances(reading, doubtful=True):
            if run and match.start < run[-1].end:
                continue
            if run and not _LIST_GAP.fullmatch(reading.text, run[-1].end, match.start):
                yield from _run(reading, run)
                run = []
            run.append(match)
        yield from _run(reading, run)


class BareLists:
    """C9: two or more substances and a contact, and hardly another word: what a wall or a sticker says."""

    kinds = frozenset({"C9_bare_list"})
    clues: ClassVar[Clues] = {"C9_bare_list": (NAMED_SUBSTANCE,)}

    def detect(self, reading: Reading) -> Iterator[Mark]:
        """A mark for the names, if the text is such a list."""
        text = reading.text
        if len(text) > _BARE_LENGTH or not (contact := CONTACT.search(text)):
            return
        names = [match for match in substances(reading, doubtful=True) if not _overlap(match, contact)]
        named = {text[match.start : match.end] for match in names}
        covered = sum(any(one.start <= word.start < one.end for one in names) for word in reading.tokens)
        sure = any(match.term.strength >= SURE for match in names)
        told = [contact.span(), *((match.start, match.end) for match in names)]
        formal = {text[one.start : one.end] for one in names if one.term.kind == "C1_formal_name"}
        sure = sure or len(formal) > 1  # a medicine's name may be a word of everyday, two of them are not
        several = len(named) if len(named) > 1 or not sure else covered
        others = untold(reading, told, here=sure)
        if several >= _BARE_NAMES + (not sure) and others <= (several + 1 if sure else 1):
            yield reading.mark("C9_bare_list", names[0].start, names[-1].end, None if sure else 0.45)


def _overlap(match: TermMatch, contact: re.Match[str]) -> bool:
    return match.start < contact.end() and contact.start() < match.end


def _run(reading: Reading, run: list[TermMatch]) -> Iterator[Mark]:
    sure = {reading.text[match.start : match.end] for match in run if match.term.strength >= SURE}
    if len(run) >= _LIST_LENGTH and len(sure) >= _SURE_AMONG - _is_open(reading, run):
        yield reading.mark("C7_assortment", run[0].start, run[-1].end)
    elif len(run) >= _LIST_LENGTH - 1:
        yield from _doubtful(reading, run)


def _is_open(reading: Reading, run: list[TermMatch]) -> bool:
    return bool(_AND_SO_ON.match(reading.text, run[-1].end))


def _doubtful(reading: Reading, run: list[TermMatch]) -> Iterator[Mark]:
    """Names of several meanings are goods where they are called a stock, or in a list with two that few
    shops have."""
    named = {reading.text[match.start : match.end]: match.term.strength for match in run}
    telling = [strength for name, strength in named.items() if not _FOOD.match(name)]
    called = _STOCKED.search(reading.text, max(0, run[0].start - _LEAD), run[0].start)
    if called and telling:
        yield reading.mark("A7_stock", called.start(), run[-1].end)
    listed = _listed(reading.text, run) >= _LIST_LENGTH
    if (called and telling) or (listed and sum(one >= _HALF_SURE for one in telling) >= _SURE_AMONG):
        yield reading.mark("C2_slang", run[0].start, run[-1].end, _CALLED)


def _listed(text: str, run: list[TermMatch]) -> int:
    """How many names a list has, with the unknown ones between commas."""
    gaps = (text[one.end : other.start] for one, other in pairwise(run))
    return len(run) + sum(any(map(str.isalpha, gap)) and "," in gap for gap in gaps)
