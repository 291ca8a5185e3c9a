"""The posts of channels, as they are stored."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from crawler.page import Post as SeenPost
from models.post import Post
from models.shop import Resource
from pipeline.resources import TELEGRAM
from pipeline.rows import index_key

PAGE_OF_POSTS = 40
"""How many numbers back at least one post is looked for: a preview shows twenty, and some are deleted."""
LARGEST_NUMBER = 2**62


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
