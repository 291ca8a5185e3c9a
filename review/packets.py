"""A confirmed shop's packet, as one file to take away."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import SpooledTemporaryFile, TemporaryDirectory
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy.orm import Session

from exports.context import ExportContext
from exports.delivery import deliver
from exports.exporter import exporter_named

IN_MEMORY = 16 * 2**20
CHUNK = 2**16


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """A zip file of a delivery; `manifest_sha256` is the digest under which the custody log knows it."""

    name: str
    size: int
    manifest_sha256: str
    file: IO[bytes]

    def chunks(self) -> Iterator[bytes]:
        """Its bytes; it is closed behind the last one."""
        with self.file:
            while chunk := self.file.read(CHUNK):
                yield chunk


def make_packet(session: Session, shop_id: int, format_name: str, context: ExportContext) -> Packet:
    """Hand a shop over: as `mergen export` does, with its manifest and proofs, and with the event `exported`
    in `session`, which the caller commits. Raises what `exports.delivery.deliver` raises."""
    name = f"shop-{shop_id:06}-{format_name}"
    with TemporaryDirectory(prefix="mergen-packet-") as place:
        delivery = deliver(session, exporter_named(format_name), Path(place) / name, context, [shop_id])
        file = _zipped(delivery.files, name)
    return Packet(name=f"{name}.zip", size=_size(file), manifest_sha256=delivery.manifest_sha256, file=file)


def _zipped(files: tuple[Path, ...], folder: str) -> IO[bytes]:
    spool = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed by who reads it
    with ZipFile(spool, "w", ZIP_DEFLATED) as archive:
        for path in files:
            archive.write(path, f"{folder}/{path.name}")
    return spool


def _size(file: IO[bytes]) -> int:
    size = file.seek(0, 2)
    file.seek(0)
    return size
