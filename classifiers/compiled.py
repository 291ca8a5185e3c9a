"""A lexicon's tables, made once and kept where Python keeps its compiled modules.

Making them takes more than a second of each process that scores; reading them a tenth of that. The files lie
in `lexicons/__pycache__`, are trusted as compiled modules are, and hold while lexicons and code are the same
to the byte. There is one for the packaged lexicons and one for them with an office's own. Where they cannot
be written, as in an installation that belongs to somebody else, nothing is kept.
"""

import hashlib
import sys
from functools import cache
from importlib.util import cache_from_source
from pathlib import Path

from classifiers.dictionary import dictionary_size
from classifiers.kept_file import KeptFile
from classifiers.lexicon import Lexicon, lexicon_digest, load_terms
from classifiers.lexicon_files import own_digest
from classifiers.lexicon_tables import Built, Stored

_HERE = Path(__file__).parent


def compiled_lexicon(own: Path | None = None, place: Path | None = None) -> Lexicon:
    """The lexicon of the packaged files and of those in the folder `own`. Kept in the folder `place`; without
    one, where Python keeps compiled modules, if it is to keep any. LexiconError as `load_terms` has it."""
    digest = own_digest(own)
    file = KeptFile(
        (place or _place()) / f"{'own' if digest else 'lexicons'}.{sys.implementation.cache_tag}.tables",
        mark=hashlib.sha256(_base() + digest.encode()).digest(),
        public=not digest,  # an office's own words are for its eyes
    )
    data = file.read()
    if data is not None:
        return Lexicon(Stored(data))
    tables = Built(load_terms(own))
    if place or not sys.dont_write_bytecode:
        file.write(tables.dumped())
    return Lexicon(tables)


def _place() -> Path:
    return Path(cache_from_source(str(_HERE / "lexicons" / "lexicons.py"))).parent


@cache
def _base() -> bytes:
    """What all tables depend on: packaged lexicons and texts, the code of this room, the dictionary, this
    Python."""
    digest = hashlib.sha256(f"{lexicon_digest()} {dictionary_size()} {sys.version}".encode())
    texts = sorted((_HERE / "corpus").rglob("*.*l"))
    data = (_HERE / "data" / name for name in ("russian_forms.json", "kazakh_stems.txt"))
    for path in (*sorted(_HERE.glob("*.py")), *data, *texts):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.digest()
