"""How fast texts are scored, beside plain TF-IDF with logistic regression and a keyword list."""

import math
import multiprocessing
import time
from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from multiprocessing.synchronize import Barrier

from benchmarks.harness import Benchmark, Figures, Options, Table, median, take_turns, versions
from classifiers import scorer as scorers
from classifiers.baselines import baselines
from classifiers.corpus.texts import generate
from classifiers.document import Document
from classifiers.evaluation import read_rows
from classifiers.score import Scorer

LENGTH = 270
TEXTS, QUICK_TEXTS = 3000, 300
ROUNDS, QUICK_ROUNDS = 4, 1
ALONE = 50
CORES = 2
SEED = 11
SIZES = (10_000, 100_000, 1_000_000)


def run(options: Options) -> Figures:
    """Both sides score the same texts of 270 characters, already in memory, in one process and in turns:
    `ratio` is TF-IDF's CPU time by Mergen's. Mergen's scorer has no threads or processes of its own; the
    crawls of an office are processes, so `per_second` is of two processes that score at once, by the clock.
    """
    texts, kind = _texts(options)
    ours, others = scorers.load(), baselines()
    tfidf, keywords = others["TF-IDF"], others["keywords"]
    for each in (ours, tfidf, keywords):
        _cpu(each, texts[:20])
    rounds = QUICK_ROUNDS if options.quick else ROUNDS
    turns = take_turns(lambda: _cpu(ours, texts), lambda: _cpu(tfidf, texts), rounds)
    listed = _cpu(keywords, texts)
    mine = median(turns.ours)
    growth = {size: _long(ours, texts, size) for size in SIZES}
    return Figures(
        values={
            "per_second": _together(texts),
            "ratio": median(b / a for a, b in zip(turns.ours, turns.theirs, strict=True)),
            "per_second_one_core": round(len(texts) / mine),
            "tfidf_per_second_one_core": round(len(texts) / median(turns.theirs)),
            "keywords_per_second_one_core": round(len(texts) / listed),
            "keywords_ratio": median([listed / mine]),
            "one_text_ms": median(1000 * _cpu(ours, [text]) for text in texts[:ALONE]),
            "megabyte_seconds": median([growth[SIZES[-1]]]),
            "growth": round(math.log10(growth[SIZES[-1]] / growth[SIZES[-2]]), 2),
        },
        sizes={"texts": len(texts), "characters": LENGTH, "rounds": rounds, "processes": CORES},
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


def _together(texts: Sequence[str]) -> int:
    """Texts a second of two processes that score at once, loading left out."""
    context = multiprocessing.get_context("spawn")
    ready = context.Barrier(CORES + 1)
    workers = [context.Process(target=_work, args=(texts, ready)) for _ in range(CORES)]
    for worker in workers:
        worker.start()
    ready.wait()
    began = time.perf_counter()
    ready.wait()
    seconds = time.perf_counter() - began
    for worker in workers:
        worker.join()
    return round(CORES * len(texts) / seconds)


def _work(texts: Sequence[str], ready: Barrier) -> None:
    scorer = scorers.load()
    scorer.score([Document(text=text) for text in texts[:20]])
    ready.wait()
    scorer.score([Document(text=text) for text in texts])
    ready.wait()


def _texts(options: Options) -> tuple[list[str], str]:
    """Pieces of 270 characters, taken evenly over all sources."""
    folder = options.real("text")
    count = QUICK_TEXTS if options.quick else TEXTS
    if folder is None:
        return _pieces((one.text for one in generate(SEED)), count), "generated"
    files = sorted(folder.glob("*.jsonl"))
    found: list[str] = []
    for path in files:
        found += _pieces((row.text for row in read_rows(path)), 1 + count // len(files))
    return found[:count], "real"


def _pieces(texts: Iterator[str], count: int) -> list[str]:
    whole = " ".join(texts)
    places = max(1, len(whole) // LENGTH)
    step = max(1, places // count)
    return [whole[place * LENGTH : (place + 1) * LENGTH] for place in range(0, places, step)][:count]


SCORE_SPEED = Benchmark(
    name="score_speed",
    summary="texts a second, and CPU time of TF-IDF divided by Mergen's (ratio above 1: Mergen is faster)",
    run=run,
)
