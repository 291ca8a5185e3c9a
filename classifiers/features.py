"""Numbers for the two tracks, and which family each of them speaks for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifiers.evidence import COUNTER_GROUPS, CRIME, FIRM, GOODS, HELP, REPORT, TALK, Evidence
from classifiers.rules import odd_offer_kinds
from classifiers.signal import Family
from classifiers.wording import held

A, B, C, D, E = Family.COMMERCE, Family.DEAD_DROP, Family.SUBSTANCE, Family.PAYMENT, Family.CONTACT
COUNTERS = (REPORT, HELP, GOODS, FIRM, TALK)
SALE_COUNTERS = (*COUNTERS, CRIME)
"""A job of the trade names no substance: papers that its advert asks for would speak against it in full."""
F, G, H, K = Family.RECRUITMENT, Family.RESILIENCE, Family.VISUAL, Family.EVASION
PASTED = {REPORT: 1.0, HELP: 0.5, GOODS: 0.2, FIRM: 0.5, TALK: 1.0, CRIME: 0.5}
"""What a plain offer loses at the most by a unit of counter-evidence beside it, over what any text loses: who
pastes words of goods around an offer is to be found, whatever the training texts say."""
SEEN = 0.15
"""The least weight of a family: what speaks is to be seen among the reasons, also where harmless texts have
it as often as offers."""
THERE = 0.5
NEEDED = {B: 0.6, C: 0.4, E: 0.4}
"""From this strength a family is wholly there, as one plain sign of it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One number of a track. `sign`: +1 may only raise the probability, -1 only lower it. `prior` is the
    weight that the domain's experts would give; training starts there. `owners`: the families (or counter
    groups) to whose quotes its contribution is credited. `most`: how far its weight may be from zero,
    `least`: how far a positive one must be."""

    name: str
    sign: int
    prior: float
    owners: tuple[str, ...]
    value: Callable[[Evidence], float]
    most: float | None = None
    least: float = 0.0

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """Between which its weight is held."""
        return (self.least, self.most) if self.sign > 0 else (-self.most if self.most else None, 0.0)


def _family(family: Family, prior: float, least: float = SEEN) -> Feature:
    return Feature(
        name=family.value,
        sign=1,
        prior=prior,
        owners=(family.value,),
        value=lambda e: e.family(family),
        least=least,
    )


def _structure(family: Family, prior: float) -> Feature:
    return Feature(
        name=f"{family.value}!",
        sign=1,
        prior=prior,
        owners=(family.value,),
        value=lambda e: e.structure(family),
    )


def _pair(first: Family, second: Family, prior: float) -> Feature:
    return Feature(
        name=f"{first.value}&{second.value}",
        sign=1,
        prior=prior,
        owners=(first.value, second.value),
        value=lambda e: min(e.family(first), e.family(second)),
    )


def _counter(group: str, prior: float) -> Feature:
    """Counter-evidence where no offer stands plainly."""
    return Feature(
        name=group,
        sign=-1,
        prior=prior,
        owners=(group,),
        value=lambda e: e.counter.get(group, 0.0) * (1.0 - e.plain),
    )


def _counter_to_offer(group: str, prior: float) -> Feature:
    """Counter-evidence beside a plain offer: a seller can paste it, so it has a weight of its own."""
    return Feature(
        name=f"{group}|offer",
        sign=-1,
        prior=prior,
        owners=(group,),
        value=lambda e: e.counter.get(group, 0.0) * e.plain,
        most=PASTED[group],
    )


def _counter_there(group: str) -> Feature:
    """Counter-evidence up to a plain word of it, beside no plain offer: one says more than a third one."""
    return Feature(
        name=f"{group}!",
        sign=-1,
        prior=0.0,
        owners=(group,),
        value=lambda e: min(1.0, e.counter.get(group, 0.0) / THERE) * (1.0 - e.plain),
    )


def _counter_without(group: str, family: Family) -> Feature:
    """Counter-evidence where a family is missing that an offer can hardly do without, and none is plain."""
    needed = NEEDED[family]
    return Feature(
        name=f"{group}-{family.value}",
        sign=-1,
        prior=0.0,
        owners=(group,),
        value=lambda e: (
            e.counter.get(group, 0.0) * max(0.0, 1.0 - e.family(family) / needed) * (1.0 - e.plain)
        ),
    )


def _kind(kind: str, prior: float) -> Feature:
    owner = kind[0]
    return Feature(name=kind, sign=1, prior=prior, owners=(owner,), value=lambda e: e.kinds.get(kind, 0.0))


def _kinds_together(first: str, second: str, prior: float) -> Feature:
    return Feature(
        name=f"{first}&{second}",
        sign=1,
        prior=prior,
        owners=(first[0], second[0]),
        value=lambda e: min(e.kinds.get(first, 0.0), e.kinds.get(second, 0.0)),
    )


def _breadth(evidence: Evidence) -> float:
    return float(max(0, len(evidence.present() - {Family.WORDING}) - 2))


def _wording(evidence: Evidence) -> float:
    """Harmless words pasted around a plain offer take nothing away."""
    logit = held(evidence.wording, telling=Family.WORDING in evidence.families)
    return logit if logit > 0.0 else logit * (1.0 - evidence.plain)


def _nobody_to_write_to(evidence: Evidence) -> float:
    """A report about the trade names prices and hiding places, but nobody to order from."""
    return 0.0 if evidence.reached else evidence.counter.get(REPORT, 0.0)


def _hidden_shop(evidence: Evidence) -> float:
    """A cart, prices in coins or a storefront at a hidden service."""
    hidden = max(evidence.kinds.get("E4_onion_address", 0.0), evidence.kinds.get("D7_coin_price", 0.0))
    return min(hidden, evidence.family(A))


def _reserve_of_a_shop(evidence: Evidence) -> float:
    """Newspapers and games have reserve channels too; beside a hiding place or a substance it is a shop's."""
    return min(evidence.kinds.get("E5_reserve", 0.0), max(evidence.family(B), evidence.family(C)))


_WORDING = Feature(name="wording", sign=1, prior=1.0, owners=("M",), value=_wording, least=1.0)
"""Counts in full: from grammars left out it can hardly be seen what it is worth in texts by other hands."""
_UNREACHABLE = Feature(name="nobody", sign=-1, prior=-0.7, owners=(REPORT,), value=_nobody_to_write_to)

SALE_FEATURES: tuple[Feature, ...] = (
    _family(A, 1.0),
    _structure(A, 1.2),
    _family(B, 1.5),
    _structure(B, 1.2),
    _family(C, 1.0),
    _family(D, 0.8),
    _family(E, 0.6),
    _structure(E, 0.6),
    _family(G, 1.2),
    _family(H, 0.5),
    _family(K, 0.4),
    _family(F, 0.2),
    _kind("B8_not_found", 1.0),
    _kind("E7_market_entry", 1.5),
    _kind("G7_market_promotion", 1.0),
    _kind("C7_assortment", 0.7),
    _kind("C9_bare_list", 1.5),
    _kind("B9_place_told", 1.0),
    _kind("B11_bare_stash", 2.2),
    _kind("A10_substance_offer", 0.5),
    _kind("C8_unprescribed", 0.5),
    _kinds_together("C7_assortment", "E8_call_with_address", 1.5),
    _kinds_together("E7_market_entry", "G6_darknet_market", 1.5),
    Feature(name="hidden_shop", sign=1, prior=1.0, owners=("A", "D", "E"), value=_hidden_shop),
    _pair(A, B, 1.5),
    _pair(A, C, 1.5),
    _pair(B, D, 1.0),
    _pair(C, E, 0.8),
    _pair(C, D, 0.8),
    _pair(B, E, 0.8),
    _pair(B, C, 1.0),
    _pair(A, G, 1.0),
    _pair(B, G, 1.0),
    Feature(name="reserve", sign=1, prior=1.0, owners=("B", "C", "E"), value=_reserve_of_a_shop),
    Feature(name="breadth", sign=1, prior=0.5, owners=("A", "B", "C", "D", "E", "G"), value=_breadth),
    *(_counter(group, -0.9) for group in SALE_COUNTERS),
    *(_counter_to_offer(group, -0.4) for group in SALE_COUNTERS),
    _UNREACHABLE,
    *(
        _kind(kind, 0.0)
        for kind in (
            *("A1_catalog_price", "A13_stock_by_place", "D5_exact_amount", "D7_coin_price"),
            *("E3_private_messenger", "E4_onion_address", "E8_call_with_address"),
        )
    ),
    *(_counter_without(group, B) for group in (HELP, GOODS, FIRM, TALK)),
    *(_counter_without(group, C) for group in (GOODS, FIRM)),
    *(_counter_without(group, E) for group in (HELP, GOODS, FIRM)),
    *(_counter_there(group) for group in (GOODS, FIRM, TALK, CRIME)),
    _WORDING,
)
"""Shapes have weights of their own, words have not: in the training texts a word's company is what its author
thought of. Features that training gave nothing in both tracks are left out."""
SALE_BIAS = -5.0

RECRUITMENT_FEATURES: tuple[Feature, ...] = (
    _family(F, 1.5),
    _kind("F1_drug_role", 3.0),
    _kind("F7_hiding_duty", 2.5),
    _kind("F2_pay", 1.2),
    _kind("F4_anonymity", 1.0),
    _kind("F8_bare_job", 1.5),
    Feature(name="odd", sign=1, prior=0.7, owners=("F",), value=lambda e: float(odd_offer_kinds(e))),
    _family(B, 0.8),
    _family(E, 0.5),
    _structure(E, 0.6),
    _family(K, 0.3),
    _family(A, 0.1),
    _family(C, 0.4),
    _family(D, 0.2),
    _family(G, 0.2),
    _pair(F, E, 1.0),
    *(_counter(group, -0.9) for group in COUNTERS),
    *(_counter_to_offer(group, -0.4) for group in COUNTERS),
    _UNREACHABLE,
    _kind("E1_telegram", 0.0),
    *(_counter_without(group, E) for group in (REPORT, HELP, FIRM)),
    *(_counter_there(group) for group in (REPORT, HELP, TALK)),
    _WORDING,
)
RECRUITMENT_BIAS = -5.5


def matrix(evidence: Sequence[Evidence], features: Sequence[Feature]) -> NDArray[np.float64]:
    """One row a document, one column a feature."""
    rows = [[feature.value(one) for feature in features] for one in evidence]
    return np.asarray(rows, dtype=np.float64).reshape(len(evidence), len(features))


def owner_of(kind: str) -> str:
    """Who a kind's quotes are credited to: its family, or its counter group."""
    return COUNTER_GROUPS.get(kind, kind[0])
