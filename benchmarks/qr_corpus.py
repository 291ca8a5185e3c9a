"""Real photos of codes with their truth, and how recall is counted on them."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.harness import BenchmarkError
from benchmarks.peer_reading import Side
from qr.symbol import Reading, Symbol

OTHER_CODES = "other2d"
PICTURE_TYPES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp"})
NOT_EMPTY = frozenset({"508d98638ec10ac2"})
"""SHA-256, first 16 digits, of pictures of `qr/neg` that hold a whole QR code. All of them were looked at,
and given to five decoders: this is the one. A corner cut out of a code
(one finder pattern, from a set of false positives) stays among those without. Before a reading is called
false, look at the picture; if it does hold a code, it belongs here."""

DOUBLE = frozenset({"24fef8babbb2862f", "a4a2cbc24ba5393a"})
"""The same of photos that show a code within a code, of which the truth names one: one picture stands in two
sets, and each set names the other code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """One photo. `texts` are the known texts, each once; `unknown` counts codes that nobody has read. Of a
    photo that is not `judged` nobody has said all that it holds."""

    path: Path
    set: str
    texts: frozenset[str]
    unknown: int
    judged: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One reading and the CPU time that it took, in seconds: `opening` the picture, and all else."""

    reading: Reading
    seconds: float
    opening: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What a reader got out of some photos; `seconds` is CPU time beyond opening them. `unsure` are readings
    by one attempt where a code stands that nobody has read: neither right nor wrong."""

    images: int = 0
    codes: int = 0
    right: int = 0
    wrong: int = 0
    unsure: int = 0
    seconds: float = 0.0

    @property
    def recall(self) -> float:
        return self.right / self.codes if self.codes else 0.0

    @property
    def milliseconds(self) -> float:
        """Mean CPU time of an image."""
        return 1000 * self.seconds / self.images if self.images else 0.0

    def __add__(self, other: "Score") -> "Score":
        return Score(
            images=self.images + other.images,
            codes=self.codes + other.codes,
            right=self.right + other.right,
            wrong=self.wrong + other.wrong,
            unsure=self.unsure + other.unsure,
            seconds=self.seconds + other.seconds,
        )


def photos(data: Path, *, others: bool = False) -> Iterator[Photo]:
    """The photos of `data/qr/truth.jsonl`; the sets of other 2-D codes only with `others`.
    Raises `BenchmarkError` where the file is missing."""
    root = data / "qr"
    truth = root / "truth.jsonl"
    if not truth.is_file():
        raise BenchmarkError(f"{truth} is missing; without it there is no truth to compare with")
    for line in truth.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if others or not row["set"].startswith(OTHER_CODES):
            texts = frozenset(normal(text) for text in row["texts"])
            path = root / row["file"]
            yield Photo(
                path=path,
                set=row["set"],
                texts=texts,
                unknown=row["unknown"],
                judged=row.get("truth") != "unknown" and digest(path.read_bytes()) not in DOUBLE,
            )


def normal(text: str) -> str:
    """The form in which texts are compared. Line ends and trailing NULs do not count, nor do blanks at the
    ends: the published truth has lost them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip("\0 \t\n")


def pictures(folder: Path) -> list[Path]:
    """The pictures below a folder of the data's `qr/neg`."""
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in PICTURE_TYPES)


def holds_a_code(image: bytes) -> bool:
    """Whether this is one of the few pictures of `qr/neg` that do hold a QR code, as a person has seen."""
    return digest(image) in NOT_EMPTY


def digest(image: bytes) -> str:
    """The first 16 digits of its SHA-256."""
    return hashlib.sha256(image).hexdigest()[:16]


def scored(photo: Photo, reading: Reading, seconds: float) -> Score:
    """Recall counts exactly right texts, and readings where an unread code stands if two attempts agree on
    them; error correction has accepted every symbol. Any other text is wrong, or unsure where the photo has
    not been judged."""
    read = {normal(symbol.text): symbol for symbol in reading.symbols}
    right = photo.texts & read.keys()
    others = [symbol for text, symbol in read.items() if text not in right]
    sure = min(photo.unknown, sum(bool(symbol.agreed) for symbol in others))
    doubtful = min(photo.unknown - sure, sum(not symbol.agreed for symbol in others))
    unsure = doubtful if photo.judged else len(others) - sure
    return Score(
        images=1,
        codes=len(photo.texts) + photo.unknown,
        right=len(right) + sure,
        wrong=len(others) - sure - unsure,
        unsure=unsure,
        seconds=seconds,
    )


def read_all(images: Iterable[bytes], side: Side, *, rounds: int = 1) -> list[Run]:
    """The reading of each image. Every side opens images itself; how long it takes to open this one is
    measured by opening it once more, and taken off. Of several rounds the least time counts: what is more is
    another program's work."""
    return [min((_read(image, side) for _ in range(rounds)), key=lambda run: run.seconds) for image in images]


def _read(image: bytes, side: Side) -> Run:
    began = side.clock()
    side.opens(image)
    opened = side.clock()
    reading = side.read(image)
    whole = side.clock() - opened
    opening = min(opened - began, whole)
    return Run(reading=reading, seconds=whole - opening, opening=opening)


def together(members: Sequence[Sequence[Run]]) -> list[Run]:
    """What several readers make of the same images: all texts of all of them, and all their time."""
    return [
        Run(
            reading=_united([run.reading for run in runs]),
            seconds=sum(run.seconds for run in runs),
            opening=runs[0].opening,
        )
        for runs in zip(*members, strict=True)
    ]


def _united(readings: Sequence[Reading]) -> Reading:
    symbols: dict[str, Symbol] = {}
    for symbol in (symbol for reading in readings for symbol in reading.symbols):
        first = symbols.setdefault(normal(symbol.text), symbol)
        if symbol.decoder != first.decoder:
            symbols[normal(symbol.text)] = replace(first, agreed=(*first.agreed, symbol.decoder))
    return Reading(symbols=tuple(symbols.values()))


def scores(corpus: Iterable[Photo], runs: Iterable[Run]) -> dict[str, Score]:
    """The score of each set, and of `all`."""
    found: dict[str, Score] = defaultdict(Score, {"all": Score()})
    for photo, run in zip(corpus, runs, strict=True):
        score = scored(photo, run.reading, run.seconds)
        found[photo.set] += score
        found["all"] += score
    return dict(found)


def measure(corpus: Sequence[Photo], side: Side) -> dict[str, Score]:
    """The score of one reader on each set, and on `all`."""
    return scores(corpus, read_all((photo.path.read_bytes() for photo in corpus), side))
