"""Writing a package: a ZIP file whose parts lie in it as they are, each listed with its digest."""

import json
import zipfile
from base64 import b64encode
from collections.abc import Iterable, Iterator
from datetime import UTC
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from exports.context import ExportContext
from exports.text import instant
from exports.wacz.archive import Archived
from exports.wacz.content import Content, PageEntry
from exports.wacz.index import BLOCKS, INDEX, packed

VERSION, AUTH_VERSION = "1.1.1", "0.1.0"
PACKAGE, DIGEST = "datapackage.json", "datapackage-digest.json"
PLACES = "mergen/records.jsonl"
EARLIEST = (1980, 1, 1, 0, 0, 0)  # what a ZIP file can say


def write_package(path: Path, content: Content, context: ExportContext) -> None:
    """Write `content` to `path`. The same content and context give the same bytes.

    Raises what `context.read_records` and `context.read_blob` raise, and OSError.
    """
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED, strict_timestamps=False) as file:
        parts = _Parts(file, context)
        archived = Archived(content, context)
        for name, members in groupby(archived.members(), itemgetter(0)):
            parts.add(f"archive/{name}", map(itemgetter(1), members))
        index, blocks = packed(archived.lines)
        parts.add(f"indexes/{INDEX}", [index])
        parts.add(f"indexes/{BLOCKS}", [blocks])
        parts.add("pages/pages.jsonl", _pages(content.pages))
        parts.add(PLACES, (_line(place) for place in archived.places))
        about = _json(_about(content, parts.listed, context))
        parts.add(PACKAGE, [about])
        parts.add(DIGEST, [_json(_digest(about, context))])


class _Parts:
    """The parts of a package, and what its manifest says on each that was added so far."""

    def __init__(self, file: zipfile.ZipFile, context: ExportContext) -> None:
        self._file = file
        self._made = max(context.now.astimezone(UTC).timetuple()[:6], EARLIEST)
        self.listed: list[dict[str, Any]] = []

    def add(self, path: str, blocks: Iterable[bytes]) -> None:
        entry = zipfile.ZipInfo(path, self._made)
        entry.external_attr = 0o644 << 16
        digest, size = sha256(), 0
        with self._file.open(entry, "w") as stream:
            for block in blocks:
                stream.write(block)
                digest.update(block)
                size += len(block)
        name = path.rpartition("/")[2]
        self.listed.append(
            {"name": name, "path": path, "hash": f"sha256:{digest.hexdigest()}", "bytes": size}
        )


def _about(content: Content, listed: list[dict[str, Any]], context: ExportContext) -> dict[str, Any]:
    first = content.pages[0] if content.pages else None
    main = {"mainPageUrl": first.url, "mainPageDate": instant(first.at)} if first else {}
    return {
        "profile": "data-package",
        "wacz_version": VERSION,
        "title": content.title,
        "description": content.description,
        "created": instant(context.now),
        "software": context.software,
        **main,
        "resources": listed,
    }


def _digest(about: bytes, context: ExportContext) -> dict[str, Any]:
    """What is said of `datapackage.json`: its digest, and where the office has a key, the anonymous signature
    of wacz-auth, which is over the digest as it stands there."""
    line = f"sha256:{sha256(about).hexdigest()}"
    digest = {"path": PACKAGE, "hash": line}
    signature = context.sign(line.encode())
    if signature is None:
        return digest
    signed = {
        "hash": line,
        "created": instant(context.now),
        "software": context.software,
        "version": AUTH_VERSION,
        "signature": b64encode(signature.value).decode(),
        "publicKey": b64encode(signature.public_key).decode(),
    }
    return {**digest, "signedData": signed}


def _pages(pages: Iterable[PageEntry]) -> Iterator[bytes]:
    yield _line({"format": "json-pages-1.0", "id": "pages", "title": "All Pages", "hasText": False})
    for number, page in enumerate(pages, 1):
        yield _line({"id": f"page-{number}", "url": page.url, "ts": instant(page.at), "title": page.title})


def _line(values: dict[str, Any]) -> bytes:
    return json.dumps(values, ensure_ascii=True, sort_keys=True).encode() + b"\n"


def _json(values: dict[str, Any]) -> bytes:
    return json.dumps(values, ensure_ascii=True, indent=2).encode() + b"\n"
