"""Why: the contributions of a linear model, handed to the quotes that earned them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from classifiers.evidence import Evidence
from classifiers.features import Feature, owner_of
from classifiers.kinds import KINDS
from classifiers.reading import Mark
from classifiers.signal import Signal

MAX_QUOTES = 6
"""Distinct quotes shown of a kind."""
MIN_WEIGHT = 0.001
"""Of a quote that is shown: a card's number hardly moves the score, and is to be seen all the same."""


def shares_of(
    contributions: Sequence[float], features: Sequence[Feature], evidence: Evidence
) -> dict[str, float]:
    """Log-odds by owner (family or counter group). Their sum, the intercept and the wording make the log-
    odds of the track; a feature of several owners is shared equally by those that are there."""
    shares: dict[str, float] = defaultdict(float)
    there = {family.value for family in evidence.families} | set(evidence.counter)
    for feature, contribution in zip(features, contributions, strict=False):
        if not contribution:
            continue
        owners = [owner for owner in feature.owners if owner in there]
        for owner in owners:
            shares[owner] += contribution / len(owners)
    return shares


def signals_of(marks: Sequence[Mark], text: str, shares: Mapping[str, float]) -> tuple[Signal, ...]:
    """The marks as signals with exact quotes. An owner's log-odds are shared by its distinct quotes, by
    strength."""
    shown = list(_shown(marks, text))
    totals: dict[str, float] = defaultdict(float)
    for mark in shown:
        totals[owner_of(mark.kind)] += mark.strength
    signals = []
    for mark in shown:
        owner = owner_of(mark.kind)
        weight = shares.get(owner, 0.0) * mark.strength / totals[owner] if totals[owner] else 0.0
        if abs(weight) >= MIN_WEIGHT:
            signals.append(
                Signal(
                    family=KINDS[mark.kind].family,
                    kind=mark.kind,
                    quote=text[mark.start : mark.end],
                    start=mark.start,
                    end=mark.end,
                    weight=round(weight, 4),
                )
            )
    return tuple(signals)


def _shown(marks: Sequence[Mark], text: str) -> list[Mark]:
    seen: dict[str, set[str]] = defaultdict(set)
    shown: dict[tuple[str, int, int], Mark] = {}
    for mark in sorted(marks, key=lambda mark: -(mark.end - mark.start)):
        quote = text[mark.start : mark.end].lower()
        if quote in seen[mark.kind] or len(seen[mark.kind]) >= MAX_QUOTES:
            continue
        seen[mark.kind].add(quote)
        shown[mark.kind, mark.start, mark.end] = mark
    return sorted(shown.values(), key=lambda mark: (mark.start, mark.end, mark.kind))
