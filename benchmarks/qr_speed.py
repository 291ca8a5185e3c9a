"""How much CPU time Mergen's reader takes for an image, against pyzbar alone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks import generated
from benchmarks.harness import (
    Benchmark,
    Figures,
    Options,
    Table,
    cpu_seconds,
    median,
    progress,
    spread,
    take_turns,
    versions,
)
from benchmarks.qr_corpus import normal
from benchmarks.qr_corpus import photos as known_photos
from benchmarks.qr_input import empty_pictures
from benchmarks.qr_peers import pyzbar_alone
from qr.reader import Reader

ROUNDS = 3
QUICK_IMAGES = 60
QUICK_EMPTY = 10
FULL_GENERATED = 240

Read = Callable[[bytes], frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """An image file's bytes and the texts that are known to stand in it."""

    name: str
    image: bytes
    texts: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """One side's pass over all photos."""

    cpu: float
    readings: Mapping[str, frozenset[str]]


def run(options: Options) -> Figures:
    """Both sides start from the same bytes in memory, so opening and decoding the image counts on both."""
    photos, kind = _photos(options)
    reader = Reader()

    def mergen(image: bytes) -> frozenset[str]:
        return frozenset(symbol.text for symbol in reader.read(image).symbols)

    _pass(mergen, photos[:1])
    _pass(_pyzbar, photos[:1])
    kinds = _kinds(options)
    turns = take_turns(lambda: _pass(mergen, photos), lambda: _pass(_pyzbar, photos), ROUNDS)
    ours, theirs = median(each.cpu for each in turns.ours), median(each.cpu for each in turns.theirs)
    return Figures(
        values={
            "ratio": median(b.cpu / a.cpu for a, b in zip(turns.ours, turns.theirs, strict=True)),
            "mergen_cpu_ms": median([1000 * ours / len(photos)]),
            "pyzbar_cpu_ms": median([1000 * theirs / len(photos)]),
            "mergen_recall": _recall(photos, turns.ours[-1]),
            "pyzbar_recall": _recall(photos, turns.theirs[-1]),
            "rounds": ROUNDS,
        },
        sizes={"images": len(photos), "texts": sum(len(photo.texts) for photo in photos)},
        versions=versions("pyzbar", "zxing-cpp", "opencv-contrib-python-headless"),
        data=kind,
        tables=(_by_kind(kinds, mergen),),
    )


def _kinds(options: Options) -> dict[str, list[Photo]]:
    """Pictures without a code, by kind."""
    kinds: dict[str, list[Photo]] = {}
    if options.data is None:
        return kinds
    for number, empty in enumerate(empty_pictures(options.data)):
        picture = Photo(name=f"{number}", image=empty.image, texts=frozenset())
        kinds.setdefault(empty.kind, []).append(picture)
    return {kind: spread(all_, QUICK_EMPTY if options.quick else len(all_)) for kind, all_ in kinds.items()}


def _by_kind(kinds: Mapping[str, Sequence[Photo]], mergen: Read) -> Table:
    """One round: means over many pictures are steady."""
    rows = []
    for kind, pictures in kinds.items():
        ours, theirs = _pass(mergen, pictures).cpu, _pass(_pyzbar, pictures).cpu
        count = len(pictures)
        means = (round(1000 * ours / count, 2), round(1000 * theirs / count, 2))
        rows.append((kind, count, *means, round(theirs / ours, 2) if ours else None))
    columns = ("kind", "pictures", "Mergen ms", "pyzbar ms", "ratio")
    return Table(title="Pictures without a code", columns=columns, rows=rows)


def _pass(read: Read, photos: Sequence[Photo]) -> Pass:
    start = cpu_seconds()
    readings = {photo.name: read(photo.image) for photo in photos}
    return Pass(cpu=cpu_seconds() - start, readings=readings)


def _pyzbar(image: bytes) -> frozenset[str]:
    return frozenset(symbol.text for symbol in pyzbar_alone(image).symbols)


def _recall(photos: Sequence[Photo], side: Pass) -> float:
    known = sum(len(photo.texts) for photo in photos)
    right = sum(len(_normal(photo.texts) & _normal(side.readings[photo.name])) for photo in photos)
    return round(right / known, 4)


def _normal(texts: frozenset[str]) -> frozenset[str]:
    return frozenset(map(normal, texts))


def _photos(options: Options) -> tuple[list[Photo], str]:
    folder = options.real("qr")
    if folder is None:
        count = QUICK_IMAGES if options.quick else FULL_GENERATED
        codes = generated.codes(count)
        return [
            Photo(name=code.name, image=code.image, texts=frozenset((code.text,))) for code in codes
        ], "generated"
    known = [photo for photo in known_photos(folder.parent) if photo.texts]
    chosen = spread(known, QUICK_IMAGES if options.quick else len(known))
    progress(f"{len(chosen)} of {len(known)} real photos")
    return [
        Photo(name=str(photo.path), image=photo.path.read_bytes(), texts=photo.texts) for photo in chosen
    ], "real"


QR_SPEED = Benchmark(
    name="qr_speed",
    summary="CPU time for an image: pyzbar alone divided by Mergen (ratio above 1: Mergen is faster)",
    run=run,
)
