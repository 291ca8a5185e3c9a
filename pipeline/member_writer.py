"""WARC records as gzip members."""

import io
import zlib
from collections.abc import Mapping
from typing import Any

from warcio.recordloader import ArcWarcRecord
from warcio.warcwriter import WARCWriter

GZIP = 31  # zlib's window for a gzip member with its header and its checksum
LEVEL, AS_IT_IS = 6, 0
"""warcio's own level, 9, takes three times as long for a hundredth of the room."""


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
        self, url: str, kind: str, headers: Mapping[str, str], *, packed: bool = False, **record: Any
    ) -> ArcWarcRecord:
        """Add a record of `kind`; the rest is what warcio's `create_warc_record` takes. Gives the record."""
        plain = io.BytesIO()
        writer = WARCWriter(plain, gzip=False, warc_version="1.1")
        made = writer.create_warc_record(url, kind, warc_headers_dict=dict(headers), **record)
        writer.write_record(made)
        self._members.write(zlib.compress(plain.getvalue(), AS_IT_IS if packed else LEVEL, GZIP))
        return made
