"""A stored capture as the crawler handed it over, from its row and the bytes in the store."""

from crawler.capture import Capture as Captured
from crawler.capture import Hop, Via
from models.capture import Capture
from pipeline.blobs import BlobStore


def recaptured(row: Capture, blobs: BlobStore) -> Captured:
    """Raises EvidenceUnavailable, EvidenceDamaged. A DOM of a page that came over HTTP was made later, for
    its screenshot: the page was read without it."""
    return _captured(row, blobs, row.rendered_sha256 if row.via != Via.HTTP else None)


def pictured(row: Capture, blobs: BlobStore) -> Captured:
    """The capture with the DOM of its picture, whenever that was taken. Raises as `recaptured` does."""
    return _captured(row, blobs, row.rendered_sha256)


def _captured(row: Capture, blobs: BlobStore, rendered: str | None) -> Captured:
    return Captured(
        url=row.url,
        final_url=row.final_url,
        status=row.status,
        headers=tuple((name, value) for name, value in row.headers),
        body=blobs.get(row.sha256),
        via=Via(row.via),
        fetched_at=row.fetched_at,
        hops=tuple(Hop(**hop) for hop in row.hops),
        rendered=blobs.get(rendered) if rendered else None,
    )
