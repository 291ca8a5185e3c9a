"""Whether `mergen verify` finds what was done to the store: each way, at places drawn by lot."""

import tempfile
from collections import Counter
from pathlib import Path
from random import Random

from benchmarks.harness import Benchmark, Figures, Options, Table, progress, versions
from benchmarks.kept_store import kept_store
from benchmarks.tampering import WAYS, tampered

SEED = 6
TIMES, QUICK_TIMES = 200, 5


def run(options: Options) -> Figures:
    """A store of two sealed days and some hours more is copied, tampered with by its owner, and verified."""
    times = QUICK_TIMES if options.quick else TIMES
    found: Counter[str] = Counter()
    missed: list[tuple[str, str]] = []
    with tempfile.TemporaryDirectory(prefix="mergen-tamper-") as name:
        folder = Path(name)
        (folder / "store").mkdir()
        store = kept_store(folder / "store")
        false = len(store.faults())
        lot = Random(SEED)  # noqa: S311 - places to be drawn again, not secrets
        for way in WAYS:
            for _ in range(times):
                copy, what = tampered(store, folder / "copy", way, lot)
                if copy.faults():
                    found[way.__name__] += 1
                else:
                    missed.append((way.__name__, what))
            progress(f"{way.__name__}: {found[way.__name__]} of {times} found")
    return Figures(
        values={"tried": times * len(WAYS), "found": sum(found.values()), "false": false},
        sizes={"ways": len(WAYS), "each": times},
        versions=versions("sqlalchemy", "cryptography"),
        data="generated",
        tables=(
            Table(
                title="Ways of tampering",
                columns=("way", "tried", "found"),
                rows=[(way.__name__, times, found[way.__name__]) for way in WAYS],
            ),
            Table(title="Not found", columns=("way", "what"), rows=missed),
        ),
    )


TAMPER = Benchmark(
    name="tamper",
    summary="a store tampered with by its owner, and what `mergen verify` finds of it",
    run=run,
)
