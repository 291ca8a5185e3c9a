"""Terms that mean what they say: no longer one around them says otherwise."""

from collections.abc import Iterable, Iterator

from classifiers.kinds import KINDS
from classifiers.lexicon import TermMatch
from classifiers.signal import Family


def standing(matches: Iterable[TermMatch]) -> Iterator[TermMatch]:
    """The matches that no longer match explains away. `matches` come ordered by start, longest first."""
    cover: list[TermMatch] = []
    for match in matches:
        cover = [other for other in cover if other.end > match.start][-12:]
        if not any(_explains(other, match) for other in cover):
            yield match
        cover.append(match)


def _explains(longer: TermMatch, match: TermMatch) -> bool:
    inside = longer.start <= match.start and match.end <= longer.end
    wider = longer.end - longer.start > match.end - match.start
    if not (inside and wider):
        return False
    first, second = KINDS[longer.term.kind].family, KINDS[match.term.kind].family
    return first is second or Family.COUNTER in (first, second)
