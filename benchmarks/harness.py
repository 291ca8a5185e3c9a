"""What every benchmark shares: its options, its figures, fair turns, and CPU time that counts workers."""

import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Generic, TypeVar

from benchmarks.processes import cpu_seconds_below

Sample = TypeVar("Sample")
Value = float | int | str | None


class BenchmarkError(Exception):
    """A benchmark cannot run here. The message says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to run. `data` is a folder of real data; None stands for generated sets. `peers` names the other
    readers to run beside Mergen's and `only` the beginnings of the sets or conditions to look at; empty
    stands for all. `photos` is the number of photos for a condition and severity."""

    quick: bool = False
    data: Path | None = None
    peers: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    photos: int | None = None

    def wants(self, name: str) -> bool:
        """Whether a set or condition is to be looked at."""
        return not self.only or name.startswith(self.only)

    def real(self, *parts: str) -> Path | None:
        """The folder `parts` of the real data, if there is one."""
        folder = self.data.joinpath(*parts) if self.data else None
        return folder if folder is not None and folder.is_dir() else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Figures that do not fit one line each: a row for each set, source or cause."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Value, ...]]

    def as_objects(self) -> list[dict[str, Value]]:
        """A row each, by the names of the columns."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def as_markdown(self) -> str:
        """The table as a page carries it; what is not known is a dash."""
        numbers = [
            any(isinstance(row[place], int | float) for row in self.rows)
            for place in range(len(self.columns))
        ]
        head = [self.columns, tuple("--:" if number else "---" for number in numbers)]
        cells = [tuple("–" if cell is None else str(cell) for cell in row) for row in self.rows]
        return "\n".join(f"| {' | '.join(row)} |" for row in (*head, *cells))


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What came out. `values` by name, `sizes` of the input, `versions` of what ran, whether the
    input was `real` or `generated`, and tables for what has many rows."""

    values: Mapping[str, Value]
    sizes: Mapping[str, int]
    versions: Mapping[str, str]
    data: str
    tables: tuple[Table, ...] = ()

    def as_object(self, name: str) -> dict[str, object]:
        """The object of the last line with `--json`."""
        return {
            "benchmark": name,
            **self.values,
            "sizes": dict(self.sizes),
            "versions": dict(self.versions),
            "data": self.data,
            "tables": {table.title: table.as_objects() for table in self.tables},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """One comparison, as `python -m benchmarks list` shows it."""

    name: str
    summary: str
    run: Callable[[Options], Figures]


@dataclass(slots=True)
class Turns(Generic[Sample]):
    """The samples of two sides that took turns."""

    ours: list[Sample] = field(default_factory=list)
    theirs: list[Sample] = field(default_factory=list)


def take_turns(ours: Callable[[], Sample], theirs: Callable[[], Sample], rounds: int) -> Turns[Sample]:
    """Run both sides `rounds` times, A B B A A B ..., so that a machine that warms up or slows down
    weighs on both alike."""
    turns = Turns[Sample]()
    for number in range(rounds):
        pair = [(turns.ours, ours), (turns.theirs, theirs)]
        for samples, side in pair if number % 2 == 0 else reversed(pair):
            samples.append(side())
        progress(f"round {number + 1} of {rounds}")
    return turns


def median(values: Iterable[float]) -> float:
    """The median, to four significant digits: more would pretend."""
    return float(f"{statistics.median(values):.4g}")


def percent(share: float | None) -> float | None:
    """A share of one as per cent with one decimal, as tables show it."""
    return None if share is None else round(100 * share, 1)


def spread(items: Sequence[Sample], count: int) -> list[Sample]:
    """`count` items at even distances, so that a quick run sees every part of the set."""
    if count >= len(items):
        return list(items)
    return [items[index * len(items) // count] for index in range(count)]


def versions(*distributions: str) -> dict[str, str]:
    """The versions of Python, of Mergen and of the named distributions."""
    python = ".".join(str(part) for part in sys.version_info[:3])
    return {"python": python, **{name: version(name) for name in ("mergen", *distributions)}}


def progress(message: str) -> None:
    """Tell the person that waits. Figures go to standard output, this does not."""
    print(f"  {message}", file=sys.stderr, flush=True)


def cpu_seconds() -> float:
    """CPU time of this process and of every process below it, ended or living."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime + cpu_seconds_below()
