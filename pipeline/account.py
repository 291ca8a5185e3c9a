"""A run's account: what was asked for and what became of it."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from pipeline.travelled import Stored, Travelled


@dataclass(slots=True)
class Account:
    """Counts of one run. `failed` is by cause (`crawler.visit.FailureCause`); `refused` are the
    connections that the egress guard stopped."""

    requested: int = 0
    pages: int = 0
    unchanged: int = 0
    images: int = 0
    symbols: int = 0
    findings: int = 0
    refused: int = 0
    failed: Counter[str] = field(default_factory=Counter)

    def count(self, travelled: Travelled, stored: Stored) -> None:
        if travelled.score is not None:
            self.pages += stored.fresh
            self.unchanged += not stored.fresh
        self.images += len(travelled.looked_at)
        self.symbols += sum(len(looked.picture.reading.symbols) for looked in travelled.looked_at)
        self.findings += stored.finding_id is not None and stored.fresh

    def as_dict(self) -> dict[str, Any]:
        return {
            "requested": self.requested,
            "pages": self.pages,
            "unchanged": self.unchanged,
            "images": self.images,
            "symbols": self.symbols,
            "findings": self.findings,
            "refused": self.refused,
            "failed": dict(sorted(self.failed.items())),
        }
