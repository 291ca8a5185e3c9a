"""What changed between two captures of a page, line by line."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

MOST_LINES = 400
LONGEST_LINE = 300
MOST_CHANGES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Lines that came and lines that went, in their order; `more` counts those that are not listed."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    more: int

    @property
    def nothing(self) -> bool:
        return not (self.added or self.removed)


def difference(old: str, new: str) -> Difference:
    """The difference between two texts, of which the first 400 lines are compared: the cost stays small
    whatever a page holds."""
    before, after = _lines(old), _lines(new)
    added: list[str] = []
    removed: list[str] = []
    for kind, i, j, m, n in SequenceMatcher(None, before, after, autojunk=True).get_opcodes():
        if kind != "equal":
            removed += before[i:j]
            added += after[m:n]
    more = max(0, len(added) - MOST_CHANGES) + max(0, len(removed) - MOST_CHANGES)
    return Difference(added=tuple(added[:MOST_CHANGES]), removed=tuple(removed[:MOST_CHANGES]), more=more)


def _lines(text: str) -> Sequence[str]:
    lines = (" ".join(line.split())[:LONGEST_LINE] for line in text.splitlines()[: 4 * MOST_LINES])
    return [line for line in lines if line][:MOST_LINES]
