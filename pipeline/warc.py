"""Captures as WARC records (ISO 28500:2017, WARC 1.1), each on the disk before its row is committed."""

import io
import json
import os
import re
from base64 import b32encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha1, sha256
from http import HTTPStatus
from itertools import accumulate
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType
from warcio.warcwriter import WARCWriter

from crawler.capture import Capture, Headers, Via
from crawler.certificate import certificate_of
from crawler.visit import Revisit
from pipeline.blobs import sync_folder
from pipeline.errors import EvidenceDamaged, EvidenceUnavailable
from pipeline.member_writer import MemberWriter, head_of

PROFILES = "http://netpreserve.org/warc/1.1/revisit/"
ROTATE_AT = 1_000_000_000
AT_ONCE = 8_000_000  # bytes
# What no longer holds once transfer and content coding are undone; the archive's usual prefix keeps it.
WHO_ASKED = ("user-agent", "accept-language", "referer")
PACKED = re.compile(r"image/(?!svg|bmp|x-).*|application/(?:pdf|zip)")
CODING_HEADERS = frozenset({"content-encoding", "transfer-encoding", "content-length"})


@dataclass(frozen=True, slots=True, kw_only=True)
class WarcPosition:
    """Where a response record lies: file name, byte offset and length of its gzip member. `segment` is what
    was written to the file with it."""

    file: str
    offset: int
    length: int
    segment: "WarcSegment | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WarcSegment:
    """Bytes of a WARC file: offset, length, SHA-256 in hex."""

    offset: int
    length: int
    sha256: str


class WarcArchive:
    """The WARC files of one run, written by one process."""

    def __init__(self, folder: Path, name: str, software: str) -> None:
        self.folder = folder
        self._name = name
        self._software = software
        self._serial = 0
        self._path: Path | None = None

    def append(self, capture: Capture) -> WarcPosition:
        """Write the request, the response and what was made of it. Whole on the disk, or not there.

        Raises EvidenceUnavailable.
        """
        [position] = self.append_all([capture])
        return position

    def append_all(self, captures: Sequence[Capture]) -> list[WarcPosition]:
        """As `append`, for captures that came together: they reach the disk at once."""
        positions: list[WarcPosition] = []
        waiting: list[tuple[bytes, int]] = []
        for capture in captures:
            waiting.append(_records(capture))
            if sum(len(records) for records, _ in waiting) >= AT_ONCE:
                positions += self._append(waiting)
                waiting = []
        return positions + (self._append(waiting) if waiting else [])

    def append_revisit(self, revisit: Revisit, body: bytes) -> WarcPosition:
        """Write the request and the answer, whose `body` is that of an earlier record and is left out."""
        [position] = self._append([_records(revisit.answer, _known(revisit, body))])
        return position

    def _append(self, written: Sequence[tuple[bytes, int]]) -> list[WarcPosition]:
        """Each with the length of its response record, the first."""
        data = b"".join(records for records, _ in written)
        try:
            path, head = self._current()
            start = path.stat().st_size
            _append_durably(path, data, start)
        except OSError as error:
            raise EvidenceUnavailable(
                f"WARC file under {self.folder} cannot be written: {error.strerror}."
                " Check free space and permissions; what was stored before is safe."
            ) from error
        whole = head + data
        segment = WarcSegment(offset=start - len(head), length=len(whole), sha256=sha256(whole).hexdigest())
        starts = accumulate((len(records) for records, _ in written), initial=start)
        return [
            WarcPosition(file=path.name, offset=offset, length=length, segment=segment)
            for offset, (_, length) in zip(starts, written, strict=False)
        ]

    def _current(self) -> tuple[Path, bytes]:
        """The file to append to, and the records that it has just begun with."""
        if self._path is None or self._path.stat().st_size > ROTATE_AT:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._serial += 1
            self._path = self.folder / f"{self._name}-{self._serial:04}.warc.gz"
            info = {"software": self._software, "format": "WARC File Format 1.1"}
            buffer = io.BytesIO()
            writer = WARCWriter(buffer, gzip=True, warc_version="1.1")
            writer.write_record(writer.create_warcinfo_record(self._path.name, info))
            self._path.touch(exist_ok=False)
            _append_durably(self._path, buffer.getvalue(), 0)
            sync_folder(self.folder)
            return self._path, buffer.getvalue()
        return self._path, b""


def _append_durably(path: Path, data: bytes, start: int) -> None:
    with path.open("ab") as file:
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            os.ftruncate(file.fileno(), start)
            raise


def _records(capture: Capture, known: dict[str, str] | None = None) -> tuple[bytes, int]:
    """The response record and those about it, and the length of the first. With `known`, which says where its
    body stands, it is a revisit record without one."""
    writer = MemberWriter()
    date = _warc_date(capture.fetched_at)
    headers = {"WARC-Date": date, **(known or {})}
    if capture.ip_address:
        headers["WARC-IP-Address"] = capture.ip_address
    number = writer.write(
        capture.final_url,
        WarcRecordType.response if known is None else WarcRecordType.revisit,
        headers,
        capture.body if known is None else b"",
        head=head_of(f"HTTP/1.1 {_status_line(capture.status)}", _kept(capture.headers)),
        packed=PACKED.fullmatch(capture.media_type) is not None,
    )
    length = writer.size
    about = {"WARC-Date": date, "WARC-Concurrent-To": number}
    _write_request(writer, capture, about)
    _write_resources(writer, capture, about)
    return writer.data, length


def _known(revisit: Revisit, body: bytes) -> dict[str, str]:
    """The headers of a revisit record (WARC 1.1, 6.7): which record has the body, and its digest."""
    not_modified = revisit.answer.status == HTTPStatus.NOT_MODIFIED
    return {
        "WARC-Profile": PROFILES + ("server-not-modified" if not_modified else "identical-payload-digest"),
        "WARC-Refers-To-Target-URI": revisit.earlier.final_url,
        "WARC-Refers-To-Date": _warc_date(revisit.earlier.fetched_at),
        "WARC-Payload-Digest": payload_digest(body),
    }


def payload_digest(body: bytes) -> str:
    """A body's digest as WARC records carry it by custom: SHA-1 in base 32."""
    return f"sha1:{b32encode(sha1(body, usedforsecurity=False).digest()).decode()}"


def _write_request(writer: MemberWriter, capture: Capture, about: dict[str, str]) -> None:
    parts = urlsplit(capture.final_url)
    target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    asked = head_of(f"GET {target} HTTP/1.1", capture.request_headers)
    writer.write(capture.final_url, WarcRecordType.request, about, head=asked)
    fields = [f"{name}: {' '.join(value.split())}" for name, value in _facts(capture) if value]
    writer.write(
        capture.final_url,
        WarcRecordType.metadata,
        {**about, "Content-Type": "application/warc-fields"},
        "\r\n".join([*fields, ""]).encode("utf-8", "replace"),
    )


def _facts(capture: Capture) -> list[tuple[str, str]]:
    """What was served to whom, and what was done to it, beyond what the other records say."""
    facts = [("via", capture.via.value), ("asked-for", capture.url)]
    facts += [("redirect", f"{hop.status} {hop.url} -> {hop.location}") for hop in capture.hops]
    if capture.via is not Via.ARCHIVE:
        facts += [("scripts", "on" if capture.via is Via.BROWSER else "off"), ("protocol", capture.protocol)]
    facts += [(name.lower(), value) for name, value in capture.request_headers if name.lower() in WHO_ASKED]
    facts += [("certificate", _json(certificate_of(der).record())) for der in capture.chain]
    facts += [("tls-error", capture.tls_error or ""), ("unseen", capture.unseen)]
    facts += [("handling", _json(capture.handling.record()))] if capture.handling else []
    return facts


def _json(record: Mapping[str, object]) -> str:
    return json.dumps(record, ensure_ascii=False)


def _write_resources(writer: MemberWriter, capture: Capture, about: dict[str, str]) -> None:
    derived = (("screenshot", "image/png", capture.screenshot), ("rendered", "text/html", capture.rendered))
    for name, media_type, data in derived:
        if data is not None:
            writer.write(
                f"urn:{name}:{capture.final_url}",
                WarcRecordType.resource,
                {**about, "Content-Type": media_type},
                data,
                packed=PACKED.fullmatch(media_type) is not None,
            )


def read_payload(folder: Path, position: WarcPosition) -> bytes:
    """The payload of the response record at `position`. Raises EvidenceUnavailable, EvidenceDamaged."""
    record = _record(folder, position, WarcRecordType.response)
    try:
        return bytes(record.reader.read())
    except (OSError, ValueError) as error:
        raise _damaged(position, error) from error


def segment_digest(path: Path, offset: int, length: int) -> str:
    """The SHA-256 of a part of a WARC file. Raises EvidenceUnavailable, also for a file that is shorter."""
    try:
        with path.open("rb") as file:
            file.seek(offset)
            data = file.read(length)
    except OSError as error:
        raise EvidenceUnavailable(f"WARC file {path.name} cannot be read: {error.strerror}") from error
    if len(data) < length:
        raise EvidenceUnavailable(f"WARC file {path.name} ends before byte {offset + length}")
    return sha256(data).hexdigest()


def _record(folder: Path, position: WarcPosition, kind: WarcRecordType) -> WarcRecord:
    try:
        with (folder / position.file).open("rb") as file:
            file.seek(position.offset)
            member = file.read(position.length)
    except OSError as error:
        raise EvidenceUnavailable(f"WARC file {position.file} cannot be read: {error.strerror}") from error
    try:
        records = ArchiveIterator(io.BytesIO(member), record_types=kind, parse_http=True, fsspec_args=False)
        found = next(iter(records), None)
    except (OSError, ValueError) as error:
        raise _damaged(position, error) from error
    if found is None:
        raise EvidenceDamaged(f"There is no WARC {kind} record at {position.file}:{position.offset}")
    return found


def _damaged(position: WarcPosition, error: Exception) -> EvidenceDamaged:
    return EvidenceDamaged(f"WARC record at {position.file}:{position.offset} is damaged: {error}")


def read_revisit(folder: Path, position: WarcPosition) -> str:
    """The digest that the revisit record at `position` gives. Raises EvidenceUnavailable, EvidenceDamaged."""
    record = _record(folder, position, WarcRecordType.revisit)
    return str(record.headers.get("WARC-Payload-Digest", ""))


def _kept(headers: Headers) -> Headers:
    return tuple(
        (f"X-Archive-Orig-{name}" if name.lower() in CODING_HEADERS else name, value)
        for name, value in headers
    )


def _status_line(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"{status} Unknown"


def _warc_date(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
