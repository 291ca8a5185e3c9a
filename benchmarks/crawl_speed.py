"""How many pages a second Mergen crawls with everything on, against bare Scrapy on the same site."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import generated
from benchmarks.harness import (
    Benchmark,
    BenchmarkError,
    Figures,
    Options,
    median,
    progress,
    spread,
    take_turns,
    versions,
)
from benchmarks.local_site import Content, LocalSite
from qr.reader import Reader

ROUNDS = 3
QUICK_PAGES = 40
GENERATED_PAGES = 200
PICTURES = 200
LIMIT_SECONDS = 1800
BIN = Path(sys.executable).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawl:
    """One crawl. `seconds` run from the first request to the end."""

    pages: int
    browser_pages: int
    images: int
    seconds: float

    @property
    def speed(self) -> float:
        """Pages a second."""
        return self.pages / self.seconds


def run(options: Options) -> Figures:
    """One front page that links to all others; one hop deep, no foreign address, both sides obey robots.txt.

    Mergen stores evidence, reads codes, scores and opens the browser where a page asks for it; the peer
    downloads pages and pictures. Start-up is left out on both sides, the orderly end is not.
    """
    content, kind = _content(options)
    with LocalSite(content) as site:
        turns = take_turns(lambda: _mergen(site), lambda: _bare(site), ROUNDS)
    pages = len(content.pages) + 1
    return Figures(
        values={
            "ratio": median(a.speed / b.speed for a, b in zip(turns.ours, turns.theirs, strict=True)),
            "mergen_pages_s": median(crawl.speed for crawl in turns.ours),
            "scrapy_pages_s": median(crawl.speed for crawl in turns.theirs),
            "mergen_pages": turns.ours[-1].pages,
            "mergen_browser_pages": turns.ours[-1].browser_pages,
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
        settings = [f"MERGEN_DATABASE_URL=sqlite:///{folder}/mergen.db", f"MERGEN_EGRESS_ALLOW={site.host}"]
        mergen = ["env", *settings, str(BIN / "mergen")]
        _call([*mergen, "init"], folder)
        site.restart_clock()
        limits = ["--depth", "1", "--max-pages", "100000"]
        lines = _call([*mergen, "crawl", f"http://{site.host}/", *limits, "--json"], folder)
        seconds = _since_first_request(site, "mergen crawl")
    rows = [json.loads(line) for line in lines]
    pages = [row for row in rows if "url" in row]
    browser = sum(row["via"] == "browser" for row in pages)
    return Crawl(pages=len(pages), browser_pages=browser, images=0, seconds=seconds)


def _bare(site: LocalSite) -> Crawl:
    with tempfile.TemporaryDirectory(prefix="mergen-benchmark-") as folder:
        site.restart_clock()
        script = Path(__file__).with_name("bare_scrapy.py")
        lines = _call([sys.executable, str(script), f"http://{site.host}/", f"{folder}/images"], folder)
        seconds = _since_first_request(site, "bare Scrapy")
    found = json.loads(lines[-1])
    return Crawl(pages=found["pages"], browser_pages=0, images=found["images"], seconds=seconds)


def _since_first_request(site: LocalSite, who: str) -> float:
    if site.first_request is None:
        raise BenchmarkError(f"{who} never asked the local site for anything")
    return time.perf_counter() - site.first_request


def _call(command: Sequence[str], folder: str) -> list[str]:
    """The lines of standard output. The command's own log is kept back unless it fails."""
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=LIMIT_SECONDS, check=True)
    except subprocess.TimeoutExpired as error:
        raise BenchmarkError(f"no end after {LIMIT_SECONDS} s: {' '.join(command)}") from error
    except subprocess.CalledProcessError as error:
        log = error.stderr.decode("utf-8", "replace")[-2000:]
        raise BenchmarkError(f"{' '.join(command)} ended with status {error.returncode}:\n{log}") from error
    return done.stdout.decode("utf-8").splitlines()


def _content(options: Options) -> tuple[Content, str]:
    folder = options.real("pages")
    if folder is None:
        count = QUICK_PAGES if options.quick else GENERATED_PAGES
        pictures = list(generated.pictures(PICTURES))
        return Content(pages=list(generated.pages(count)), pictures=pictures), "generated"
    files = sorted(folder.rglob("*.html"))
    chosen = spread(files, QUICK_PAGES if options.quick else len(files))
    progress(f"{len(chosen)} of {len(files)} real pages")
    return Content(pages=[path.read_bytes() for path in chosen], pictures=_pictures(options)), "real"


def _pictures(options: Options) -> list[bytes]:
    """Real pictures beside real pages, where there are any: the pages were saved without theirs."""
    folder = options.real("qr", "neg")
    if folder is None:
        return list(generated.pictures(PICTURES))
    kinds = {".png", ".jpg", ".jpeg", ".gif", ".webp"}
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in kinds)
    pictures = [path.read_bytes() for path in spread(files, PICTURES)]
    reader = Reader()
    return [picture for picture in pictures if not reader.read(picture).symbols]  # a code would lead outside


CRAWL_SPEED = Benchmark(
    name="crawl_speed",
    summary="pages a second: Mergen with everything on divided by bare Scrapy that only downloads",
    run=run,
)
