"""Web archives for tests, as other tools write them."""

import zipfile
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

HTML = (("Content-Type", "text/html; charset=utf-8"),)
DATE = "2026-03-21T12:00:00Z"
Answer = tuple[str, bytes | str, tuple[tuple[str, str], ...]]


def warc(answers: Iterable[Answer], *, gzip: bool = True, status: str = "200 OK", date: str = DATE) -> bytes:
    """A WARC file with a response for each address, body and headers."""
    buffer = BytesIO()
    writer = WARCWriter(buffer, gzip=gzip)
    writer.write_record(writer.create_warcinfo_record("x.warc", {"software": "another tool"}))
    for url, body, headers in answers:
        data = body.encode() if isinstance(body, str) else body
        record = writer.create_warc_record(
            url,
            "response",
            payload=BytesIO(data),
            http_headers=StatusAndHeaders(status, list(headers), protocol="HTTP/1.1"),
            warc_headers_dict={"WARC-Date": date, "WARC-IP-Address": "192.0.2.7"},
        )
        writer.write_record(record)
    return buffer.getvalue()


def wacz(path: Path, **files: bytes) -> Path:
    """A WACZ package with these archives."""
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("datapackage.json", "{}")
        for name, data in files.items():
            package.writestr(f"archive/{name}.warc.gz", data)
    return path
