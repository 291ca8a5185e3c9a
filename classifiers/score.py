"""What a document was given, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from classifiers.document import Document
from classifiers.signal import Signal


class Label(StrEnum):
    """The verdict of a scorer. UNSURE is an honest answer: a person looks first."""

    SALE = "sale"
    RECRUITMENT = "recruitment"
    UNSURE = "unsure"
    BENIGN = "benign"


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A document's score. `sale` and `recruitment` are calibrated probabilities, 0 to 1; `value` is
    their maximum. `language` is `kk`, `ru`, `en` or `und`. `scorer` names the scorer, its version and
    the hashes of its model and lexicons, so that the same name gives the same score. `substances` and
    `places` are what a text that is not benign names, the most frequent first; a benign one has none."""

    value: float
    sale: float
    recruitment: float
    label: Label
    language: str
    signals: tuple[Signal, ...]
    scorer: str
    substances: tuple[str, ...] = ()
    places: tuple[str, ...] = ()

    @property
    def relevance(self) -> float:
        """How much the document is what is sought, 0 to 1. The small values of benign ones tell nothing."""
        return 0.0 if self.label is Label.BENIGN else self.value


class Scorer(Protocol):
    """Scores documents in batches; gives one score a document, in order."""

    @property
    def name(self) -> str: ...

    def score(self, documents: Sequence[Document]) -> list[Score]: ...
