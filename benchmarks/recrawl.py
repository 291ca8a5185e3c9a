"""What a second crawl of a site costs on which nothing has changed."""

import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.command import Mergen
from benchmarks.harness import Benchmark, BenchmarkError, Figures, Options, versions
from benchmarks.local_site import LocalSite
from benchmarks.web_content import web_content


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one crawl took: `sent` are the bytes of bodies that the site sent, `kept` those by which the
    evidence grew."""

    summary: Mapping[str, Any]
    requests: int
    sent: int
    kept: int
    seconds: float


def run(options: Options) -> Figures:
    """The same command twice on one store. Every other page of the site answers 304 to who knows it, the rest
    send the same bytes again. Without the browser: what it shows is always looked at anew."""
    content, kind = web_content(options)
    with (
        tempfile.TemporaryDirectory(prefix="mergen-benchmark-") as folder,
        LocalSite(content, tags_every=2) as site,
    ):
        mergen = Mergen(folder=folder, site=site.host)
        mergen("init")
        first, second = (_crawl(mergen, site, Path(folder)) for _ in range(2))
        faults = mergen("verify")[-1]["summary"]["faults"]
    return Figures(
        values={
            "pages": first.summary["pages"],
            "unchanged": second.summary["unchanged"],
            "looked_at_anew": second.summary["pages"],
            "requests_first": first.requests,
            "requests_second": second.requests,
            "sent_ratio": second.sent / first.sent,
            "kept_ratio": second.kept / first.kept,
            "seconds_ratio": second.seconds / first.seconds,
            "evidence_faults": faults,
        },
        sizes={"pages": len(content.pages) + 1, "pictures": len(content.pictures)},
        versions=versions("scrapy", "warcio"),
        data=kind,
    )


def _crawl(mergen: Mergen, site: LocalSite, folder: Path) -> Cost:
    requests, sent, kept = site.requests, site.sent, _size(folder)
    site.restart_clock()
    rows = mergen(
        "crawl", f"http://{site.host}/", "--depth", "1", "--max-pages", "100000", "--browser", "never"
    )
    if site.first_request is None:
        raise BenchmarkError("mergen crawl never asked the local site for anything")
    return Cost(
        summary=rows[-1]["summary"],
        requests=site.requests - requests,
        sent=site.sent - sent,
        kept=_size(folder) - kept,
        seconds=time.perf_counter() - site.first_request,
    )


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in (folder / "var" / "evidence").rglob("*") if path.is_file())


RECRAWL = Benchmark(
    name="recrawl",
    summary="a second crawl of an unchanged site: its requests, bytes and time as a part of the first one's",
    run=run,
)
