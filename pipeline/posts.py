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
_NEWEST = sa.func.row_number().over(partition_by=Post.resource_id, order_by=Post.number.desc())
_RANKED = (
    sa.select(Post.id, _NEWEST.label("rank"))
    .where(Post.resource_id.in_(sa.bindparam("resources", expanding=True)))
    .subquery()
)
_OF_ALL = (
    sa.select(Post)
    .join(_RANKED, _RANKED.c.id == Post.id)
    .where(_RANKED.c.rank <= sa.bindparam("most"))
    .order_by(Post.resource_id, Post.number.desc())
)


def number_of(post: SeenPost) -> int | None:
    """A post's number in its channel; None where the preview gives none."""
    number = post.reference.rpartition("/")[2]
    known = number.isascii() and number.isdecimal() and len(number) < 20
    return int(number) if known and int(number) < LARGEST_NUMBER else None


def posts_of_all(session: Session, resource_ids: Collection[int], limit: int) -> Sequence[Post]:
    """At most so many posts of each of these channels, each channel's newest first."""
    return session.scalars(_OF_ALL, {"resources": list(resource_ids), "most": limit}).all()


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
