"""A crawl of a tree site that is looked at while it runs."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.command import Mergen
from benchmarks.harness import BenchmarkError
from benchmarks.tree_site import TreeSite

PER_HOST = 400  # below the crawler's limit for a host
LOOK_SECONDS = 0.5
SAID = 3000  # characters


def watched_crawl(site: TreeSite, look: Callable[[int], None], *words: str) -> None:
    """Crawl all of `site` into an empty store, and `look` at the process, given its number, twice a second.
    Raises BenchmarkError unless every page is stored."""
    with tempfile.TemporaryDirectory(prefix="mergen-benchmark-") as folder:
        mergen = Mergen(folder=folder, site=",".join(site.addresses))
        mergen("init")
        reach = ("--depth", "20", "--offsite", "20", "--max-pages", str(2 * site.pages))
        log = Path(folder, "crawl.log")
        with mergen.start("crawl", site.url(0), *reach, *words, log=log) as crawl:
            while crawl.poll() is None:
                look(crawl.pid)
                time.sleep(LOOK_SECONDS)
        counts = mergen("frontier", "count", "--state", "done")
        said = log.read_text("utf-8", "replace")[-SAID:]
    stored = sum(count["count"] for count in counts)
    if crawl.returncode or stored < site.pages:
        status = f"{stored} of {site.pages} pages were stored, status {crawl.returncode}"
        raise BenchmarkError(f"{status}; the crawl said at last:\n{said}")


def hosts_for(pages: int) -> int:
    """How many hosts so many pages need."""
    return -(-pages // PER_HOST)
