"""Everything that can go wrong in this room.

ClassifierError
├── LexiconError            a lexicon file is wrong: the message names the file, the group and what is wrong
├── ModelError              the model file is missing, altered, or does not fit this code and these lexicons
├── CorpusError             labelled rows cannot be used (no text, no label, one class only)
└── ImageTextUnavailable    no OCR on this machine: the message says what to install
"""


class ClassifierError(Exception):
    """Base of this room's errors."""


class LexiconError(ClassifierError):
    """A lexicon file cannot be used."""


class ModelError(ClassifierError):
    """The stored model cannot be trusted or does not fit."""


class CorpusError(ClassifierError):
    """Labelled rows cannot be used."""


class ImageTextUnavailable(ClassifierError):
    """Text in images cannot be read on this machine."""
