"""What becomes of real, harmless pages on the whole road: one `mergen crawl`, then `mergen verify`."""

import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from benchmarks.command import Mergen
from benchmarks.harness import Benchmark, BenchmarkError, Figures, Options, Table, Value, versions
from benchmarks.local_site import LocalSite
from benchmarks.web_content import web_content
from models.capture import Page, PageImage
from models.database import Database
from models.image import Image

FLAGGED = frozenset({"sale", "recruitment"})

Row = Mapping[str, Any]


def run(options: Options) -> Figures:
    """Every page is harmless, so every flag is a false alarm, and every code read is a false reading: the
    pictures served hold none.

    One front page links to all others; links to other hosts become paths of the local site. Telegram handles
    lead to a name that does not resolve. A host that a flagged or unsure page names in its text is asked for
    as in the field.
    """
    content, kind = web_content(options)
    with (
        tempfile.TemporaryDirectory(prefix="mergen-benchmark-") as folder,
        LocalSite(content) as site,
    ):
        # Nobody who gave no page here will give one later.
        mergen = Mergen(folder=folder, site=site.host, settings=("MERGEN_RETRIES=0",))
        mergen("init")
        address = f"http://{site.host}/"
        rows = mergen("crawl", address, "--depth", "1", "--max-pages", "100000")
        stored = _stored(mergen.database_url)
        evidence = mergen("verify")[-1]["summary"]
    pages = [row for row in rows if row.get("url", "").startswith(f"{address}page/")]
    summary = _summary(rows)
    return Figures(
        values={
            **_page_counts(pages, served=len(content.pages)),
            "led_elsewhere": summary["requested"] - len(content.pages) - 1,
            "failed": sum(summary["failed"].values()),
            "refused": summary["refused"],
            "shops": summary["shops"],
            **stored,
            "evidence_checked": evidence["blobs"] + evidence["records"],
            "evidence_faults": evidence["faults"],
        },
        sizes={
            "pages": len(content.pages),
            "bytes": sum(map(len, content.pages)),
            "pictures": len(content.pictures),
        },
        versions=versions("scrapy", "scrapy-playwright", "selectolax"),
        data=kind,
        tables=(_languages(pages), _causes(summary["failed"])),
    )


def _summary(rows: Sequence[Row]) -> Row:
    summary: Row | None = rows[-1].get("summary") if rows else None
    if summary is None:
        raise BenchmarkError("mergen crawl gave no account at its end")
    return summary


def _page_counts(pages: Sequence[Row], *, served: int) -> dict[str, Value]:
    flagged = sum(page["label"] in FLAGGED for page in pages)
    unsure = sum(page["label"] == "unsure" for page in pages)
    return {
        "pages_stored": len(pages),
        "pages_lost": served - len(pages),
        "flagged": flagged,
        "flagged_rate": round(flagged / len(pages), 4) if pages else None,
        "unsure": unsure,
        "unsure_rate": round(unsure / len(pages), 4) if pages else None,
        "browser_pages": sum(page["via"] == "browser" for page in pages),
        "without_title": sum(not page["title"] for page in pages),
        "codes": sum(len(page["symbols"]) for page in pages),
    }


def _stored(url: str) -> dict[str, Value]:
    """What only the store tells: pages without text, pictures looked at, and those that could not be."""
    database = Database(url)
    try:
        with database.read() as session:
            pages = select(func.count()).select_from(Page)
            named = select(func.count()).select_from(PageImage)
            distinct = select(func.count()).select_from(Image)
            return {
                "without_text": session.scalar(pages.where(func.trim(Page.text) == "")),
                "without_main_text": session.scalar(pages.where(func.trim(Page.main_text) == "")),
                "images_named": session.scalar(named),
                "images_failed": session.scalar(named.where(PageImage.failure.is_not(None))),
                "images_distinct": session.scalar(distinct),
                "images_unreadable": session.scalar(distinct.where(Image.error.is_not(None))),
                "images_with_text": session.scalar(distinct.where(func.trim(Image.text) != "")),
            }
    finally:
        database.close()


def _languages(pages: Sequence[Row]) -> Table:
    languages = Counter(page["lang"] for page in pages)
    rows = [
        (
            name,
            count,
            sum(page["label"] in FLAGGED for page in pages if page["lang"] == name),
            sum(page["label"] == "unsure" for page in pages if page["lang"] == name),
        )
        for name, count in languages.most_common()
    ]
    return Table(
        title="By language, as Mergen tells it", columns=("language", "pages", "flagged", "unsure"), rows=rows
    )


def _causes(failed: Mapping[str, int]) -> Table:
    return Table(title="Failed by cause", columns=("cause", "pages"), rows=list(failed.items()))


REAL_PAGES = Benchmark(
    name="real_pages",
    summary="the whole road on real harmless pages: stored, lost, flagged wrongly, evidence verified",
    run=run,
)
