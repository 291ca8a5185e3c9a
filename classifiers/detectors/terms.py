"""Terms of the lexicons."""

import re
from collections.abc import Iterator
from typing import ClassVar

from classifiers.detectors.clues import Clue, Clues
from classifiers.kinds import KINDS
from classifiers.reading import Mark, Reading

_ASKED = frozenset({"F3_deposit"})
_REFUSED = re.compile(r"(?<!\w)(?:no|not|never|nor|не|нет|никаких|ешқандай)\W{1,3}(?:\w{1,12}\W{1,2})?$")
"""What an employer says that he does not ask for."""


class Terms:
    """A mark for each term, unless a longer term of the other side or of the same family says what it means
    ("закладка фундамента" is no "закладка")."""

    kinds = frozenset(KINDS)
    clues: ClassVar[Clues] = {kind: (Clue(kinds=frozenset({kind})),) for kind in KINDS}

    def detect(self, reading: Reading) -> Iterator[Mark]:
        """Marks for the terms that stand."""
        for match in reading.standing:
            if match.term.kind in _ASKED and _REFUSED.search(
                reading.text, max(0, match.start - 24), match.start
            ):
                continue
            yield reading.mark(match.term.kind, match.start, match.end, match.term.strength)
