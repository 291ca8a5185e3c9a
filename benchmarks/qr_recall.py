"""How many codes Mergen's two passes read on photos, set by set, and what others read there alone."""

import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks import generated
from benchmarks.harness import (
    Benchmark,
    BenchmarkError,
    Figures,
    Options,
    Table,
    Value,
    cpu_seconds,
    percent,
    progress,
    spread,
    versions,
)
from benchmarks.qr_corpus import OTHER_CODES, Photo, Score, holds_a_code, measure, photos, pictures
from benchmarks.qr_peers import opencv_reader, pyzbar_alone, zxing_alone
from qr.reader import Reader
from qr.symbol import Reading
from qr.worker import IsolatedReader

QUICK_PHOTOS = 60
GENERATED_PHOTOS = 60
QUICK_GENERATED = 12
NEGATIVES = 60

Read = Callable[[bytes], Reading]


@dataclass(frozen=True, slots=True, kw_only=True)
class Negatives:
    """What a reader made of pictures without a code. `seconds` is CPU time."""

    pictures: int
    false: int
    seconds: float

    @property
    def milliseconds(self) -> float:
        """Mean CPU time of a picture."""
        return 1000 * self.seconds / self.pictures if self.pictures else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A reader and the clock that sees its CPU time."""

    read: Read
    clock: Callable[[], float] = time.process_time


def run(options: Options) -> Figures:
    """Every side opens the same bytes itself. OpenCV's detector has a process of its own and a limit of 20
    seconds for a photo, since it hangs on some.

    Recall, and what is wrong, are counted as `benchmarks.qr_corpus.scored` says. Pictures without a code are
    real ones where there are any, without the few that do hold one.
    """
    with _input(options) as (corpus, others, empty, kind), IsolatedReader(opencv_reader) as opencv:
        sides = _sides(opencv)
        scores: dict[str, Mapping[str, Score]] = {}
        negatives: dict[str, Negatives] = {}
        for name, side in sides.items():
            progress(f"{name}: {len(corpus)} photos, {len(empty)} pictures without a code")
            scores[name] = measure(corpus, side.read, side.clock)
            negatives[name] = _negatives(empty, side)
        matrix = measure(others, sides["deep"].read)
    return Figures(
        values=_values(scores, negatives),
        sizes={
            "photos": len(corpus),
            "codes": scores["deep"]["all"].codes,
            "unread_codes": sum(photo.unknown for photo in corpus),
            "pictures_without_code": len(empty),
        },
        versions=versions("zxing-cpp", "pyzbar", "opencv-contrib-python-headless"),
        data=kind,
        tables=(
            _recall_table(scores),
            _side_table(scores, negatives),
            _matrix_table(matrix),
        ),
    )


def _sides(opencv: IsolatedReader) -> dict[str, Side]:
    reader = Reader()
    opencv.version  # noqa: B018 - starts its process, so that starting it is not counted
    return {
        "deep": Side(read=lambda image: reader.read(image, deep=True)),
        "fast": Side(read=reader.read),
        "zxing-cpp": Side(read=zxing_alone),
        "pyzbar": Side(read=pyzbar_alone),
        "OpenCV": Side(read=opencv.read, clock=cpu_seconds),
    }


def _negatives(empty: Sequence[bytes], side: Side) -> Negatives:
    began = side.clock()
    false = sum(len({symbol.text for symbol in side.read(image).symbols}) for image in empty)
    return Negatives(pictures=len(empty), false=false, seconds=side.clock() - began)


def _values(
    scores: Mapping[str, Mapping[str, Score]], negatives: Mapping[str, Negatives]
) -> dict[str, Value]:
    deep, fast = scores["deep"]["all"], scores["fast"]["all"]
    return {
        "deep_recall": round(deep.recall, 4),
        "deep_ms": round(deep.milliseconds, 2),
        "fast_recall": round(fast.recall, 4),
        "fast_ms": round(fast.milliseconds, 2),
        "wrong": deep.wrong,
        "negative_ms": round(negatives["fast"].milliseconds, 2),
        "false": negatives["deep"].false + negatives["fast"].false,
    }


def _recall_table(scores: Mapping[str, Mapping[str, Score]]) -> Table:
    deep = scores["deep"]
    names = sorted(deep, key=lambda name: (name == "all", name))
    rows = [
        (
            name,
            deep[name].images,
            deep[name].codes,
            *(percent(sets[name].recall) for sets in scores.values()),
            deep[name].wrong,
            round(deep[name].milliseconds),
        )
        for name in names
    ]
    columns = ("set", "photos", "codes", *(f"{name} %" for name in scores), "deep wrong", "deep ms")
    return Table(title="Recall by set", columns=columns, rows=rows)


def _side_table(scores: Mapping[str, Mapping[str, Score]], negatives: Mapping[str, Negatives]) -> Table:
    columns = ("reader", "recall %", "wrong", "unsure", "ms", "ms without a code", "false")
    rows = [
        (
            name,
            percent(sets["all"].recall),
            sets["all"].wrong,
            sets["all"].unsure,
            round(sets["all"].milliseconds, 1),
            round(negatives[name].milliseconds, 1),
            negatives[name].false,
        )
        for name, sets in scores.items()
    ]
    return Table(title="Reader by reader", columns=columns, rows=rows)


def _matrix_table(matrix: Mapping[str, Score]) -> Table:
    rows = [
        (name, score.images, score.codes, percent(score.recall), score.wrong)
        for name, score in matrix.items()
        if name != "all"
    ]
    return Table(
        title="Other 2-D codes, deep pass", columns=("set", "photos", "codes", "deep %", "wrong"), rows=rows
    )


@contextmanager
def _input(options: Options) -> Iterator[tuple[list[Photo], list[Photo], list[bytes], str]]:
    """Photos of QR codes, photos of other codes, pictures without a code, and whether they are real."""
    folder = options.real("qr")
    if folder is None:
        with tempfile.TemporaryDirectory(prefix="mergen-benchmark-") as name:
            count = QUICK_GENERATED if options.quick else GENERATED_PHOTOS
            empty = list(generated.pictures(count))
            yield _generated(Path(name), count), [], empty, "generated"
        return
    if not (folder / "truth.jsonl").is_file():
        raise BenchmarkError(
            f"{folder / 'truth.jsonl'} is missing; without it there is no truth to compare with"
        )
    every = list(photos(folder.parent, others=True))
    others = [photo for photo in every if photo.set.startswith(OTHER_CODES)]
    corpus = [photo for photo in every if not photo.set.startswith(OTHER_CODES)]
    negatives = pictures(folder / "neg")
    if options.quick:
        chosen = set(spread([photo.path for photo in corpus], QUICK_PHOTOS))
        corpus = [photo for photo in corpus if photo.path in chosen]
        negatives = spread(negatives, NEGATIVES)
        others = []
    images = (path.read_bytes() for path in negatives)
    yield corpus, others, [image for image in images if not holds_a_code(image)], "real"


def _generated(folder: Path, count: int) -> list[Photo]:
    corpus = []
    for code in generated.codes(count):
        path = folder / code.name
        path.write_bytes(code.image)
        corpus.append(Photo(path=path, set="generated", texts=frozenset((code.text,)), unknown=0))
    return corpus


QR_RECALL = Benchmark(
    name="qr_recall",
    summary="share of codes that Mergen's deep and fast pass read on photos, beside other readers alone",
    run=run,
)
