"""Words that are read whole in letters of another script: by how these look, or by how a 4 sounds."""

import re
from collections.abc import Iterable

from classifiers.guessing import Read
from classifiers.morphology import has_no_kazakh_letter
from classifiers.pieces import bare
from classifiers.scripts import (
    CYRILLIC,
    LATIN,
    TO_CYRILLIC,
    TO_KAZAKH,
    TO_LATIN,
    TWINS,
    TWINS_CYRILLIC,
    Script,
    majority_script,
    script_of,
)
from classifiers.transliteration import cyrillic_from_latin
from classifiers.vocabulary import Vocabulary

_NEAR = 1.0
_LATIN_WITH_FOUR = re.compile(r"\W*((?=\w{3})[a-z]*4[a-z4]*)\W*")
_MIXED_WORD = re.compile(
    rf"\W*((?=[^\W\d_]*?(?:[{LATIN}][{CYRILLIC}]|[{CYRILLIC}][{LATIN}]))[{LATIN}{CYRILLIC}]+)\W*"
)
_TABLES = {Script.CYRILLIC: (TO_KAZAKH, TO_CYRILLIC), Script.LATIN: (TO_LATIN,)}
_TWINS = {
    script: re.compile(rf"\W*([{''.join(sorted(twins))}]{{1,}})\W*")
    for script, twins in ((Script.CYRILLIC, TWINS), (Script.LATIN, TWINS_CYRILLIC))
}
"""By the script around: words of the other that have no letter of their own."""


def is_twin(piece: str, around: Script) -> bool:
    """Whether a word of the other script looks the same in that of the text."""
    return bool(_TWINS[around].fullmatch(piece))


class Respeller:
    """Spells words as a vocabulary knows them."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def twins(self, pieces: Iterable[str], around: Script) -> dict[str, Read]:
        """Words that look the same in the text's script; those known in their own if they are words there."""
        words = [word for piece in pieces if (word := _TWINS[around].fullmatch(piece))]
        reads = {word[0]: Read(self._twin(word[1], around), *word.span(1), _NEAR) for word in words}
        return {
            piece: read
            for piece, read in reads.items()
            if self._vocabulary.knows(read.word) or not self._vocabulary.is_listed(bare(piece))
        }

    def unmixed(self, piece: str, around: Script) -> Read | None:
        """A word of two scripts in letters of one: as the vocabulary knows it, or as it looks in those of the
        text; None where not all of them look so."""
        word = _MIXED_WORD.fullmatch(piece)
        if word is None:
            return None
        spelled = {script: self._twin(word[1], script) for script in (around, *_TABLES)}
        known = next(filter(self._vocabulary.knows, spelled.values()), None)
        if known is None and majority_script(word[1], around) is around and _is_in(around, spelled[around]):
            known = spelled[around]
        return Read(known, *word.span(1), _NEAR) if known else None

    def spoken(self, piece: str) -> Read | None:
        """A Russian word in Latin letters whose ч is a 4."""
        found = _LATIN_WITH_FOUR.fullmatch(piece)
        if found is None:
            return None
        word = cyrillic_from_latin(found[1].replace("4", "ch"), kazakh=False)
        return Read(word, *found.span(1), _NEAR) if self._vocabulary.knows(word) else None

    def _twin(self, word: str, script: Script) -> str:
        """A word in letters of one script, as the vocabulary knows it if it does."""
        spelled = [word.translate(table) for table in _TABLES[script]]
        known = filter(self._vocabulary.knows, spelled)
        return next(known, spelled[-1] if has_no_kazakh_letter(word) else spelled[0])


def _is_in(script: Script, word: str) -> bool:
    return all(script_of(char) is script for char in word)
