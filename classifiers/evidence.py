"""What a document's marks amount to: each family once, with its strength."""

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from classifiers.kinds import KINDS
from classifiers.reading import Mark
from classifiers.signal import Family

WINDOW = 1500
HIRING_WINDOW = 1000
"""Characters. Signs of one offer stand near each other; in a longer text those outside the best window
count half."""
BEFORE = 600
"""Characters before the window in which counter-evidence still stands by the offer: a headline."""
OUTSIDE = 0.5
FAR = 10_000
"""Characters: in texts longer than this, signs outside the window count ever less, so that a channel of a
thousand harmless posts does not gather what an offer has."""
EXTRA_KIND = 0.15
MAX_STRENGTH = 1.3
PRESENT = 0.3
"""A family counts as present from this strength."""

REPORT, HELP, GOODS, FIRM, TALK, CRIME = "report", "help", "goods", "firm", "talk", "crime"
COUNTER_GROUPS: Mapping[str, str] = {
    "L1_news": REPORT,
    "L2_law": REPORT,
    "L6_research": REPORT,
    "L7_police": REPORT,
    "L16_complaint": TALK,
    "L17_forum": TALK,
    "L3_medical": HELP,
    "L4_rehab": HELP,
    "L5_harm_reduction": HELP,
    "L8_games": GOODS,
    "L9_garden": GOODS,
    "L10_construction": GOODS,
    "L13_treasure": GOODS,
    "L14_browser": GOODS,
    "L15_household": GOODS,
    "L11_finance": FIRM,
    "L12_employer": FIRM,
    "L18_contraband": CRIME,
}
MAX_COUNTER = 3.0
UNLAWFUL_PHARMACY = 0.25
"""What is left of a pharmacy's words where medicine is offered without a prescription."""
EXPLAINED, DOUBTFUL = 0.5, 0.35
"""Names of many meanings, weaker than DOUBTFUL, name no substance beside words of a game or a garden: salt,
speed and crystals are what they are there."""
OFFERED_FREELY = 0.25
"""A lawful pharmacy has medicines that need none, too; it does not offer them in every line."""
_PLAIN_OFFER = {
    "A1_catalog_price": 0.85,
    "A10_substance_offer": 0.6,
    "A11_menu": 0.5,
    "B2_stash_type": 0.7,
    "B3_coordinates_after_payment": 0.6,
    "B9_place_told": 0.7,
    "B11_bare_stash": 0.7,
    "C7_assortment": 0.6,
    "C9_bare_list": 0.7,
    "E7_market_entry": 0.7,
    "F1_drug_role": 0.7,
    "F7_hiding_duty": 0.7,
    "F8_bare_job": 0.7,
}
"""Kinds that from this strength have hardly an innocent meaning of their own."""
_PLACES = frozenset(kind for kind in _PLAIN_OFFER if kind[0] == Family.DEAD_DROP.value)
"""Where other goods are named and no substance, they are what lies hidden: a quest's gifts, forged papers."""
REACHED_FROM = 0.2
"""Of less strength a contact may be a word that only sounds like one."""
REACHED = frozenset(
    {
        "A12_cart",
        "D1_wallet",
        "D6_receipt",
        "E1_telegram",
        "E2_bot",
        "E3_private_messenger",
        "E4_onion_address",
        "E7_market_entry",
        "E8_call_with_address",
        "G7_market_promotion",
    }
)
"""Ways by which a reader gets to the seller."""
_HIRING = frozenset({Family.RECRUITMENT.value, Family.CONTACT.value})
HOMONYMS = (Family.DEAD_DROP, Family.SUBSTANCE, Family.RECRUITMENT)
"""What gardens, games and buildings can explain: words of two meanings. In the order in which their strengths
are added up, on which a score's last digit depends."""
OTHER_GOODS = 0.5
"""What is left of such words where there is none to explain: they still tell what else is sold. Beside the
way into a market or a hidden service they tell nothing."""
_MARKET = frozenset(
    {
        "D7_coin_price",
        "E4_hidden_service",
        "E4_onion_address",
        "E7_market_entry",
        "G6_darknet_market",
        "G7_market_promotion",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """`kinds`: the strength of each kind found (counted once); `families`: of each family, the strongest
    kind plus a little for each further one; `counter`: the weight against, by group of page types, per
    length of text; `reached`: whether a reader can get to whoever writes; `plain`: how plain an offer stands
    here, 0 to 1, halved when there is nobody to order from; `window`: the part of the text, code points,
    where the signs stand together (all of a short one); `wording`: the log-odds of the words there."""

    kinds: Mapping[str, float]
    families: Mapping[Family, float]
    counter: Mapping[str, float]
    reached: bool
    plain: float
    window: tuple[int, int]
    wording: float = 0.0

    def family(self, family: Family) -> float:
        """The family's strength, 0 if absent."""
        return self.families.get(family, 0.0)

    def structure(self, family: Family, but: Collection[str] = ()) -> float:
        """The strength of the family's structural kinds alone, `but` those."""
        found = (
            value for kind, value in self.kinds.items() if _is_structure(kind, family) and kind not in but
        )
        return max(found, default=0.0)

    def strongest(self, family: Family) -> float:
        """The strength of the family's strongest kind: many weak words of one family do not add up here."""
        return max((value for kind, value in self.kinds.items() if KINDS[kind].family is family), default=0.0)

    def present(self) -> frozenset[Family]:
        """Families that speak for sale or recruitment and are strong enough to count."""
        return frozenset(family for family, value in self.families.items() if value >= PRESENT)


def _is_structure(kind: str, family: Family) -> bool:
    return KINDS[kind].family is family and KINDS[kind].structural


def weigh(marks: Sequence[Mark], text: str) -> Evidence:
    """What the marks (ordered by start) of `text`, the original, say about a sale."""
    signs = [mark for mark in marks if mark.kind[0] != Family.COUNTER.value]
    return _weigh(marks, text, _best_window(signs, len(text), WINDOW))


def weigh_hiring(marks: Sequence[Mark], text: str, sale: Evidence) -> Evidence:
    """What they say about recruitment: a job offer is one post, so its signs stand closer. `sale` is what
    they say about a sale, and is given back where there is no difference."""
    signs = [mark for mark in marks if mark.kind[0] in _HIRING]
    window = _best_window(signs, len(text), HIRING_WINDOW)
    hired = any(mark.kind[0] == Family.RECRUITMENT.value for mark in signs)
    return _weigh(marks, text, window) if hired and window != sale.window else sale


def _weigh(marks: Sequence[Mark], text: str, window: tuple[int, int]) -> Evidence:
    outside = OUTSIDE * min(1.0, FAR / max(1, len(text)))
    kinds = _strengths(marks, *window, outside)
    counter = _counter(marks, text, window, outside)
    unnamed = 1.0 - min(1.0, _most_named(marks) / DOUBTFUL)
    others = unnamed * max(counter.get(GOODS, 0.0), counter.get(CRIME, 0.0)) >= EXPLAINED
    if counter.get(GOODS, 0.0) >= EXPLAINED and kinds.get("C2_slang", 0.0) < DOUBTFUL:
        kinds.pop("C2_slang", None)
    families: dict[Family, float] = defaultdict(float)
    for kind, strength in sorted(kinds.items(), key=lambda item: -item[1]):
        family = KINDS[kind].family
        if family is not Family.COUNTER:
            extra = min(EXTRA_KIND, strength / 2) if family in families else strength
            families[family] = min(MAX_STRENGTH, families[family] + extra)
    counter = _left(counter, kinds, families, unnamed)
    reached = any(kinds.get(kind, 0.0) >= REACHED_FROM for kind in REACHED)
    return Evidence(
        kinds=kinds,
        families=dict(families),
        counter=counter,
        reached=reached,
        plain=_plainness(kinds, _PLACES if others else frozenset()) * (1.0 if reached else 0.5),
        window=window,
    )


def _left(
    counter: Mapping[str, float],
    kinds: Mapping[str, float],
    families: Mapping[Family, float],
    unnamed: float,
) -> dict[str, float]:
    """What is left of counter-evidence beside the signs found; `unnamed`: how far no substance is named."""
    left = dict(counter)
    if CRIME in left:  # who sells substances beside forged papers sells substances
        left[CRIME] *= unnamed
    if GOODS in left:
        explained = min(1.0, sum(families.get(family, 0.0) for family in HOMONYMS))
        left[GOODS] *= explained if not _MARKET.isdisjoint(kinds) else max(OTHER_GOODS, explained)
    if HELP in left and kinds.get("C8_unprescribed", 0.0) >= OFFERED_FREELY:
        left[HELP] *= UNLAWFUL_PHARMACY
    return left


def _most_named(marks: Iterable[Mark]) -> float:
    """How sure the surest name of a substance is, wherever in the text."""
    return max((mark.strength for mark in marks if KINDS[mark.kind].family is Family.SUBSTANCE), default=0.0)


def _plainness(kinds: Mapping[str, float], but: Collection[str]) -> float:
    found = (
        kinds[kind]
        for kind, least in _PLAIN_OFFER.items()
        if kind not in but and kinds.get(kind, 0.0) >= least
    )
    return min(1.0, max(found, default=0.0))


def _strengths(marks: Iterable[Mark], low: int, high: int, outside: float) -> dict[str, float]:
    kinds: dict[str, float] = defaultdict(float)
    for mark in marks:
        share = 1.0 if low <= mark.start < high else outside
        kinds[mark.kind] = max(kinds[mark.kind], mark.strength * share)
    return dict(kinds)


def _best_window(signs: Sequence[Mark], length: int, size: int) -> tuple[int, int]:
    if length <= size:
        return 0, length + 1
    starts = [mark.start for mark in signs]
    best, place = -1.0, 0
    step = max(1, len(signs) // 200)
    for first in range(0, len(signs), step):
        end = bisect_left(starts, starts[first] + size)
        total = _distinct_strength(signs[first:end][:400])
        if total > best:
            best, place = total, starts[first]
    return place, place + size


def _distinct_strength(marks: Iterable[Mark]) -> float:
    """Families once; of recruitment each kind, since it is one family."""
    strongest: dict[str, float] = defaultdict(float)
    for mark in marks:
        name = mark.kind if mark.kind[0] == Family.RECRUITMENT.value else mark.kind[0]
        strongest[name] = max(strongest[name], mark.strength)
    return sum(strongest.values())


def _counter(marks: Sequence[Mark], text: str, window: tuple[int, int], outside: float) -> dict[str, float]:
    """What speaks against stands by the offer, or, less, elsewhere: other posts of a channel say little."""
    whole = _against(marks, text, len(text))
    low, high = window[0] - BEFORE, window[1]
    if window[0] == 0 and high > len(text):
        return whole
    near = _against([mark for mark in marks if low <= mark.start < high], text, high - window[0])
    return {group: max(near.get(group, 0.0), total * outside) for group, total in whole.items()}


def _against(marks: Iterable[Mark], text: str, length: int) -> dict[str, float]:
    distinct: dict[tuple[str, str], float] = {}
    for mark in marks:
        if mark.kind in COUNTER_GROUPS:
            distinct[COUNTER_GROUPS[mark.kind], text[mark.start : mark.end].lower()[:12]] = mark.strength
    totals: dict[str, float] = defaultdict(float)
    for (group, _), strength in distinct.items():
        totals[group] += strength
    breadth = max(1.0, math.sqrt(length / 700))
    return {group: min(MAX_COUNTER, total / breadth) for group, total in totals.items()}
