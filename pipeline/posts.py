"""The posts of channels and the cards of names, as rows."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Session

from crawler.page import Link, Page, PageKind
from crawler.page import Post as SeenPost
from models.post import Card, Post
from models.shop import Resource
from pipeline.resources import TELEGRAM
from pipeline.rows import ensure, index_key

if TYPE_CHECKING:  # it loads OpenCV, which who only reads posts does not need
    from pipeline.travelled import Stored, Travelled

PAGE_OF_POSTS = 40
"""How many numbers back at least one post is looked for: a preview shows twenty, and some are deleted."""
LARGEST_NUMBER = 2**62


def store_posts(session: Session, stored: "Stored", travelled: "Travelled", now: datetime) -> None:
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
    session: Session, stored: "Stored", page: Page, photos: Mapping[str, str], now: datetime
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


def number_of(post: SeenPost) -> int | None:
    """A post's number in its channel; None where the preview gives none."""
    number = post.reference.rpartition("/")[2]
    known = number.isascii() and number.isdecimal() and len(number) < 20
    return int(number) if known and int(number) < LARGEST_NUMBER else None


def posts_of(session: Session, resource_id: int, limit: int = 100) -> Sequence[Post]:
    """A channel's posts, the newest first."""
    return posts_of_all(session, [resource_id], limit)


def posts_of_all(session: Session, resource_ids: Collection[int], limit: int) -> Sequence[Post]:
    """At most so many posts of each of these channels, each channel's newest first."""
    order = sa.func.row_number().over(partition_by=Post.resource_id, order_by=Post.number.desc())
    ranked = sa.select(Post.id, order.label("rank")).where(Post.resource_id.in_(resource_ids)).subquery()
    query = sa.select(Post).join(ranked, ranked.c.id == Post.id).where(ranked.c.rank <= limit)
    return session.scalars(query.order_by(Post.resource_id, Post.number.desc())).all()


def knows_from_here(session: Session, posts: Sequence[SeenPost]) -> bool:
    """Whether some posts of a channel's page are stored, and those right before the page too: then they
    were read back from there, and not only until a crawl was cut off."""
    numbers = [number for post in posts if (number := number_of(post)) is not None]
    if not numbers:
        return False
    channel, oldest = posts[0].reference.rpartition("/")[0].lower(), min(numbers)
    stored = (
        sa.select(Post.id)
        .join(Resource, Resource.id == Post.resource_id)
        .where(Resource.key == index_key(f"{TELEGRAM}/{channel}"))
        .limit(1)
    )
    before = Post.number.between(oldest - PAGE_OF_POSTS, oldest - 1)
    return all(session.scalars(stored.where(which)).first() for which in (Post.number.in_(numbers), before))


def _as_rows(links: Iterable[Link]) -> list[dict[str, str]]:
    return [{"url": link.url, "text": link.text} for link in links]
