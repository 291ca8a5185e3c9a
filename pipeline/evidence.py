"""Captured bytes are hashed and stored before anything reads them."""

import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from operator import itemgetter

from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.capture import Capture as Captured
from crawler.capture import Headers
from crawler.certificate import certificate_of
from crawler.request import Request
from crawler.visit import Revisit
from models.capture import Blob, Capture, WarcSegment
from pipeline.blobs import BlobStore
from pipeline.rows import add_all, index_key
from pipeline.warc import WarcArchive, WarcPosition

# What identifies the crawler's own session is no evidence about the shop.
PRIVATE_HEADERS = frozenset({"cookie", "authorization", "proxy-authorization"})


REMEMBERED = 4096
_Key = tuple[str, datetime, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Where a capture's bytes are safe: its digest, those of its derivatives, its WARC position."""

    sha256: str
    screenshot_sha256: str | None
    rendered_sha256: str | None
    position: WarcPosition


class Evidence:
    """Where a run's bytes go: blobs by digest, and WARC records. Serves several threads in turn."""

    def __init__(self, blobs: BlobStore, warc: WarcArchive) -> None:
        self.blobs = blobs
        self._warc = warc
        self._writing = threading.Lock()
        self._kept: OrderedDict[_Key, Kept] = OrderedDict()

    def keep(self, captured: Captured) -> Kept:
        """Store a capture's bytes. Raises EvidenceUnavailable; then nothing points to them.

        A capture that several pages share (an image) is written once.
        """
        key = _key(captured)
        if (known := self._kept.get(key)) is not None:
            return known
        with self._writing:
            return self._keep_all([key], [captured])[0]

    def keep_all(self, captures: Sequence[Captured]) -> list[Kept]:
        """As `keep`, for captures that came together: they reach the disk at once."""
        keys = [_key(captured) for captured in captures]
        with self._writing:
            return self._keep_all(keys, captures)

    def _keep_all(self, keys: Sequence[_Key], captures: Sequence[Captured]) -> list[Kept]:
        fresh = {key: captured for key, captured in zip(keys, captures, strict=True) if key not in self._kept}
        self._kept |= zip(fresh, self._write(list(fresh.values())), strict=True)
        kept = [self._kept[key] for key in keys]
        while len(self._kept) > REMEMBERED:
            self._kept.popitem(last=False)
        return kept

    def keep_revisit(self, revisit: Revisit, body: bytes) -> Kept:
        """Store the record of an answer that has the `body` of an earlier one, which is stored already."""
        with self._writing:
            position = self._warc.append_revisit(revisit, body)
        digest = revisit.earlier.sha256
        return Kept(sha256=digest, screenshot_sha256=None, rendered_sha256=None, position=position)

    def _write(self, captures: Sequence[Captured]) -> list[Kept]:
        if not captures:
            return []
        for certificate in {certificate for captured in captures for certificate in captured.chain}:
            self.blobs.put(certificate)
        return [
            Kept(
                sha256=self.blobs.put(captured.body),
                screenshot_sha256=self._keep(captured.screenshot),
                rendered_sha256=self._keep(captured.rendered),
                position=position,
            )
            for captured, position in zip(captures, self._warc.append_all(captures), strict=True)
        ]

    def _keep(self, data: bytes | None) -> str | None:
        return None if data is None else self.blobs.put(data)


def _key(captured: Captured) -> _Key:
    return (captured.url, captured.fetched_at, sha256(captured.body).hexdigest())


def add_blob(  # noqa: PLR0913 - a row's columns
    session: Session,
    digest: str,
    size: int,
    *,
    media_type: str,
    kind: str,
    now: datetime,
    derived_from: str | None = None,
    made_by: str = "",
) -> None:
    """Write down a blob that is stored."""
    values = {"size": size, "media_type": media_type, "kind": kind, "stored_at": now}
    row = {"sha256": digest, **values, "derived_from": derived_from, "made_by": made_by}
    add_all(session, Blob, [row])


def add_capture(
    session: Session, run_id: int, request: Request, captured: Captured, kept: Kept, now: datetime
) -> tuple[Capture, bool]:
    """The capture's row and whether it is new: the same address and bytes are stored once a run."""
    added = add_captures(session, run_id, [(request, captured, kept)], now)
    key = {"run_id": run_id, "url": index_key(request.url), "sha256": kept.sha256}
    row = added[0] if added else session.scalars(select(Capture).filter_by(**key)).one()
    return row, bool(added)


def add_captures(
    session: Session, run_id: int, some: Sequence[tuple[Request, Captured, Kept]], now: datetime
) -> list[Capture]:
    """The rows of those captures that are new, in a few statements for all of them."""
    bodies = [_blob(kept.sha256, captured.body, captured.media_type, "body") for _, captured, kept in some]
    made = [blob for _, captured, kept in some for blob in _derivatives(captured, kept)]
    for blobs in (bodies, made):  # what is made of something comes after it
        rows = {str(blob["sha256"]): {**blob, "stored_at": now} for blob in reversed(blobs)}
        add_all(session, Blob, [rows[digest] for digest in sorted(rows)])
    captures = {(request.url, kept.sha256): (request, captured, kept) for request, captured, kept in some}
    added = add_all(session, Capture, [_capture_row(run_id, *captures[key]) for key in sorted(captures)])
    positions = {(kept.position.file, kept.position.segment) for _, _, kept in some}
    segments = [
        {"file": file, "offset": segment.offset, "length": segment.length, "sha256": segment.sha256}
        for file, segment in positions
        if segment is not None
    ]
    add_all(session, WarcSegment, sorted(segments, key=itemgetter("file", "offset")))
    return added


def _derivatives(captured: Captured, kept: Kept) -> Iterator[dict[str, object]]:
    for der in captured.chain:
        yield _blob(sha256(der).hexdigest(), der, "application/pkix-cert", "certificate")
    derived = (
        (kept.screenshot_sha256, captured.screenshot, "image/png", "screenshot"),
        (kept.rendered_sha256, captured.rendered, "text/html", "rendered"),
    )
    for digest, data, media_type, kind in derived:
        if digest is not None and data is not None:
            made = {"derived_from": kept.sha256, "made_by": made_by(captured)}
            yield _blob(digest, data, media_type, kind) | made


def _blob(digest: str, data: bytes, media_type: str, kind: str) -> dict[str, object]:
    about = {"sha256": digest, "size": len(data), "media_type": media_type, "kind": kind}
    return {**about, "derived_from": None, "made_by": ""}


def made_by(captured: Captured) -> str:
    """The browser that made a capture's derivatives: its version, where that is known, and what it called
    itself."""
    agents = [value for name, value in captured.request_headers if name.lower() == "user-agent"]
    maker = f"Chromium {captured.browser}" if captured.browser else captured.via.value
    return f"{maker}, as {agents[0] if agents else 'unnamed'}"


def _capture_row(run_id: int, request: Request, captured: Captured, kept: Kept) -> dict[str, object]:
    return {
        "run_id": run_id,
        "url": index_key(request.url),
        "sha256": kept.sha256,
        "final_url": captured.final_url,
        "status": captured.status,
        "media_type": captured.media_type,
        "via": captured.via.value,
        "fetched_at": captured.fetched_at,
        "headers": [list(pair) for pair in captured.headers],
        "request_headers": _public(captured.request_headers),
        "hops": [{"url": hop.url, "status": hop.status, "location": hop.location} for hop in captured.hops],
        "origin": request.provenance.origin.value,
        "reference": request.provenance.reference,
        "depth": request.depth,
        "profile": request.profile,
        "ip_address": captured.ip_address,
        "protocol": captured.protocol,
        "certificate_sha256": sha256(captured.chain[0]).hexdigest() if captured.chain else None,
        "certificates": [certificate_of(der).record() for der in captured.chain],
        "tls_error": captured.tls_error,
        "screenshot_sha256": kept.screenshot_sha256,
        "rendered_sha256": kept.rendered_sha256,
        "handling": captured.handling.record() if captured.handling is not None else None,
        "unseen": captured.unseen,
        "warc_file": kept.position.file,
        "warc_offset": kept.position.offset,
        "warc_length": kept.position.length,
    }


def _public(headers: Headers) -> list[list[str]]:
    return [[name, value] for name, value in headers if name.lower() not in PRIVATE_HEADERS]
