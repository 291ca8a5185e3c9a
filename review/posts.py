"""The posts of a shop's channels: those that the quotes come from, and the newest few."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from sqlalchemy.orm import Session

from models.post import Post
from pipeline.posts import posts_of_all
from review.shop_view import FaceView, LinkView, PostView, SignalView

NEWEST = 3
LOOKED_AT = 100
MOST_SHOWN = 30
LEAST_QUOTE = 4
"""A quote of fewer characters stands in too many posts to tell anything."""
_SPACES = re.compile(r"\s+")


def posts_view(
    session: Session, faces: Iterable[FaceView], signals: Collection[SignalView]
) -> tuple[PostView, ...]:
    """Posts to show, those with quotes first and among them the one with most; at most one query."""
    channels = {face.resource_id: face.key for face in faces if face.kind == "account"}
    quotes = _quotes(signals)
    by_channel: dict[int, list[Post]] = defaultdict(list)
    for post in posts_of_all(session, tuple(channels), LOOKED_AT) if channels else ():
        by_channel[post.resource_id].append(post)
    shown = [
        view
        for resource_id, posts in by_channel.items()
        for number, post in enumerate(posts)
        for view in (_view(post, channels[resource_id], quotes),)
        if view.quoted or number < NEWEST
    ]
    shown.sort(key=lambda view: (-len(view.quoted), view.channel, -view.number))
    return tuple(shown[:MOST_SHOWN])


def _quotes(signals: Iterable[SignalView]) -> dict[str, SignalView]:
    """The distinct quotes from texts, as they are compared."""
    found = {_plain(signal.quote): signal for signal in signals if not signal.in_image}
    return {quote: signal for quote, signal in found.items() if len(quote) >= LEAST_QUOTE}


def _view(post: Post, channel: str, quotes: dict[str, SignalView]) -> PostView:
    text = _plain(post.text)
    return PostView(
        channel=channel,
        number=post.number,
        text=post.text,
        published_at=post.published_at,
        changed_at=post.changed_at,
        seen_at=post.seen_at,
        views=post.views,
        forwarded_from=post.forwarded_from,
        forwarded_url=post.forwarded_url,
        links=_links(post.links),
        buttons=_links(post.buttons),
        photos=len(post.photos),
        quoted=tuple(signal.quote for quote, signal in quotes.items() if quote in text),
    )


def _links(links: Sequence[dict[str, str]]) -> tuple[LinkView, ...]:
    return tuple(LinkView(url=str(link.get("url", "")), text=str(link.get("text", ""))) for link in links)


def _plain(text: str) -> str:
    return _SPACES.sub(" ", text).strip().casefold()
