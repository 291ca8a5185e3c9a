"""WARC records that a package has besides those that are copied: what it is, and what browsers drew."""

import io
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from warcio.warcwriter import WARCWriter

from exports.context import ExportContext
from exports.wacz.content import Content, Drawn, Held


def information(content: Content, context: ExportContext, name: str) -> bytes:
    """The record that begins an archive (warcinfo), as a gzip member."""
    fields = {
        "software": context.software,
        "format": "WARC File Format 1.1",
        "isPartOf": content.title,
        "description": "Records copied byte for byte from the archives of Mergen",
    }
    text = "".join(f"{key}: {value}\r\n" for key, value in fields.items())
    head = {"WARC-Filename": name, "WARC-Date": _date(context.now)}
    return _record("", "warcinfo", text.encode(), head, "application/warc-fields")


def drawn_record(held: Held, drawn: Drawn, data: bytes) -> bytes:
    """What a browser drew of a page, as the gzip member of a resource record."""
    head = {"WARC-Date": _date(drawn.at)}
    return _record(drawn_address(held, drawn), "resource", data, head, drawn.media_type)


def drawn_address(held: Held, drawn: Drawn) -> str:
    return f"urn:{drawn.kind}:{held.url}"


def _record(url: str, kind: str, data: bytes, head: dict[str, str], media_type: str) -> bytes:
    """The identifier follows from the content, so that the same package has the same bytes."""
    identity = uuid5(NAMESPACE_URL, f"{kind} {url} {sorted(head.items())} {data.hex()}")
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=True, warc_version="1.1")
    record: Any = writer.create_warc_record(
        url,
        kind,
        payload=io.BytesIO(data),
        length=len(data),
        warc_content_type=media_type,
        warc_headers_dict={**head, "WARC-Record-ID": f"<urn:uuid:{identity}>"},
    )
    writer.write_record(record)
    return buffer.getvalue()


def _date(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
