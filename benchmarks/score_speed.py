"""How fast texts are scored, beside TF-IDF with logistic regression, small and wide, and a keyword list."""

import math
import multiprocessing
import random
import time
from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from multiprocessing.synchronize import Barrier
from typing import NamedTuple

from benchmarks.harness import Benchmark, Figures, Options, Table, median, progress, take_turns, versions
from classifiers import scorer as scorers
from classifiers.baselines import baselines, wide_baseline
from classifiers.corpus.texts import generate
from classifiers.document import Document
from classifiers.evaluation import read_rows
from classifiers.score import Scorer

LENGTH = 270
TEXTS, QUICK_TEXTS = 12_000, 300
"""Of the stream, which the processes share out; a single process scores the first COMPARED of it."""
COMPARED = 2_400
FRESH = 2_000
"""The first texts of a fresh process: most of their words are new to it."""
ROUNDS, WIDE_ROUNDS, QUICK_ROUNDS = 4, 2, 1
ALONE = 50
CORES = 2
SEED = 11
SIZES = (10_000, 100_000, 1_000_000)


def run(options: Options) -> Figures:
    """All sides score the same texts of 270 characters, already in memory, in one process and in turns:
    `ratio` and `wide_ratio` are TF-IDF's CPU time by Mergen's. Mergen's scorer has no threads or processes of
    its own; the crawls of an office are processes, so `per_second` is of two fresh processes that score at
    once, each its half of the stream, by the clock; `per_second_fresh` is of the beginning of that.
    """
    stream, kind = _texts(options)
    texts = stream[:COMPARED]
    ours, others, wide = scorers.load(), baselines(), wide_baseline()
    tfidf, keywords = others["TF-IDF"], others["keywords"]
    for each in (ours, tfidf, wide, keywords):
        _cpu(each, texts[:20])
    rounds = QUICK_ROUNDS if options.quick else ROUNDS
    turns = take_turns(lambda: _cpu(ours, texts), lambda: _cpu(tfidf, texts), rounds)
    wider = take_turns(lambda: _cpu(ours, texts), lambda: _cpu(wide, texts), min(rounds, WIDE_ROUNDS))
    listed = _cpu(keywords, texts)
    mine = median(turns.ours)
    growth = {size: _long(ours, texts, size) for size in SIZES}
    progress("two processes")
    together = _together(stream)
    return Figures(
        values={
            "per_second": together.whole,
            "per_second_fresh": together.fresh,
            "ratio": median(b / a for a, b in zip(turns.ours, turns.theirs, strict=True)),
            "wide_ratio": median(b / a for a, b in zip(wider.ours, wider.theirs, strict=True)),
            "per_second_one_core": round(len(texts) / mine),
            "tfidf_per_second_one_core": round(len(texts) / median(turns.theirs)),
            "wide_tfidf_per_second_one_core": round(len(texts) / median(wider.theirs)),
            "keywords_per_second_one_core": round(len(texts) / listed),
            "keywords_ratio": median([listed / mine]),
            "one_text_ms": median(1000 * _cpu(ours, [text]) for text in texts[:ALONE]),
            "megabyte_seconds": median([growth[SIZES[-1]]]),
            "growth": round(math.log10(growth[SIZES[-1]] / growth[SIZES[-2]]), 2),
        },
        sizes={
            "texts": len(stream),
            "compared": len(texts),
            "fresh": min(FRESH, len(stream) // CORES),
            "characters": LENGTH,
            "rounds": rounds,
            "processes": CORES,
        },
        versions={**versions("scikit-learn"), "scorer": ours.name},
        data=kind,
        tables=(
            Table(
                title="One long text",
                columns=("bytes", "CPU ms", "ms per 10 kB"),
                rows=[
                    (size, round(1000 * seconds, 1), round(1e7 * seconds / size, 2))
                    for size, seconds in growth.items()
                ],
            ),
        ),
    )


def _cpu(scorer: Scorer, texts: Sequence[str]) -> float:
    documents = [Document(text=text) for text in texts]
    began = time.process_time()
    scorer.score(documents)
    return time.process_time() - began


def _long(scorer: Scorer, texts: Sequence[str], size: int) -> float:
    """CPU seconds for one text of `size` bytes of UTF-8."""
    data = " ".join(islice(cycle(texts), 1 + size // LENGTH)).encode()[:size]
    return _cpu(scorer, [data.decode(errors="ignore")])


class _Together(NamedTuple):
    """Texts a second of all processes: over all their texts, and over the first FRESH of each."""

    whole: int
    fresh: int


def _together(stream: Sequence[str]) -> _Together:
    """Two fresh processes score at once, each another half of the stream; loading is left out."""
    context = multiprocessing.get_context("spawn")
    ready = context.Barrier(CORES + 1)
    shares = [stream[number::CORES] for number in range(CORES)]
    workers = [context.Process(target=_work, args=(share, ready)) for share in shares]
    for worker in workers:
        worker.start()
    times = []
    for _ in ("loaded", "fresh", "whole"):
        ready.wait()
        times.append(time.perf_counter())
    for worker in workers:
        worker.join()
    begun, fresh, whole = times
    early = sum(len(share[:FRESH]) for share in shares)
    return _Together(round(len(stream) / (whole - begun)), round(early / (fresh - begun)))


def _work(texts: Sequence[str], ready: Barrier) -> None:
    scorer = scorers.load()
    scorer.score([Document(text=text) for text in ("текст", "text")])
    ready.wait()
    for part in (texts[:FRESH], texts[FRESH:]):
        scorer.score([Document(text=text) for text in part])
        ready.wait()


def _texts(options: Options) -> tuple[list[str], str]:
    """Different pieces of 270 characters in an order drawn by lot, taken evenly over all sources: what a
    small source has not, the others give."""
    folder = options.real("text")
    count = QUICK_TEXTS if options.quick else TEXTS
    if folder is None:
        sources, kind = [" ".join(one.text for one in generate(SEED))], "generated"
    else:
        files = sorted(folder.glob("*.jsonl"))
        sources, kind = [" ".join(row.text for row in read_rows(path)) for path in files], "real"
    found: dict[str, None] = {}
    for left, whole in zip(range(len(sources), 0, -1), sorted(sources, key=len), strict=True):
        found |= dict.fromkeys(_pieces(whole, (count - len(found)) // left))
    stream = list(found)
    random.Random(SEED).shuffle(stream)  # noqa: S311 - repeatable, not secret
    return stream, kind


def _pieces(whole: str, count: int) -> Iterator[str]:
    """At most `count` pieces at even distances."""
    places = len(whole) // LENGTH
    for number in range(min(count, places)):
        place = number * places // min(count, places)
        yield whole[place * LENGTH : (place + 1) * LENGTH]


SCORE_SPEED = Benchmark(
    name="score_speed",
    summary="texts a second, and CPU time of TF-IDF divided by Mergen's (ratio above 1: Mergen is faster)",
    run=run,
)
