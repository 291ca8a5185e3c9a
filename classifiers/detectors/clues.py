"""What a text must have before a detector can find a thing in it: a cheap look before a full reading."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

Clues = Mapping[str, tuple["Clue", ...]]
"""For each kind of a detector what must be there, all of it. Asking too little costs time, asking too much
hides signs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clue:
    """Any of these is enough. `kinds`: a term of the lexicons of such a kind; `stems`: the first four letters
    of a word, as in `Reading.stems`; `parts`: a part of the folded text; `word`: matches a word (letters and
    digits) from its beginning; `text`: found in the folded text; `glimpse`, if given: found wherever `text`
    is, and sooner; `link`: found in a link of the document, in small letters; `hidden`: a word in disguise.
    """

    kinds: frozenset[str] = frozenset()
    stems: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    word: re.Pattern[str] | None = None
    text: re.Pattern[str] | None = None
    glimpse: re.Pattern[str] | None = None
    link: re.Pattern[str] | None = None
    hidden: bool = False


def parts(*found: str) -> Clue:
    """One of these parts."""
    return Clue(parts=frozenset(found))


WITH_DIGIT = Clue(word=re.compile(r"\D*\d"))
HOST = Clue(text=re.compile(r"[a-z0-9-]\.[a-z0-9-]|://"))
NAMED_SUBSTANCE = Clue(kinds=frozenset({"C1_formal_name", "C2_slang"}))
HIDDEN = Clue(hidden=True)
