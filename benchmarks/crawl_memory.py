"""Whether the memory of a crawl stays flat: the peak of a long one divided by that of a short one."""

from benchmarks.harness import Benchmark, Figures, Options, median, progress, versions
from benchmarks.processes import resident_bytes
from benchmarks.tree_site import TreeSite
from benchmarks.watched_crawl import hosts_for, watched_crawl

SHORT, LONG = 2_000, 20_000
QUICK_SHORT, QUICK_LONG = 200, 1_000


def run(options: Options) -> Figures:
    """Two crawls without a browser, each in an empty store; memory is what all of its processes hold in
    RAM, looked at twice a second."""
    sizes = (QUICK_SHORT, QUICK_LONG) if options.quick else (SHORT, LONG)
    short, long = (_peak(pages) for pages in sizes)
    return Figures(
        values={
            "peak_ratio": median([long / short]),
            "short_peak_mb": round(short / 1e6),
            "long_peak_mb": round(long / 1e6),
        },
        sizes={"short": sizes[0], "long": sizes[1]},
        versions=versions("scrapy", "sqlalchemy"),
        data="generated",
    )


def _peak(pages: int) -> int:
    """The peak in bytes of a crawl of so many pages."""
    peak = 0

    def look(crawl: int) -> None:
        nonlocal peak
        peak = max(peak, resident_bytes(crawl))

    with TreeSite(pages, hosts_for(pages)) as site:
        watched_crawl(site, look, "--browser", "never")
    progress(f"{pages} pages: {peak / 1e6:.0f} MB")
    return peak


CRAWL_MEMORY = Benchmark(
    name="crawl_memory",
    summary="peak memory of a crawl of 20,000 pages divided by that of one of 2,000",
    run=run,
)
