"""The formats that blocklists leave in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from exports.standing import FOUR_EYES
from exports.text import instant, visible


@dataclass(frozen=True, slots=True, kw_only=True)
class BlocklistContext:
    """`serial` grows with every list (seconds since 1970 will do until 2106); `now` is aware; `people` is how
    many must have confirmed a shop before its names are listed."""

    now: datetime
    serial: int
    source: str = "Mergen"
    people: int = FOUR_EYES

    def header(self, domains: Sequence[str]) -> tuple[str, ...]:
        """What stands on top of every list, without comment marks."""
        return (
            f"Source: {visible(self.source)}. Drug shops that people confirmed.",
            f"Serial: {self.serial}",
            f"Created: {instant(self.now)}",
            f"Domains: {len(domains)}",
            "A name that is missing from a newer list is no longer to be blocked.",
        )


class BlocklistFormat(Protocol):
    """Writes names that `blocked_domains` gave as text. Same names and context: same text."""

    @property
    def name(self) -> str: ...

    def render(self, domains: Sequence[str], context: BlocklistContext) -> str: ...
