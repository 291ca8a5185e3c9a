"""How many pages a second Mergen crawls with everything on, against bare Scrapy on the same site."""

import json
import resource
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.command import Mergen, call
from benchmarks.harness import (
    Benchmark,
    BenchmarkError,
    Figures,
    Options,
    median,
    take_turns,
    versions,
)
from benchmarks.local_site import LocalSite
from benchmarks.web_content import web_content
from crawler.capture import Capture, Via
from crawler.reading import read
from crawler.settings import IMAGES_PER_PAGE

ROUNDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawl:
    """One crawl. `seconds` run from the first request to the end; `cpu` is the CPU time of all its processes,
    start-up too."""

    pages: int
    browser_pages: int
    images: int
    seconds: float
    cpu: float

    @property
    def speed(self) -> float:
        """Pages a second."""
        return self.pages / self.seconds


def run(options: Options) -> Figures:
    """One front page that links to all others; one hop deep, no foreign address, both sides obey robots.txt.

    Mergen stores evidence, reads codes, scores and opens the browser where a page asks for it; the peer
    downloads the same pages and the same pictures. Start-up is left out on both sides, the orderly end is
    not. Names that do not resolve here are not tried again: that is waiting, and no work.
    """
    content, kind = web_content(options)
    with LocalSite(content) as site:
        turns = take_turns(lambda: _mergen(site), lambda: _bare(site), ROUNDS)
    pages = len(content.pages) + 1
    return Figures(
        values={
            "ratio": median(a.speed / b.speed for a, b in zip(turns.ours, turns.theirs, strict=True)),
            "mergen_pages_s": median(crawl.speed for crawl in turns.ours),
            "scrapy_pages_s": median(crawl.speed for crawl in turns.theirs),
            "mergen_cpu_s_page": median(crawl.cpu / crawl.pages for crawl in turns.ours),
            "scrapy_cpu_s_page": median(crawl.cpu / crawl.pages for crawl in turns.theirs),
            "mergen_pages": turns.ours[-1].pages,
            "mergen_browser_pages": turns.ours[-1].browser_pages,
            "mergen_images": turns.ours[-1].images,
            "scrapy_pages": turns.theirs[-1].pages,
            "scrapy_images": turns.theirs[-1].images,
            "rounds": ROUNDS,
        },
        sizes={"pages": pages, "bytes": sum(map(len, content.pages)), "pictures": len(content.pictures)},
        versions=versions("scrapy", "scrapy-playwright", "pillow"),
        data=kind,
    )


def _mergen(site: LocalSite) -> Crawl:
    """`mergen crawl` in an empty folder of its own, allowed to look at this one loopback address."""
    with tempfile.TemporaryDirectory(prefix="mergen-benchmark-") as folder:
        mergen = Mergen(folder=folder, site=site.host, settings=("MERGEN_RETRIES=0",))
        mergen("init")
        site.restart_clock()
        before = _cpu()
        rows = mergen("crawl", f"http://{site.host}/", "--depth", "1", "--max-pages", "100000")
        seconds = _since_first_request(site, "mergen crawl")
    pages = [row for row in rows if "url" in row]
    browser = sum(row["via"] == "browser" for row in pages)
    return Crawl(
        pages=len(pages),
        browser_pages=browser,
        images=rows[-1]["summary"]["images"],
        seconds=seconds,
        cpu=_cpu() - before,
    )


def _bare(site: LocalSite) -> Crawl:
    with tempfile.TemporaryDirectory(prefix="mergen-benchmark-") as folder:
        named = Path(folder, "pictures.json")
        named.write_text(json.dumps({url: _pictures(url, page) for url, page in site.pages.items()}), "utf-8")
        script = Path(__file__).with_name("bare_scrapy.py")
        site.restart_clock()
        before = _cpu()
        words = [sys.executable, str(script), f"http://{site.host}/", str(named), f"{folder}/images"]
        lines = call(words, folder)
        seconds = _since_first_request(site, "bare Scrapy")
    found = json.loads(lines[-1])
    return Crawl(
        pages=found["pages"],
        browser_pages=0,
        images=found["images"],
        seconds=seconds,
        cpu=_cpu() - before,
    )


def _pictures(url: str, body: bytes) -> list[str]:
    """The addresses of the pictures that Mergen fetches for a page as the server sends it."""
    page = read(
        Capture(
            url=url,
            final_url=url,
            status=200,
            headers=(("Content-Type", "text/html"),),
            body=body,
            via=Via.HTTP,
            fetched_at=datetime.now(UTC),
        )
    )
    shown = page.images[:IMAGES_PER_PAGE] if page is not None else ()
    return [image.url for image in shown if image.url.startswith("http")]


def _cpu() -> float:
    """CPU time of the processes that were waited for, and of theirs."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime


def _since_first_request(site: LocalSite, who: str) -> float:
    if site.first_request is None:
        raise BenchmarkError(f"{who} never asked the local site for anything")
    return time.perf_counter() - site.first_request


CRAWL_SPEED = Benchmark(
    name="crawl_speed",
    summary="pages a second: Mergen with everything on divided by bare Scrapy that only downloads",
    run=run,
)
