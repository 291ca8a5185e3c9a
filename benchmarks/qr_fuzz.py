"""Mutated input through the whole room `qr`: what crashes, hangs, raises or eats memory.

It goes through the same child process as in the field, so that a crash is seen and counted. An input is made
from its number alone: `mutated(NUMBER, SEED)` gives a finding again.
"""

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import cv2

from benchmarks.harness import Benchmark, Figures, Options, Table, Value, progress, versions
from benchmarks.qr_mutations import KINDS, TEXT, kind_of, mutated
from qr.charset import declared_text, text_of
from qr.crop import crops
from qr.errors import StepLost
from qr.payload import find, parse, payload_of
from qr.process import ReaderProcess, Time
from qr.reader import Reader
from qr.symbol import Reading
from qr.textcode import drawn_codes
from qr.watch import NO_WATCH, Watch
from qr.wire import Request
from qr.worker import STRETCH, WorkerLimits

SEED = 25
INPUTS = 100_000
QUICK_INPUTS = 400
DEEP_EVERY = 11
"""Prime to the sum of the shares, so that every kind has its deep passes."""
LIMITS = WorkerLimits()
PATIENCE = Time(cpu=LIMITS.step_seconds, wall=STRETCH * LIMITS.step_seconds)
SHOWN = 20
STEPS = 10


class FuzzedReader(Reader):
    """Reads images as `Reader` does, and takes an input that begins with `TEXT` for a symbol's
    bytes, and for a page's text, which may draw codes."""

    def read(self, data: bytes, *, deep: bool = False, watch: Watch = NO_WATCH) -> Reading:
        if not data.startswith(TEXT):
            return self._read_image(data, deep=deep, watch=watch)
        watch.allows("text/charset")
        raw = data.removeprefix(TEXT)
        texts = {text_of(raw), raw.decode("utf-8", "replace")}
        for codec in ("latin-1", "cp932"):
            texts.add(declared_text(raw, raw.decode(codec, "replace")))
        for text in texts:
            watch.allows("text/parse")
            parse(text)
            watch.allows("text/find")
            find(text)
        return self._read_drawings(texts, watch)

    def _read_image(self, data: bytes, *, deep: bool, watch: Watch) -> Reading:
        """The reading, then what is made of it for a person: what the codes mean, their crops, the hints."""
        reading = super().read(data, deep=deep, watch=watch)
        if reading.symbols:
            watch.allows("image/payload")
            for symbol in reading.symbols:
                payload_of(symbol)
            watch.allows("image/crops")
            crops(data, reading.symbols, self.limits)
        return reading

    def _read_drawings(self, texts: Iterable[str], watch: Watch) -> Reading:
        """The first reading of a code that a text draws, as the pipeline would have it."""
        for text in sorted(texts):
            watch.allows("text/drawn")
            for grey in drawn_codes(text):
                reading = super().read(cv2.imencode(".png", grey)[1].tobytes(), watch=watch)
                if reading.symbols:
                    return reading
        return Reading()


@dataclass(slots=True)
class Tally:
    """What came out so far."""

    faults: Counter[str] = field(default_factory=Counter)
    findings: list[tuple[int, str, str, str]] = field(default_factory=list)
    outcomes: dict[str, Counter[str]] = field(default_factory=dict)
    slowest: dict[str, float] = field(default_factory=dict)
    peak_mb: int = 0

    def add_reading(self, number: int, reading: Reading) -> None:
        outcome = "refused" if reading.error else "read" if reading.symbols else "nothing read"
        self._count(number, outcome)

    def add_fault(self, number: int, fault: str, lost: StepLost) -> None:
        self.faults[fault] += 1
        self.findings.append((number, fault, lost.step, str(lost)))
        progress(f"input {number}: {fault}: {lost.step}: {lost}")
        self._count(number, "lost")

    def add_time(self, number: int, seconds: float) -> None:
        name = kind_of(number).name
        self.slowest[name] = max(self.slowest.get(name, 0.0), seconds)

    def _count(self, number: int, outcome: str) -> None:
        self.outcomes.setdefault(kind_of(number).name, Counter())[outcome] += 1


class _Children:
    """One child at a time, a fresh one after each that was lost."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        self._child: ReaderProcess | None = None

    def read(self, data: bytes, request: Request) -> Reading:
        if self._child is None or self._child.images >= LIMITS.images:
            self.end()
            self._child = ReaderProcess(FuzzedReader, memory_mb=LIMITS.memory_mb, seconds=LIMITS.seconds)
        try:
            reading, _ = self._child.read(data, request, lambda _: PATIENCE)
        except StepLost as lost:
            if not lost.child_is_well:
                self.end()
            raise
        return reading

    def end(self) -> None:
        """Ends the child, having looked at how large it became."""
        if self._child is not None:
            self._tally.peak_mb = max(self._tally.peak_mb, _peak_mb(self._child.pid))
            self._child.end()
            self._child = None


def run(options: Options) -> Figures:
    """A few hundred inputs, or a hundred thousand."""
    return fuzz(QUICK_INPUTS if options.quick else INPUTS)


def fuzz(count: int) -> Figures:
    """The first `count` inputs, one in eleven with the deep pass."""
    tally = Tally()
    children = _Children(tally)
    for number in _counted(count):
        _one(number, children, tally)
    children.end()
    return Figures(
        values={
            "inputs": count,
            **{fault: tally.faults[fault] for fault in ("crashes", "hangs", "errors_raised")},
            "peak_mb": tally.peak_mb,
            "slowest_ms": round(1000 * max(tally.slowest.values())),
            "seed": SEED,
        },
        sizes={kind.name: sum(tally.outcomes.get(kind.name, Counter()).values()) for kind in KINDS},
        versions=versions("zxing-cpp", "pyzbar", "opencv-contrib-python-headless", "pillow"),
        data="generated",
        tables=(_outcomes(tally), _findings(tally)),
    )


def _one(number: int, children: _Children, tally: Tally) -> None:
    data = mutated(number, SEED)
    request = Request(deep=number % DEEP_EVERY == 0)
    began = time.monotonic()
    try:
        tally.add_reading(number, children.read(data, request))
    except StepLost as lost:
        late = time.monotonic() - began >= LIMITS.step_seconds
        fault = "errors_raised" if lost.child_is_well else "hangs" if late else "crashes"
        tally.add_fault(number, fault, lost)
    tally.add_time(number, time.monotonic() - began)


def _counted(count: int) -> Iterator[int]:
    for number in range(count):
        if number % max(1, count // STEPS) == 0:
            progress(f"{number} of {count} inputs")
        yield number


def _outcomes(tally: Tally) -> Table:
    names = ("read", "nothing read", "refused", "lost")
    rows: list[tuple[Value, ...]] = [
        (
            kind.name,
            *(tally.outcomes.get(kind.name, Counter())[name] for name in names),
            round(1000 * tally.slowest.get(kind.name, 0.0)),
        )
        for kind in KINDS
    ]
    return Table(title="By kind of input", columns=("kind", *names, "slowest ms"), rows=rows)


def _findings(tally: Tally) -> Table:
    columns = ("number", "fault", "step", "cause")
    return Table(title=f"The first {SHOWN} findings", columns=columns, rows=tally.findings[:SHOWN])


def _peak_mb(pid: int) -> int:
    """The largest resident set so far (`VmHWM` of proc(5)); 0 for a process that has ended."""
    with suppress(FileNotFoundError, ProcessLookupError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) // 1024
    return 0


QR_FUZZ = Benchmark(
    name="qr_fuzz",
    summary="mutated images, codes and texts through the reader's process: crashes, hangs, errors, memory",
    run=run,
)
