"""`python -m benchmarks list`; `python -m benchmarks NAME [--quick] [--json] [--data DIR]`."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.browser_memory import BROWSER_MEMORY
from benchmarks.crawl_memory import CRAWL_MEMORY
from benchmarks.crawl_speed import CRAWL_SPEED
from benchmarks.egress import EGRESS
from benchmarks.focus import FOCUS
from benchmarks.frontier_kill import FRONTIER_KILL
from benchmarks.harness import Benchmark, BenchmarkError, Figures, Options
from benchmarks.image_text import IMAGE_TEXT
from benchmarks.qr_fuzz import QR_FUZZ
from benchmarks.qr_recall import QR_RECALL
from benchmarks.qr_speed import QR_SPEED
from benchmarks.qr_street import QR_STREET
from benchmarks.real_pages import REAL_PAGES
from benchmarks.recrawl import RECRAWL
from benchmarks.review_day import REVIEW_DAY
from benchmarks.review_load import REVIEW_LOAD
from benchmarks.score_speed import SCORE_SPEED
from benchmarks.semantic import SEMANTIC
from benchmarks.tamper import TAMPER
from benchmarks.text_sources import TEXT_SOURCES

BENCHMARKS: tuple[Benchmark, ...] = (
    CRAWL_SPEED,
    CRAWL_MEMORY,
    BROWSER_MEMORY,
    FRONTIER_KILL,
    EGRESS,
    FOCUS,
    QR_SPEED,
    QR_RECALL,
    QR_STREET,
    QR_FUZZ,
    TEXT_SOURCES,
    SEMANTIC,
    IMAGE_TEXT,
    SCORE_SPEED,
    REAL_PAGES,
    RECRAWL,
    TAMPER,
    REVIEW_LOAD,
    REVIEW_DAY,
)

ROOT = Path(__file__).resolve().parents[1]
DEFAULT_DATA = Path("..", "shared", "data")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one benchmark. Gives the exit status: 0 done, 1 it could not run."""
    options = _parser().parse_args(arguments)
    if options.name == "list":
        _list(as_json=options.json)
        return 0
    benchmark = next(each for each in BENCHMARKS if each.name == options.name)
    shared = ROOT / DEFAULT_DATA
    data = options.data or (shared if shared.is_dir() else None)
    if data is not None and not data.is_dir():
        print(
            f"There is no folder {data}. Give one with --data, or none for generated sets.", file=sys.stderr
        )
        return 1
    if data is None:
        print("No real data (--data DIR): the generated sets are used.", file=sys.stderr)
    try:
        figures = benchmark.run(
            Options(
                quick=options.quick, data=data, peers=options.peers, only=options.only, photos=options.photos
            )
        )
    except BenchmarkError as error:
        print(f"{benchmark.name} could not run: {error}", file=sys.stderr)
        return 1
    _show(benchmark, figures, as_json=options.json)
    return 0


def _parser() -> argparse.ArgumentParser:
    names = ["list", *(benchmark.name for benchmark in BENCHMARKS)]
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("name", choices=names, help="what to run, or list")
    parser.add_argument("--quick", action="store_true", help="a part of the input: for a first look")
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    parser.add_argument(
        "--data", type=Path, help=f"a folder of real data (default {DEFAULT_DATA} where it exists)"
    )
    parser.add_argument("--peers", type=_names, default=(), help="qr_recall, qr_street: beside these, NAME,…")
    parser.add_argument("--only", type=_names, default=(), help="the same: sets or conditions that begin so")
    parser.add_argument("--photos", type=int, help="qr_street: photos for each condition and severity")
    return parser


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _list(*, as_json: bool) -> None:
    for benchmark in BENCHMARKS:
        row = {"benchmark": benchmark.name, "summary": benchmark.summary}
        print(json.dumps(row) if as_json else f"{benchmark.name:15} {benchmark.summary}")


def _show(benchmark: Benchmark, figures: Figures, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(figures.as_object(benchmark.name), ensure_ascii=False))
        return
    print(f"{benchmark.name}: {benchmark.summary}")
    for name, value in figures.values.items():
        print(f"  {name:28} {'-' if value is None else value}")
    print(
        f"  input: {figures.data}, " + ", ".join(f"{count} {name}" for name, count in figures.sizes.items())
    )
    print("  versions: " + ", ".join(f"{name} {number}" for name, number in figures.versions.items()))
    for table in figures.tables:
        print(f"\n{table.title}\n\n{table.as_markdown()}")


if __name__ == "__main__":
    sys.exit(main())
