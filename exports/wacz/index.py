"""The index of a package: CDXJ lines in compressed blocks, and a second index over the blocks."""

import gzip
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from urllib.parse import urlsplit

from fastwarc.warc import ArchiveIterator, WarcRecord

INDEX, BLOCKS = "index.cdx.gz", "index.idx"
LINES = 1024  # in one block
KINDS = frozenset({"response", "revisit", "resource"})
PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a record lies in the package: file, byte offset, length of its gzip member."""

    file: str
    offset: int
    length: int


def line(member: bytes, place: Place) -> str | None:
    """The CDXJ line of a record; None for one that nobody asks for by its address. An answer that says only
    that nothing has changed (304) would be shown as an empty page."""
    record = _record(member)
    if record is None or (kind := str(record.record_type)) not in KINDS:
        return None
    http, url = record.http_headers, address_of(member)
    if http is not None and http.status_code == HTTPStatus.NOT_MODIFIED:
        return None
    media_type = (http if http is not None else record.headers).get("Content-Type", "")
    fields = {
        "url": url,
        "mime": "warc/revisit" if kind == "revisit" else str(media_type).partition(";")[0].strip(),
        "status": str(http.status_code) if http is not None else "200",
        "digest": str(record.headers.get("WARC-Payload-Digest", "")),
        "length": str(place.length),
        "offset": str(place.offset),
        "filename": place.file,
    }
    moment = "".join(filter(str.isdigit, str(record.headers.get("WARC-Date", ""))))[:14]
    return f"{key_of(url)} {moment} {json.dumps(fields, ensure_ascii=True)}\n"


def address_of(member: bytes) -> str:
    """The address that a record is about."""
    record = _record(member)
    return "" if record is None else str(record.headers.get("WARC-Target-URI", ""))


def _record(member: bytes) -> WarcRecord | None:
    records = ArchiveIterator(io.BytesIO(member), parse_http=True, fsspec_args=False)
    return next(iter(records), None)


def key_of(url: str) -> str:
    """What an address is sorted by and looked up under: its host from the end, then the rest (SURT, as
    warcio.js makes it)."""
    try:
        parts = urlsplit(url.lower())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return url.lower().replace(" ", "%20")
    if parts.scheme not in PORTS or not host:
        return url.lower().replace(" ", "%20")
    turned = ",".join(reversed(host.removeprefix("www.").split(".")))
    port_part = f":{port}" if port not in (None, PORTS[parts.scheme]) else ""
    fields = sorted(parts.query.split("&"), key=lambda field: field.partition("=")[0])
    query = f"?{'&'.join(fields)}" if parts.query else ""
    return f"{turned}{port_part}){parts.path or '/'}{query}".replace(" ", "%20")


def packed(lines: Sequence[str]) -> tuple[bytes, bytes]:
    """The index, sorted and packed block by block, and the index over its blocks."""
    out, blocks = bytearray(), []
    ordered = sorted(lines)
    for some in (ordered[start : start + LINES] for start in range(0, len(ordered), LINES)):
        block = gzip.compress("".join(some).encode(), mtime=0)
        key, moment, _ = some[0].split(" ", 2)
        about = {
            "offset": len(out),
            "length": len(block),
            "digest": f"sha256:{sha256(block).hexdigest()}",
            "filename": INDEX,
        }
        blocks.append(f"{key} {moment} {json.dumps(about)}\n")
        out += block
    head = json.dumps({"format": "cdxj-gzip-1.0", "filename": INDEX})
    return bytes(out), f"!meta 0 {head}\n{''.join(blocks)}".encode()
