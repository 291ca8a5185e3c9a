"""Captured bytes are hashed and stored before anything reads them."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from crawler.capture import Capture as Captured
from crawler.capture import Headers
from crawler.certificate import certificate_of
from crawler.request import Request
from crawler.visit import Revisit
from models.capture import Blob, Capture, WarcSegment
from pipeline.blobs import BlobStore
from pipeline.rows import add_new, ensure, index_key
from pipeline.warc import WarcArchive, WarcPosition

# What identifies the crawler's own session is no evidence about the shop.
PRIVATE_HEADERS = frozenset({"cookie", "authorization", "proxy-authorization"})


REMEMBERED = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Where a capture's bytes are safe: its digest, those of its derivatives, its WARC position."""

    sha256: str
    screenshot_sha256: str | None
    rendered_sha256: str | None
    position: WarcPosition


class Evidence:
    """Where a run's bytes go: blobs by digest, and WARC records."""

    def __init__(self, blobs: BlobStore, warc: WarcArchive) -> None:
        self.blobs = blobs
        self._warc = warc
        self._kept: OrderedDict[tuple[str, datetime, str], Kept] = OrderedDict()

    def keep(self, captured: Captured) -> Kept:
        """Store a capture's bytes. Raises EvidenceUnavailable; then nothing points to them.

        A capture that several pages share (an image) is written once.
        """
        key = (captured.url, captured.fetched_at, sha256(captured.body).hexdigest())
        if key not in self._kept:
            self._kept[key] = self._write(captured)
            if len(self._kept) > REMEMBERED:
                self._kept.popitem(last=False)
        return self._kept[key]

    def keep_revisit(self, revisit: Revisit, body: bytes) -> Kept:
        """Store the record of an answer that has the `body` of an earlier one, which is stored already."""
        position = self._warc.append_revisit(revisit, body)
        digest = revisit.earlier.sha256
        return Kept(sha256=digest, screenshot_sha256=None, rendered_sha256=None, position=position)

    def _write(self, captured: Captured) -> Kept:
        for certificate in captured.chain:
            self.blobs.put(certificate)
        return Kept(
            sha256=self.blobs.put(captured.body),
            screenshot_sha256=self._keep(captured.screenshot),
            rendered_sha256=self._keep(captured.rendered),
            position=self._warc.append(captured),
        )

    def _keep(self, data: bytes | None) -> str | None:
        return None if data is None else self.blobs.put(data)


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
    add_new(session, Blob, **row)


def add_capture(
    session: Session, run_id: int, request: Request, captured: Captured, kept: Kept, now: datetime
) -> tuple[Capture, bool]:
    """The capture's row and whether it is new: the same address and bytes are stored once a run."""
    add_blob(session, kept.sha256, len(captured.body), media_type=captured.media_type, kind="body", now=now)
    _add_derivatives(session, captured, kept, now)
    key = {"run_id": run_id, "url": index_key(request.url), "sha256": kept.sha256}
    row = _capture_values(request, captured, kept)
    added = add_new(session, Capture, **key, **row)
    _add_segment(session, kept.position)
    return added or ensure(session, Capture, key, **row), added is not None


def _add_segment(session: Session, position: WarcPosition) -> None:
    segment = position.segment
    if segment is not None:
        values = {"length": segment.length, "sha256": segment.sha256}
        ensure(session, WarcSegment, {"file": position.file, "offset": segment.offset}, **values)


def _add_derivatives(session: Session, captured: Captured, kept: Kept, now: datetime) -> None:
    for der in captured.chain:
        name = sha256(der).hexdigest()
        add_blob(session, name, len(der), media_type="application/pkix-cert", kind="certificate", now=now)
    derived = (
        (kept.screenshot_sha256, captured.screenshot, "image/png", "screenshot"),
        (kept.rendered_sha256, captured.rendered, "text/html", "rendered"),
    )
    for digest, data, media_type, kind in derived:
        if digest is not None and data is not None:
            add_blob(
                session,
                digest,
                len(data),
                media_type=media_type,
                kind=kind,
                now=now,
                derived_from=kept.sha256,
                made_by=made_by(captured),
            )


def made_by(captured: Captured) -> str:
    """The browser that made a capture's derivatives: its version, where that is known, and what it called
    itself."""
    agents = [value for name, value in captured.request_headers if name.lower() == "user-agent"]
    maker = f"Chromium {captured.browser}" if captured.browser else captured.via.value
    return f"{maker}, as {agents[0] if agents else 'unnamed'}"


def _capture_values(request: Request, captured: Captured, kept: Kept) -> dict[str, object]:
    return {
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
        "warc_file": kept.position.file,
        "warc_offset": kept.position.offset,
        "warc_length": kept.position.length,
    }


def _public(headers: Headers) -> list[list[str]]:
    return [[name, value] for name, value in headers if name.lower() not in PRIVATE_HEADERS]
