"""WARC records as gzip members."""

import io
import re
import zlib
from collections.abc import Mapping
from hashlib import sha1

from fastwarc.warc import WarcRecord, WarcRecordType

from crawler.capture import Headers

GZIP = 31  # zlib's window for a gzip member with its header and its checksum
LEVEL, AS_IT_IS = 6, 0
"""warcio's own level, 9, takes three times as long for a hundredth of the room."""
LINE_END = re.compile(r"[\r\n]+")
PAYLOAD_DIGEST = "WARC-Payload-Digest"


class MemberWriter:
    """Gathers records, each a gzip member of its own. What is packed already is not packed again."""

    def __init__(self) -> None:
        self._members = io.BytesIO()

    @property
    def size(self) -> int:
        """Bytes so far."""
        return self._members.tell()

    @property
    def data(self) -> bytes:
        """All members."""
        return self._members.getvalue()

    def write(
        self,
        url: str,
        kind: WarcRecordType,
        headers: Mapping[str, str],
        payload: bytes = b"",
        *,
        head: bytes | None = None,
        packed: bool = False,
    ) -> str:
        """Add a record of `kind` with these headers, a date among them. `head` is an HTTP message's, with
        the empty line. Gives the record's identifier."""
        record = WarcRecord()
        record.init_headers(record_type=kind)
        record.is_http = head is not None
        record.headers["WARC-Target-URI"] = url
        for name, value in headers.items():
            record.headers[name] = value
        record.set_bytes_content((head or b"") + payload)
        digest = None
        if PAYLOAD_DIGEST not in headers:
            digest = sha1(payload, usedforsecurity=False).digest()
        plain = io.BytesIO()
        record.write(plain, checksum_data=True, payload_digest=digest)
        self._members.write(zlib.compress(plain.getvalue(), AS_IT_IS if packed else LEVEL, GZIP))
        return str(record.record_id)


def head_of(first: str, headers: Headers) -> bytes:
    """The head of an HTTP message, with the empty line after it, in the bytes that came: Scrapy reads them as
    Latin-1, and servers send any."""
    lines = [first, *(f"{name}: {value}" for name, value in headers)]
    text = "".join(f"{LINE_END.sub(' ', line)}\r\n" for line in [*lines, ""])
    return text.encode("latin-1" if all(ord(letter) < 256 for letter in set(text)) else "utf-8", "replace")
