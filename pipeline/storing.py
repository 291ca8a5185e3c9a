"""A visit becomes rows, in one transaction."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from classifiers.score import Score
from crawler.capture import Capture
from crawler.obstacle import Obstacle
from crawler.page import ImageSource
from crawler.request import Origin, Provenance, Request
from crawler.visit import SeenImage
from models.capture import Obstacle as ObstacleRow
from models.capture import Page, PageImage
from models.image import Image, Sighting
from models.shop import Finding, Resource, Signal
from pipeline.events import record
from pipeline.evidence import Kept, add_capture, add_captures
from pipeline.fingerprint import fingerprint
from pipeline.harvest import count_page
from pipeline.pictures import Picture
from pipeline.resources import ResourceName, TelegramPreview, ensure_resource, name_resource
from pipeline.rows import add_new, ensure
from pipeline.storing_pictures import add_payload, add_picture, add_plain
from pipeline.storing_posts import store_posts
from pipeline.travelled import LookedAt, Stored, Travelled


def store_visit(
    session: Session, run_id: int, travelled: Travelled, preview: TelegramPreview, now: datetime
) -> Stored:
    """Add a visit's capture, page, images, codes, contacts and finding. A second time changes nothing."""
    visit = travelled.visit
    if visit.capture is None:
        raise ValueError("a visit without a capture has nothing to store")
    capture, fresh = add_capture(session, run_id, visit.request, visit.capture, travelled.kept, now)
    if travelled.fault:
        record(
            session,
            "unreadable",
            ("capture", capture.id),
            actor="mergen",
            at=now,
            url=visit.request.url,
            fault=travelled.fault[:1000],
        )
    score, page = travelled.score, visit.page
    if page is None or score is None:
        if fresh:
            _add_images(session, run_id, capture.id, travelled, now)
        if visit.obstacle is not None:
            name = name_resource(visit.capture.final_url, preview)
            _add_obstacle(session, capture.id, name, visit.obstacle, now)
        return Stored(capture_id=capture.id, fresh=fresh)
    resource = ensure_resource(session, name_resource(visit.capture.final_url, preview), now)
    resource.seen_at = now
    resource.changed_at = now if fresh else resource.changed_at
    # A page that could not be read at first may be read when it is taken again.
    unread = session.get(Page, capture.id) is None
    if unread:
        session.add(_page_row(capture.id, resource.id, travelled, score))
        _add_images(session, run_id, capture.id, travelled, now)
        _add_contacts(session, capture.id, travelled)
    flagged = session.scalar(select(Finding.id).where(Finding.capture_id == capture.id).limit(1)) is not None
    finding = (
        _add_finding(session, capture.id, resource, travelled, score, now) if travelled.flagged else None
    )
    count_page(session, capture, resource.id, pages=unread, flagged=finding is not None and not flagged)
    stored = Stored(capture_id=capture.id, fresh=fresh, resource_id=resource.id, finding_id=finding)
    store_posts(session, stored, travelled, now)
    return stored


def _add_obstacle(
    session: Session, capture_id: int, name: ResourceName, obstacle: Obstacle, now: datetime
) -> None:
    resource = ensure_resource(session, name, now)
    resource.seen_at = now
    values = {"kind": obstacle.kind.value, "sign": obstacle.sign, "service": obstacle.service}
    ensure(session, ObstacleRow, {"capture_id": capture_id}, resource_id=resource.id, **values)


def _page_row(capture_id: int, resource_id: int, travelled: Travelled, score: Score) -> Page:
    page = travelled.visit.page
    assert page is not None  # noqa: S101 - store_visit has looked
    return Page(
        capture_id=capture_id,
        resource_id=resource_id,
        title=page.title,
        language=score.language,
        text=page.text,
        main_text=page.main_text,
        image_text=travelled.image_text,
        score=score.value,
        sale=score.sale,
        recruitment=score.recruitment,
        label=score.label.value,
        scorer=score.scorer,
        fingerprint=fingerprint(page.text or travelled.image_text) if travelled.flagged else b"",
        favicon_sha256=_favicon(travelled),
    )


def _favicon(travelled: Travelled) -> str | None:
    page = travelled.visit.page
    for looked in travelled.looked_at:
        if page is not None and looked.image.ref.url == page.favicon:
            return looked.kept.sha256
    return None


def _add_images(session: Session, run_id: int, capture_id: int, travelled: Travelled, now: datetime) -> None:
    looked_at = {id(looked.image): looked for looked in travelled.looked_at}
    shown = [_of_page(travelled, looked) for looked in travelled.looked_at]
    add_captures(session, run_id, shown, now)
    _add_pictures(session, capture_id, [looked.picture for looked in travelled.looked_at], now)
    session.add_all(
        _page_image(capture_id, image, looked_at.get(id(image))) for image in travelled.visit.images
    )
    shot = travelled.screenshot
    if shot is not None and travelled.visit.capture is not None:
        add_screenshot(session, capture_id, travelled.visit.capture.final_url, shot, now)


def _add_pictures(session: Session, capture_id: int, pictures: Sequence[Picture], now: datetime) -> None:
    """Those that say more than the store knows: most are without a code, and were looked at before."""
    distinct = list({(picture.sha256, picture.reader): picture for picture in pictures}.values())
    digests = {picture.sha256 for picture in distinct}
    rows = session.execute(select(Image.sha256, Image.reader).where(Image.sha256.in_(digests)))
    known = {row.sha256: row.reader for row in rows}
    unknown = [picture for picture in reversed(distinct) if picture.sha256 not in known]
    added = add_plain(session, unknown, now)
    known |= {picture.sha256: picture.reader for picture in unknown if picture.sha256 in added}
    for picture in distinct:
        if picture.reading.symbols or known.get(picture.sha256) != picture.reader:
            add_codes(session, capture_id, picture, now)


def _page_image(capture_id: int, image: SeenImage, looked: LookedAt | None) -> PageImage:
    return PageImage(
        capture_id=capture_id,
        url=image.ref.url if not image.ref.url.startswith("data:") else "data:",
        source=image.ref.source.value,
        alt=image.ref.alt,
        image_sha256=looked.kept.sha256 if looked else None,
        failure=image.failure.message if image.failure else None,
    )


def add_screenshot(session: Session, capture_id: int, url: str, picture: Picture, now: datetime) -> None:
    """Add the codes that a page's screenshot shows, whatever they were drawn with."""
    if picture.reading.error is None:
        add_codes(session, capture_id, picture, now)
        source, digest = ImageSource.SCREENSHOT.value, picture.sha256
        session.add(PageImage(capture_id=capture_id, url=url, source=source, image_sha256=digest))


def _of_page(travelled: Travelled, looked: LookedAt) -> tuple[Request, Capture, Kept]:
    """An image as what the page led to."""
    captured, page = looked.image.capture, travelled.visit.request
    assert captured is not None  # noqa: S101 - what was looked at was captured
    reference = Provenance(origin=Origin.LINK, reference=page.url)
    request = Request(url=captured.url, depth=page.depth + 1, provenance=reference, profile=page.profile)
    return request, captured, looked.kept


def add_codes(session: Session, capture_id: int, picture: Picture, now: datetime) -> None:
    """Add what was seen in a picture that a page shows."""
    payloads = add_picture(session, picture, now)
    for payload, symbol in zip(payloads, picture.reading.symbols, strict=True):
        key = {"capture_id": capture_id, "payload_id": payload.id, "source": "code"}
        ensure(session, Sighting, key, text=symbol.text)


def _add_contacts(session: Session, capture_id: int, travelled: Travelled) -> None:
    for contact in travelled.contacts:
        key = {"capture_id": capture_id, "payload_id": add_payload(session, contact).id, "source": "contact"}
        ensure(session, Sighting, key, text=contact.text)


def _add_finding(
    session: Session, capture_id: int, resource: Resource, travelled: Travelled, score: Score, now: datetime
) -> int | None:
    key = {"capture_id": capture_id, "scorer": score.scorer}
    values = {
        "resource_id": resource.id,
        "score": score.value,
        "label": score.label.value,
        "found_at": now,
        "places": list(score.places),
    }
    added = add_new(session, Finding, **key, **values)
    if added is None:
        return ensure(session, Finding, key, **values).id
    page = travelled.visit.page
    length = len(page.text) if page is not None else 0
    session.add_all(
        Signal(
            finding_id=added.id,
            family=signal.family.value,
            kind=signal.kind,
            quote=signal.quote,
            start=signal.start,
            end=signal.end,
            weight=signal.weight,
            in_image=signal.start > length,
        )
        for signal in score.signals
    )
    return added.id
