"""A visit in one line of JSON."""

import hashlib

from crawler.page import Post
from crawler.visit import Failure, Visit


def summary_of(visit: Visit) -> dict[str, object]:
    """What `scrapy crawl -O pages.jsonl` writes of a visit. `failure` is None or says cause and message."""
    capture, page = visit.capture, visit.page
    return {
        "url": visit.request.url,
        "final_url": capture.final_url if capture else None,
        "status": capture.status if capture else None,
        "sha256": hashlib.sha256(capture.body).hexdigest() if capture else None,
        "via": str(capture.via) if capture else None,
        "depth": visit.request.depth,
        "title": page.title if page else None,
        "text_length": len(page.text) if page else 0,
        "links": len(page.links) if page else 0,
        "images": len(visit.images),
        "images_fetched": sum(1 for image in visit.images if image.capture is not None),
        "contacts": list(page.contacts) if page else [],
        "follow": len(visit.follow),
        "card": page.card if page else None,
        "posts": [post_record(post) for post in page.posts] if page else [],
        "tls_error": capture.tls_error if capture else None,
        "failure": _failure(visit.failure),
    }


def post_record(post: Post) -> dict[str, object]:
    """A post as it stands in JSON."""
    return {
        "reference": post.reference,
        "published_at": post.published_at.isoformat() if post.published_at else None,
        "views": post.views,
        "text": post.text,
        "links": [link.url for link in post.links],
        "images": [image.url for image in post.images],
        "buttons": [{"text": button.text, "url": button.url} for button in post.buttons],
        "forwarded_from": post.forwarded_from or None,
        "forwarded_url": post.forwarded_url or None,
    }


def _failure(failure: Failure | None) -> dict[str, str] | None:
    return {"cause": str(failure.cause), "message": failure.message} if failure else None
