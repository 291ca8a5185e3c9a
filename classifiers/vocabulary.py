"""The words that a disguise may hide: a lexicon's and those of our own texts, in three languages, and those
of the Russian dictionary."""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable
from functools import cached_property
from typing import NamedTuple

from classifiers.dictionary import Branch, branch_after, is_russian_word
from classifiers.morphology import MIN_KAZAKH_STEM
from classifiers.scripts import Script

MAX_TAIL = 16
"""Letters that may follow a stem."""
_INFLECTED, _UNLISTED = 0.2, 0.6
"""What stems with any endings, and words of the dictionary alone, must cost less to be preferred."""


class Path(NamedTuple):
    """A beginning of words: whether the lexicon has such, and where it is in the dictionary."""

    listed: bool
    branch: Branch


class Vocabulary:
    """Tells words, and what may begin one. `forms` are whole words, `stems` take endings; `is_listed` says
    whether a word is a form of either; `common` are further words. Without any, the Russian dictionary alone
    decides."""

    def __init__(
        self,
        forms: Iterable[str] = (),
        stems: Iterable[str] = (),
        is_listed: Callable[[str], bool] = frozenset[str]().__contains__,
        common: Collection[str] = (),
    ) -> None:
        self.is_listed = is_listed
        self._stems = frozenset(stem for stem in stems if len(stem) >= MIN_KAZAKH_STEM)
        self._common = common
        self._forms = frozenset(forms)

    @cached_property
    def _words(self) -> list[str]:
        return sorted({*self._forms, *self._stems, *self._common})

    def start(self, script: Script) -> Path:
        """The path of no letters yet."""
        return Path(True, branch_after((), "") if script is Script.CYRILLIC else ())

    def follow(self, path: Path, before: str, letters: str) -> Path | None:
        """The path of `before` and `letters`, or None where no word begins so."""
        listed = path.listed and self._begins(before + letters)
        branch = branch_after(path.branch, letters) if path.branch else ()
        return Path(listed, branch) if listed or branch else None

    def knows(self, word: str) -> bool:
        """Whether it is a word of either kind."""
        return is_russian_word(word) or self.is_listed(word) or word in self._common

    def rarity(self, word: str) -> float | None:
        """How much less likely a word is than one that the lexicon has as it stands; None for no word."""
        if word in self._forms or word in self._common:
            return 0.0
        return _INFLECTED if self.is_listed(word) else _UNLISTED if is_russian_word(word) else None

    def _begins(self, beginning: str) -> bool:
        at = bisect_left(self._words, beginning)
        if at < len(self._words) and self._words[at].startswith(beginning):
            return bool(beginning)
        sizes = range(max(MIN_KAZAKH_STEM, len(beginning) - MAX_TAIL), len(beginning))
        return any(beginning[:size] in self._stems for size in sizes)
