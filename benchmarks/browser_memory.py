"""Whether the browser's memory stays flat over one long run."""

from benchmarks.harness import Benchmark, Figures, Options, median, progress, versions
from benchmarks.tree_site import TreeSite
from benchmarks.watched_crawl import hosts_for, watched_crawl
from crawler.footprint import browser_bytes

PAGES, PART = 1_000, 100
QUICK_PAGES, QUICK_PART = 120, 20


def run(options: Options) -> Figures:
    """One crawl of pages that are empty until their script has run; memory is what Playwright's driver and
    the browser's processes have for themselves, looked at twice a second: the peak while the last pages are
    fetched, divided by the peak during as many at the start."""
    pages, part = (QUICK_PAGES, QUICK_PART) if options.quick else (PAGES, PART)
    peaks = _peaks(pages, part)
    return Figures(
        values={
            "peak_ratio": median([peaks[-1] / peaks[0]]),
            "first_peak_mb": round(peaks[0] / 1e6),
            "last_peak_mb": round(peaks[-1] / 1e6),
            "peak_mb": round(max(peaks) / 1e6),
        },
        sizes={"pages": pages, "part": part},
        versions=versions("playwright", "scrapy-playwright"),
        data="generated",
    )


def _peaks(pages: int, part: int) -> list[int]:
    """The peak in bytes during each `part` of the pages."""
    peaks = [0] * (pages // part)
    with TreeSite(pages, hosts_for(pages), scripted=1) as site:

        def look(crawl: int) -> None:
            seen = sum(hits > 1 for hits in site.hits.copy().values())  # first over HTTP, then by the browser
            place = min(seen // part, len(peaks) - 1)
            peaks[place] = max(peaks[place], browser_bytes(crawl))

        watched_crawl(site, look)
    progress(", ".join(f"{peak / 1e6:.0f}" for peak in peaks) + " MB")
    return peaks


BROWSER_MEMORY = Benchmark(
    name="browser_memory",
    summary="the browser's peak memory in the last 100 of 1,000 pages with scripts divided by the first 100",
    run=run,
)
