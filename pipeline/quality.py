"""Does what was stored of a flagged page hold the words for which it was flagged, and does its picture show
the same page?

A site may answer with another page by the time it is pictured: a wall, an empty shop, a page for machines. A
person and a court would then look at a picture that shows nothing of what is quoted.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.capture import Capture as Captured
from crawler.reading import read
from models.capture import Capture, Page
from models.image import Image
from models.quality import CaptureCheck
from models.shop import Finding, Signal
from pipeline.blobs import BlobStore
from pipeline.recaptured import recaptured
from pipeline.road import Tools
from pipeline.screenshots import Camera, picture

MOST_TAKEN_AGAIN = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """The quotes of a capture's finding. `unsaid` are those that neither its stored bytes nor the text read
    in its images hold, `unshown` those that neither the DOM nor the text of its picture holds."""

    quotes: tuple[str, ...]
    unsaid: tuple[str, ...]
    unshown: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Prices and counters change from one second to the next: half of the quotes prove the page."""
        return not self.unsaid and 2 * len(self.unshown) <= len(self.quotes)


def check_captures(run_id: int, tools: Tools, camera: Camera | None) -> int:
    """Check the flagged captures of a run, each once. One whose picture shows another page is pictured once
    more, unless another visitor was shown it; gives how many are incomplete then. Raises EvidenceUnavailable,
    EvidenceDamaged."""
    with tools.database.read() as session:
        rows = _unchecked(session, run_id)
        found = {row.id: quality(session, tools.evidence.blobs, row) for row in rows}
    poor = [row for row in rows if row.screenshot_sha256 and not row.profile and not found[row.id].complete]
    again = _picture_again(poor[:MOST_TAKEN_AGAIN], tools, camera)
    with tools.database.read() as session:
        for key in again:
            found[key] = quality(session, tools.evidence.blobs, session.get_one(Capture, key))
    with tools.database.write() as session:
        now = tools.clock()
        session.add_all(_row(key, each, now, takes=int(key in again)) for key, each in found.items())
    return sum(not each.complete for each in found.values())


def _row(capture_id: int, found: Quality, now: datetime, *, takes: int) -> CaptureCheck:
    return CaptureCheck(
        capture_id=capture_id,
        checked_at=now,
        complete=found.complete,
        quotes=len(found.quotes),
        takes=takes,
        unsaid=list(found.unsaid),
        unshown=list(found.unshown),
    )


def quality(session: Session, blobs: BlobStore, row: Capture) -> Quality:
    """What of the quotes on a capture its bytes hold, and its picture shows."""
    query = select(Signal.quote).join(Finding, Finding.id == Signal.finding_id)
    quotes = tuple(dict.fromkeys(session.scalars(query.where(Finding.capture_id == row.id))))
    page = session.get(Page, row.id)
    image_text = page.image_text if page is not None else ""
    captured = recaptured(row, blobs)
    unsaid = _missing(quotes, (_text(captured), image_text))
    if row.screenshot_sha256 is None:
        return Quality(quotes=quotes, unsaid=unsaid, unshown=())
    picture = session.get(Image, row.screenshot_sha256)
    dom = blobs.get(row.rendered_sha256) if row.rendered_sha256 else captured.body
    shown = (_text(replace(captured, rendered=dom)), image_text, picture.text if picture else "")
    return Quality(quotes=quotes, unsaid=unsaid, unshown=_missing(quotes, shown))


def _unchecked(session: Session, run_id: int) -> Sequence[Capture]:
    query = (
        select(Capture)
        .where(Capture.run_id == run_id, Capture.id.in_(select(Finding.capture_id)))
        .where(Capture.id.not_in(select(CaptureCheck.capture_id)))
    )
    return session.scalars(query.order_by(Capture.id)).all()


def _picture_again(rows: Sequence[Capture], tools: Tools, camera: Camera | None) -> Collection[int]:
    if camera is None or not rows:
        return ()
    return picture([(row.id, row.url) for row in rows], tools, camera)


def _text(captured: Captured) -> str:
    try:
        page = read(captured)
    except Exception as fault:  # noqa: BLE001 - what cannot be read holds no quote, and is told as such
        structlog.get_logger().warning("capture cannot be read", url=captured.url, fault=repr(fault))
        return ""
    return page.text if page is not None else ""


def _missing(quotes: Iterable[str], texts: Iterable[str]) -> tuple[str, ...]:
    there = "\n".join(map(_folded, texts))
    return tuple(quote for quote in quotes if _folded(quote) not in there)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
