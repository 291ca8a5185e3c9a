"""The archive within a package: records copied as they lie in the archives of the store."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from exports.context import ExportContext
from exports.wacz.content import Content, Held
from exports.wacz.index import Place, address_of, line
from exports.wacz.records import drawn_address, drawn_record, information

ROTATE_AT = 1_000_000_000  # bytes: a reader finds its way in a ZIP file whose parts need no long form


class Archived:
    """The members of the archive. Once they are read to the end, `lines` has the index, and `places` says
    for each capture where its records lay in the store and where they lie here."""

    def __init__(self, content: Content, context: ExportContext) -> None:
        self._content = content
        self._context = context
        self._file, self._offset = "", 0
        self.lines: list[str] = []
        self.places: list[dict[str, Any]] = []

    def members(self) -> Iterator[tuple[str, bytes]]:
        """Gzip members, each with the name of the file that it goes into."""
        for number, held in enumerate(self._content.held):
            if not number or self._offset > ROTATE_AT:
                yield self._begun()
            copied = self._context.read_records(held.record)
            self._note(held, copied)
            yield from map(self._placed, copied)
            there = set(map(address_of, copied))
            for drawn in held.drawn:
                if drawn_address(held, drawn) not in there:
                    data = self._context.read_blob(drawn.sha256)
                    yield self._placed(drawn_record(held, drawn, data))

    def _begun(self) -> tuple[str, bytes]:
        number = int(self._file[5:9] or 0) + 1
        self._file, self._offset = f"data-{number:04}.warc.gz", 0
        return self._placed(information(self._content, self._context, self._file))

    def _note(self, held: Held, copied: Sequence[bytes]) -> None:
        self.places.append(
            {
                "url": held.url,
                "body_sha256": held.sha256,
                "store": asdict(held.record),
                "file": self._file,
                "offset": self._offset,
                "length": sum(map(len, copied)),
                "sha256": sha256(b"".join(copied)).hexdigest(),
            }
        )

    def _placed(self, member: bytes) -> tuple[str, bytes]:
        place = Place(file=self._file, offset=self._offset, length=len(member))
        if (indexed := line(member, place)) is not None:
            self.lines.append(indexed)
        self._offset += len(member)
        return self._file, member
