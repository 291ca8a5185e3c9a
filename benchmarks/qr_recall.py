"""How many codes Mergen's two passes read on photos, set by set, and what others read there alone, one after
the other, and all together."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

import cv2

from benchmarks.harness import Benchmark, Figures, Options, Table, Value, percent, progress, versions
from benchmarks.peer_reading import Side
from benchmarks.qr_corpus import Run, Score, measure, read_all, scores, together
from benchmarks.qr_input import Empty, qr_input
from benchmarks.qr_peers import PYZBAR, TOGETHER, Peer, five, peers
from qr.errors import PictureError
from qr.frame import Frame
from qr.limits import ReadLimits
from qr.picture import open_picture
from qr.reader import Reader

LIMIT_SECONDS = 20.0
BOOFCV_SETS = "boofcv/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one side made of the photos and of the pictures without a code."""

    photos: Sequence[Run]
    empty: Sequence[Run]

    @property
    def negative_ms(self) -> float:
        """Mean CPU time of a picture without a code, beyond opening it."""
        return _mean_ms([run.seconds for run in self.empty])

    @property
    def opening_ms(self) -> tuple[float, float]:
        """Mean CPU time of opening a photo, and a picture without a code."""
        return _mean_ms([run.opening for run in self.photos]), _mean_ms([run.opening for run in self.empty])

    @property
    def false(self) -> int:
        """Texts read where no code stands."""
        return sum(len({symbol.text for symbol in run.reading.symbols}) for run in self.empty)


def _mean_ms(seconds: Sequence[float]) -> float:
    return 1000 * sum(seconds) / len(seconds) if seconds else 0.0


Outcomes = Mapping[str, Outcome]
Sets = Mapping[str, Score]


def run(options: Options) -> Figures:
    """Every side opens the same bytes itself, with one thread of OpenCV. Times are those beyond opening,
    which is told apart: it is Pillow's and OpenCV's work, the same for whoever reads. OpenCV's readers have a
    process of their own and a limit of 20 seconds for a photo, since they hang on some.

    Recall, and what is wrong, are counted as `benchmarks.qr_corpus.scored` says. Pictures without a code are
    real ones where there are any, without the few that do hold one.
    """
    chosen = peers(options.peers)
    with qr_input(options) as given, _one_thread():
        outcomes = {}
        for name, side in _sides(chosen):
            progress(f"{name}: {len(given.photos)} photos, {len(given.empty)} pictures without a code")
            outcomes[name] = Outcome(
                photos=read_all((photo.path.read_bytes() for photo in given.photos), side),
                empty=read_all((picture.image for picture in given.empty), side, rounds=_rounds(name)),
            )
        matrix = measure(given.others, _ours(deep=True))
    _unite(outcomes, five(chosen))
    sets = {name: scores(given.photos, outcome.photos) for name, outcome in outcomes.items()}
    return Figures(
        values=_values(sets, outcomes),
        sizes={
            "photos": len(given.photos),
            "codes": sum(len(photo.texts) + photo.unknown for photo in given.photos),
            "unread_codes": sum(photo.unknown for photo in given.photos),
            "pictures_without_code": len(given.empty),
        },
        versions=versions("zxing-cpp", "pyzbar", "opencv-contrib-python-headless"),
        data=given.kind,
        tables=(
            _recall_table(sets),
            _side_table(sets, outcomes),
            _empty_table(given.empty, outcomes),
            _matrix_table(matrix),
        ),
    )


@contextmanager
def _one_thread() -> Iterator[None]:
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        yield
    finally:
        cv2.setNumThreads(threads)


def _ours(*, deep: bool) -> Side:
    reader = Reader()
    return Side(read=partial(reader.read, deep=deep), opens=partial(_opened, reader.limits))


def _opened(limits: ReadLimits, image: bytes) -> list[Frame]:
    try:
        return list(open_picture(image, limits).frames())
    except PictureError:
        return []


def _sides(chosen: Sequence[Peer]) -> Iterator[tuple[str, Side]]:
    """One side after the other; what a peer needs runs only as long as it is measured."""
    yield "deep", _ours(deep=True)
    yield "fast", _ours(deep=False)
    for peer in chosen:
        with peer.open(LIMIT_SECONDS) as side:
            yield peer.name, side


def _rounds(name: str) -> int:
    """How often a picture without a code is read: its time is a millisecond or less for the fast pass, and
    the ratio to pyzbar's is a goal."""
    return 3 if name in ("fast", PYZBAR.name) else 1


def _unite(outcomes: dict[str, Outcome], members: Sequence[str]) -> None:
    if members:
        outcomes[TOGETHER] = Outcome(
            photos=together([outcomes[name].photos for name in members]),
            empty=together([outcomes[name].empty for name in members]),
        )


def _values(sets: Mapping[str, Sets], outcomes: Outcomes) -> dict[str, Value]:
    deep, fast = sets["deep"]["all"], sets["fast"]["all"]
    ours = outcomes["fast"].negative_ms
    theirs = outcomes[PYZBAR.name].negative_ms if PYZBAR.name in outcomes else None
    boofcv = sum(
        (score for name, score in sets["deep"].items() if name.startswith(BOOFCV_SETS)), start=Score()
    )
    return {
        "deep_recall": round(deep.recall, 4),
        "deep_ms": round(deep.milliseconds, 2),
        "boofcv_deep_recall": round(boofcv.recall, 4) if boofcv.images else None,
        "fast_recall": round(fast.recall, 4),
        "fast_ms": round(fast.milliseconds, 2),
        "wrong": deep.wrong,
        "negative_ms": round(ours, 2),
        "opening_ms": round(outcomes["fast"].opening_ms[0], 2),
        "negative_opening_ms": round(outcomes["fast"].opening_ms[1], 2),
        "negative_ratio": round(theirs / ours, 2) if theirs and ours else None,
        "false": outcomes["deep"].false + outcomes["fast"].false,
    }


def _recall_table(sets: Mapping[str, Sets]) -> Table:
    deep = sets["deep"]
    names = sorted(deep, key=lambda name: (name == "all", name))
    rows = [
        (
            name,
            deep[name].images,
            deep[name].codes,
            *(percent(each[name].recall) for each in sets.values()),
            deep[name].wrong,
            round(deep[name].milliseconds),
        )
        for name in names
    ]
    columns = ("set", "photos", "codes", *(f"{name} %" for name in sets), "deep wrong", "deep ms")
    return Table(title="Recall by set", columns=columns, rows=rows)


def _side_table(sets: Mapping[str, Sets], outcomes: Outcomes) -> Table:
    columns = (
        "reader",
        "recall %",
        "wrong",
        "unsure",
        "ms",
        "opening ms",
        "ms without a code",
        "opening",
        "false",
    )
    rows = [
        (
            name,
            percent(each["all"].recall),
            each["all"].wrong,
            each["all"].unsure,
            round(each["all"].milliseconds, 1),
            round(outcomes[name].opening_ms[0], 1),
            round(outcomes[name].negative_ms, 1),
            round(outcomes[name].opening_ms[1], 1),
            outcomes[name].false,
        )
        for name, each in sets.items()
    ]
    return Table(title="Reader by reader", columns=columns, rows=rows)


def _empty_table(empty: Sequence[Empty], outcomes: Outcomes) -> Table:
    """Mean CPU time by the kind of picture."""
    rows: list[tuple[Value, ...]] = []
    for kind in sorted({picture.kind for picture in empty}):
        places = [place for place, picture in enumerate(empty) if picture.kind == kind]
        means = (
            round(1000 * sum(outcome.empty[place].seconds for place in places) / len(places), 2)
            for outcome in outcomes.values()
        )
        rows.append((kind, len(places), *means))
    columns = ("kind", "pictures", *(f"{name} ms" for name in outcomes))
    return Table(title="Pictures without a code", columns=columns, rows=rows)


def _matrix_table(matrix: Sets) -> Table:
    rows = [
        (name, score.images, score.codes, percent(score.recall), score.wrong)
        for name, score in matrix.items()
        if name != "all"
    ]
    return Table(
        title="Other 2-D codes, deep pass", columns=("set", "photos", "codes", "deep %", "wrong"), rows=rows
    )


QR_RECALL = Benchmark(
    name="qr_recall",
    summary="share of codes that Mergen's deep and fast pass read on photos, beside other readers",
    run=run,
)
