"""How much CPU time Mergen's reader takes for an image, against pyzbar alone."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import generated
from benchmarks.harness import (
    Benchmark,
    BenchmarkError,
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
    right = sum(len(_stripped(photo.texts) & _stripped(side.readings[photo.name])) for photo in photos)
    return round(right / known, 4)


def _stripped(texts: frozenset[str]) -> frozenset[str]:
    return frozenset(text.replace("\r\n", "\n").rstrip("\n\0") for text in texts)


def _photos(options: Options) -> tuple[list[Photo], str]:
    folder = options.real("qr")
    if folder is None:
        count = QUICK_IMAGES if options.quick else FULL_GENERATED
        codes = generated.codes(count)
        return [
            Photo(name=code.name, image=code.image, texts=frozenset((code.text,))) for code in codes
        ], "generated"
    truth = _truth(folder / "truth.jsonl")
    chosen = spread([folder / name for name in truth], QUICK_IMAGES if options.quick else len(truth))
    progress(f"{len(chosen)} of {len(truth)} real photos")
    rows = [(str(path.relative_to(folder)), path) for path in chosen]
    return [Photo(name=name, image=path.read_bytes(), texts=truth[name]) for name, path in rows], "real"


def _truth(path: Path) -> dict[str, frozenset[str]]:
    """File name to known texts, for the photos of QR codes that have any."""
    if not path.is_file():
        raise BenchmarkError(f"{path} is missing; without it there is no truth to compare with")
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    wanted = [row for row in rows if row["texts"] and not row["set"].startswith("other2d/")]
    return {row["file"]: frozenset(row["texts"]) for row in wanted}


QR_SPEED = Benchmark(
    name="qr_speed",
    summary="CPU time for an image: pyzbar alone divided by Mergen (ratio above 1: Mergen is faster)",
    run=run,
)
