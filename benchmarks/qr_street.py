"""How many codes Mergen reads in invented photos of the street, by condition and severity, beside others."""

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from statistics import mean

import cv2

from benchmarks.harness import (
    Benchmark,
    BenchmarkError,
    Figures,
    Options,
    Table,
    Value,
    percent,
    progress,
    versions,
)
from benchmarks.peer_reading import Read
from benchmarks.qr_corpus import normal
from benchmarks.qr_peers import ORDER, TOGETHER, five, peers
from benchmarks.street.conditions import CONDITIONS
from benchmarks.street.photo import SEVERITIES, StreetPhoto, photo
from qr.worker import IsolatedReader, WorkerLimits

PHOTOS = 5
QUICK_SEVERITIES = (1, 5)
LIMIT_SECONDS = 20.0
NOTICE = 100

Row = tuple[str, int]
"""A condition and a severity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A photo to invent and read."""

    condition: str
    severity: int
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """How many codes a photo holds, how many of them each reader read, and texts that it made up."""

    row: Row
    codes: int
    right: Mapping[str, int]
    wrong: Mapping[str, int]


def run(options: Options) -> Figures:
    """Recall only: photos are shared out among processes, so that times would mean nothing. A reader has 20
    seconds for a photo."""
    names = tuple(peer.name for peer in peers(options.peers) if peer.name != ORDER.name)
    jobs = _jobs(options)
    workers = min(os.cpu_count() or 1, len(jobs))
    stripes = [jobs[first::workers] for first in range(workers)]
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        seen = [each for part in pool.map(partial(look, names), stripes) for each in part]
    rows = _rows(seen)
    return Figures(
        values=_values(rows, seen, names),
        sizes={"photos": len(seen), "codes": sum(each.codes for each in seen), "rows": len(rows)},
        versions=versions("zxing-cpp", "pyzbar", "opencv-contrib-python-headless"),
        data="generated",
        tables=(_by_condition(rows), _by_severity(rows)),
    )


def _jobs(options: Options) -> list[Job]:
    count = options.photos or (1 if options.quick else PHOTOS)
    jobs = [
        Job(condition=condition.name, severity=severity, seed=seed)
        for condition in CONDITIONS
        if options.wants(condition.name)
        for severity in (QUICK_SEVERITIES if options.quick else SEVERITIES)
        for seed in range(count)
    ]
    if not jobs:
        known = ", ".join(condition.name for condition in CONDITIONS)
        raise BenchmarkError(f"no condition begins with {', '.join(options.only)}; there are {known}")
    return jobs


@contextmanager
def readers(names: Sequence[str]) -> Iterator[dict[str, Read]]:
    """Mergen's two passes and the named peers, each able to give a photo up."""
    cv2.setNumThreads(1)
    with ExitStack() as stack:
        ours = stack.enter_context(IsolatedReader(limits=WorkerLimits(seconds=LIMIT_SECONDS)))
        sides: dict[str, Read] = {"deep": partial(ours.read, deep=True), "fast": ours.read}
        for peer in peers(names):
            if peer.name in names:
                sides[peer.name] = stack.enter_context(peer.open(LIMIT_SECONDS)).read
        yield sides


def look(names: Sequence[str], jobs: Sequence[Job]) -> list[Seen]:
    """What the readers make of the photos."""
    seen = []
    with readers(names) as sides:
        for number, job in enumerate(jobs, start=1):
            taken = photo(job.condition, job.severity, job.seed)
            seen.append(_seen(taken, texts_by_reader(taken, sides), names))
            if number % NOTICE == 0:
                progress(f"{number} of {len(jobs)} photos of this process")
    return seen


def texts_by_reader(taken: StreetPhoto, sides: Mapping[str, Read]) -> dict[str, frozenset[str]]:
    """The texts that each reader gives for a photo."""
    return {
        name: frozenset(normal(symbol.text) for symbol in read(taken.image).symbols)
        for name, read in sides.items()
    }


def _seen(taken: StreetPhoto, read: dict[str, frozenset[str]], names: Sequence[str]) -> Seen:
    members = five(peers(names)) if names else ()
    if members:
        read[TOGETHER] = frozenset().union(*(read[name] for name in members))
    return Seen(
        row=(taken.condition, taken.severity),
        codes=len(taken.texts),
        right={name: len(texts & taken.texts) for name, texts in read.items()},
        wrong={name: len(texts - taken.texts) for name, texts in read.items()},
    )


Rows = Mapping[Row, Mapping[str, float]]
"""Recall of each reader by condition and severity."""


def _rows(seen: Sequence[Seen]) -> Rows:
    photos: dict[Row, list[Seen]] = defaultdict(list)
    for each in seen:
        photos[each.row].append(each)
    order = [condition.name for condition in CONDITIONS]
    return {
        row: _recall(photos[row]) for row in sorted(photos, key=lambda row: (order.index(row[0]), row[1]))
    }


def _recall(photos: Sequence[Seen]) -> dict[str, float]:
    codes = sum(each.codes for each in photos)
    return {name: sum(each.right[name] for each in photos) / codes for name in photos[0].right}


def _values(rows: Rows, seen: Sequence[Seen], names: Sequence[str]) -> dict[str, Value]:
    means = _means(list(rows.values()))
    best = max((means[name] for name in names), default=None)
    return {
        "deep_mean": round(means["deep"], 4),
        "fast_mean": round(means["fast"], 4),
        "best_single_mean": None if best is None else round(best, 4),
        "together_mean": round(means[TOGETHER], 4) if TOGETHER in means else None,
        "rows_behind": sum(
            row["deep"] < max((row[name] for name in names), default=0.0) for row in rows.values()
        ),
        "deep_wrong": sum(each.wrong["deep"] for each in seen),
    }


def _means(rows: Sequence[Mapping[str, float]]) -> dict[str, float]:
    return {name: mean(row[name] for row in rows) for name in rows[0]}


def _by_condition(rows: Rows) -> Table:
    conditions = dict.fromkeys(name for name, _ in rows)
    lines = [
        (name, *_percents(_means([row for (each, _), row in rows.items() if each == name])))
        for name in conditions
    ]
    lines.append(("mean", *_percents(_means(list(rows.values())))))
    return Table(title="Recall by condition, %", columns=("condition", *_names(rows)), rows=lines)


def _by_severity(rows: Rows) -> Table:
    lines = [(name, severity, *_percents(row)) for (name, severity), row in rows.items()]
    return Table(
        title="Recall by condition and severity, %",
        columns=("condition", "severity", *_names(rows)),
        rows=lines,
    )


def _percents(row: Mapping[str, float]) -> tuple[Value, ...]:
    return tuple(percent(share) for share in row.values())


def _names(rows: Rows) -> tuple[str, ...]:
    return tuple(next(iter(rows.values())))


QR_STREET = Benchmark(
    name="qr_street",
    summary="share of codes read in invented photos of the street, by condition and severity",
    run=run,
)
