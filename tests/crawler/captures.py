"""Captures for tests of reading."""

from datetime import UTC, datetime

from crawler.capture import Capture, Via

NOON = datetime(2026, 3, 21, 12, tzinfo=UTC)


def capture_of(
    body: bytes | str,
    kind: str = "text/html; charset=utf-8",
    url: str = "https://shop.example/a/",
    status: int = 200,
) -> Capture:
    """A capture of `body` as it might have come over HTTP."""
    return Capture(
        url=url,
        final_url=url,
        status=status,
        headers=(("Content-Type", kind),),
        body=body.encode() if isinstance(body, str) else body,
        via=Via.HTTP,
        fetched_at=NOON,
    )
