"""Web archives of any origin, record by record: WARC files, plain or packed, and WACZ packages."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, BinaryIO

from fastwarc.stream_io import BrotliReader, ChunkedReader, GzipReader, ZstdReader
from fastwarc.warc import ArchiveIterator, WarcRecord

from crawler.capture import Headers
from crawler.errors import ArchiveUnreadable

BODY_LIMIT = 15 * 1024 * 1024  # bytes of one record, before and after its coding is undone
KINDS = frozenset({"response", "resource", "revisit"})
CUT_OFF = "the record is cut off"
CODINGS = {
    "gzip": GzipReader,
    "x-gzip": GzipReader,
    "br": BrotliReader,
    "zstd": ZstdReader,
    "chunked": ChunkedReader,
}
WARC_NAMES = (".warc", ".warc.gz", ".warc.zst", ".warc.lz4")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One answer, or something made of one. `place` is file and byte offset; `concurrent_to` the record
    that this one belongs to; `digest` that of the payload, as the archive gives it. A revisit names the
    record that has the body: by number (`refers_to`), or by address and time. `fault` says why there is no
    whole body."""

    kind: str
    url: str
    number: str
    place: str
    date: datetime | None
    status: int = 200
    headers: Headers = ()
    body: bytes = b""
    ip_address: str | None = None
    concurrent_to: str = ""
    digest: str = ""
    refers_to: str = ""
    refers_url: str = ""
    refers_date: datetime | None = None
    fault: str = ""

    @property
    def media_type(self) -> str:
        """The lower-case media type, without parameters; empty where none is named."""
        named = (value for name, value in self.headers if name.lower() == "content-type")
        return next(named, "").partition(";")[0].strip().lower()


class Archive:
    """One file. Raises `ArchiveUnreadable` where it cannot be opened. What is broken further on ends the
    reading of a file, and `fault` says where; what stands before it is good."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.fault = ""
        self.sha256 = _digest(path)

    def records(self) -> Iterator[Record]:
        """The answers, and what was made of them, in the order in which they stand."""
        self.fault = ""
        for name, opened in self._files():
            with opened as stream:
                yield from self._read(name, stream)

    def _read(self, name: str, stream: IO[bytes]) -> Iterator[Record]:
        count, last = 0, ""
        try:
            for record in _iterated(stream):
                count, last = count + 1, ""
                if str(record.record_type) in KINDS:
                    found = _record(name, record)
                    last = found.fault
                    yield found
        except (OSError, ValueError, EOFError, RuntimeError, zipfile.BadZipFile) as error:
            self.fault = f"{name} is damaged or cut off after {count} records: {_first_line(error)}"
        if last.startswith(CUT_OFF):
            self.fault = f"{name} is cut off: the last of its {count} records is not whole."
        if not count and not self.fault:
            self.fault = f"{name} holds no records. Give WARC files (.warc, .warc.gz, .warc.zst) or WACZ."

    def _files(self) -> Iterator[tuple[str, IO[bytes]]]:
        if not zipfile.is_zipfile(self.path):
            yield self.path.name, self.path.open("rb")
            return
        try:
            with zipfile.ZipFile(self.path) as package:
                members = [name for name in package.namelist() if name.lower().endswith(WARC_NAMES)]
                if not members:
                    self.fault = f"{self.path.name} holds no WARC file: it is no WACZ package."
                for name in members:
                    yield f"{self.path.name}/{name}", package.open(name)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            self.fault = f"{self.path.name} cannot be unpacked: {_first_line(error)}"


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            digest = sha256()
            while block := file.read(1 << 20):
                digest.update(block)
            return digest.hexdigest()
    except OSError as error:
        raise ArchiveUnreadable(f"{path} cannot be read: {error.strerror}.") from error


def _iterated(stream: IO[bytes]) -> ArchiveIterator:
    return ArchiveIterator(stream, parse_http=True, fsspec_args=False)


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]


def _record(name: str, record: WarcRecord) -> Record:
    http = record.http_headers
    headers = http.to_tuples() if http is not None else _own_headers(record)
    body, fault = _body(record, headers)
    return Record(
        kind=str(record.record_type),
        url=(record.headers.get("WARC-Target-URI") or "").strip("<> "),
        number=record.headers.get("WARC-Record-ID") or "",
        place=f"{name}:{record.stream_pos}",
        date=_date(record),
        status=(http.status_code if http is not None else 200) or 0,
        headers=headers,
        body=body,
        ip_address=record.headers.get("WARC-IP-Address"),
        concurrent_to=record.headers.get("WARC-Concurrent-To") or "",
        digest=record.headers.get("WARC-Payload-Digest") or "",
        refers_to=record.headers.get("WARC-Refers-To") or "",
        refers_url=(record.headers.get("WARC-Refers-To-Target-URI") or "").strip("<> "),
        refers_date=_moment(record.headers.get("WARC-Refers-To-Date") or ""),
        fault=fault,
    )


def _of_the_web(record: WarcRecord) -> bool:
    return (record.headers.get("WARC-Target-URI") or "").strip("<> ").startswith(("http://", "https://"))


def _own_headers(record: WarcRecord) -> Headers:
    media_type = record.headers.get("Content-Type")
    return (("Content-Type", media_type),) if media_type else ()


def _moment(text: str) -> datetime | None:
    try:
        date = datetime.fromisoformat(text)
    except ValueError:
        return None
    return date.astimezone(UTC) if date.tzinfo else date.replace(tzinfo=UTC)


def _date(record: WarcRecord) -> datetime | None:
    try:
        date = record.record_date
    except (ValueError, OverflowError):
        return None
    return date.astimezone(UTC) if date is not None else None


def _body(record: WarcRecord, headers: Headers) -> tuple[bytes, str]:
    """The bytes with their coding undone, and why there are not all of them."""
    length = record.content_length
    if record.http_headers is None and str(record.record_type) == "response" and _of_the_web(record):
        return b"", f"{CUT_OFF}, or holds no answer"
    if length > BODY_LIMIT:
        return b"", f"the record has {length} bytes, more than {BODY_LIMIT}"
    body = record.reader.read(BODY_LIMIT)
    if len(body) < length:
        return b"", f"{CUT_OFF}: {len(body)} of {length} bytes are there"
    for coding in _codings(headers):
        body = _undone(body, coding)
    return (body, "") if len(body) <= BODY_LIMIT else (b"", f"unpacked, it has more than {BODY_LIMIT} bytes")


def _codings(headers: Headers) -> Iterator[str]:
    """Transfer coding before content coding, each from the outside in."""
    for wanted in ("transfer-encoding", "content-encoding"):
        for name, value in headers:
            if name.lower() == wanted:
                yield from (part.strip().lower() for part in reversed(value.split(",")[:4]))


def _undone(body: bytes, coding: str) -> bytes:
    """Many archives keep the headers of a coding that they have undone: then the bytes are as they are."""
    reader = CODINGS.get(coding)
    if reader is None:
        return body
    try:
        return _all_of(reader(io.BytesIO(body)))
    except (OSError, ValueError):
        return body


def _all_of(stream: BinaryIO) -> bytes:
    out = bytearray()
    while len(out) <= BODY_LIMIT and (block := stream.read(1 << 16)):
        out += block
    return bytes(out)
