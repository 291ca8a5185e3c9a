"""A sign in a text, with the words that show it."""

from dataclasses import asdict, dataclass
from enum import StrEnum


class Family(StrEnum):
    """The families of signals, A to M (docs/signals.md). L speaks against."""

    COMMERCE = "A"
    DEAD_DROP = "B"
    SUBSTANCE = "C"
    PAYMENT = "D"
    CONTACT = "E"
    RECRUITMENT = "F"
    RESILIENCE = "G"
    VISUAL = "H"
    OFFLINE = "I"
    GRAPH = "J"
    EVASION = "K"
    COUNTER = "L"
    WORDING = "M"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One sign. `kind` is the detector's stable name within the family (`A1_catalog_price`). `quote` is
    `text[start:end]` of the document, in its original characters; offsets are code points. `weight` is
    above zero for a sign of sale or recruitment and below zero for one against it."""

    family: Family
    kind: str
    quote: str
    start: int
    end: int
    weight: float

    def record(self) -> dict[str, str | int | float]:
        """As a JSON object."""
        return {**asdict(self), "family": self.family.value}
