"""The posts of channels and the cards of names, stored as rows."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from crawler.page import Link, Page, PageKind
from crawler.page import Post as SeenPost
from models.post import Card, Post
from pipeline.posts import number_of
from pipeline.rows import ensure
from pipeline.travelled import Stored, Travelled


def store_posts(session: Session, stored: Stored, travelled: Travelled, now: datetime) -> None:
    """Add what a preview shows, or bring it up to date: views rise, texts are edited."""
    page = travelled.visit.page
    if page is None or stored.resource_id is None:
        return
    if page.card is not None:
        key = {"capture_id": stored.capture_id}
        ensure(session, Card, key, resource_id=stored.resource_id, kind=page.card.value)
    if page.kind is PageKind.CHANNEL:
        photos = {looked.image.ref.url: looked.kept.sha256 for looked in travelled.looked_at}
        _store_all(session, stored, page, photos, now)


def _store_all(
    session: Session, stored: Stored, page: Page, photos: Mapping[str, str], now: datetime
) -> None:
    for post in page.posts:
        number = number_of(post)
        if number is None:
            continue
        values = _values(post, photos) | {"capture_id": stored.capture_id, "seen_at": now}
        key = {"resource_id": stored.resource_id, "number": number}
        row = ensure(session, Post, key, first_capture_id=stored.capture_id, **values)
        if row.text != post.text:
            row.changed_at = now
        for name, value in values.items():
            setattr(row, name, value)


def _values(post: SeenPost, photos: Mapping[str, str]) -> dict[str, object]:
    return {
        "text": post.text,
        "published_at": post.published_at,
        "views": post.views,
        "links": _as_rows(post.links),
        "buttons": _as_rows(post.buttons),
        "photos": [{"url": image.url, "sha256": photos.get(image.url)} for image in post.images],
        "forwarded_from": post.forwarded_from,
        "forwarded_url": post.forwarded_url,
    }


def _as_rows(links: Iterable[Link]) -> list[dict[str, str]]:
    return [{"url": link.url, "text": link.text} for link in links]
