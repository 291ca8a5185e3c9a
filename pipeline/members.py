"""The records of a capture as they lie in its WARC file, byte for byte."""

import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from fastwarc.warc import ArchiveIterator

from pipeline.errors import EvidenceDamaged, EvidenceUnavailable
from pipeline.member_writer import GZIP
from pipeline.warc import WarcPosition

BLOCK = 1 << 16


def read_members(folder: Path, position: WarcPosition) -> tuple[bytes, ...]:
    """The gzip member of the record at `position`, then those of the records that were written about it.

    Raises EvidenceUnavailable, and EvidenceDamaged where the file does not hold them whole.
    """
    try:
        with (folder / position.file).open("rb") as file:
            file.seek(position.offset)
            return tuple(_belonging(file, position))
    except OSError as error:
        raise EvidenceUnavailable(f"WARC file {position.file} cannot be read: {error.strerror}") from error
    except (zlib.error, ValueError) as error:
        raise EvidenceDamaged(
            f"WARC record at {position.file}:{position.offset} is damaged: {error}"
        ) from error


def whole_members(path: Path, start: int) -> tuple[int, str]:
    """Where the last whole member of an archive ends, looking from `start`, at which one begins: somebody may
    be writing the next. What is damaged is counted as it is, and the fault told; empty where there is none.

    Raises EvidenceUnavailable, and EvidenceDamaged where the file is shorter than that.
    """
    end = start
    try:
        with path.open("rb") as file:
            if (size := file.seek(0, io.SEEK_END)) < start:
                raise EvidenceDamaged(f"WARC file {path.name} has {size} bytes, and had {start}")
            file.seek(start)
            for member in _members(file):
                end += len(member)
    except OSError as error:
        raise EvidenceUnavailable(f"WARC file {path.name} cannot be read: {error.strerror}") from error
    except zlib.error as error:
        return size, f"WARC file {path.name} is damaged after {end} bytes: {error}"
    except ValueError:
        pass  # cut off: it is being written
    return end, ""


def _belonging(file: BinaryIO, position: WarcPosition) -> Iterator[bytes]:
    members = _members(file)
    first = next(members, b"")
    if len(first) != position.length:
        raise ValueError(f"it has {len(first)} bytes, not {position.length}")
    yield first
    number = header(first, "WARC-Record-ID")
    for member in members:
        if header(member, "WARC-Concurrent-To") != number:
            return
        yield member


def header(member: bytes, name: str) -> str:
    """A header of the record that a gzip member holds; empty where it has none such."""
    record = next(iter(ArchiveIterator(io.BytesIO(member), parse_http=False, fsspec_args=False)), None)
    return "" if record is None else str(record.headers.get(name, ""))


def _members(file: BinaryIO) -> Iterator[bytes]:
    """Gzip members from where `file` stands to its end. Raises ValueError for one that is cut off."""
    rest = b""
    while rest or (rest := file.read(BLOCK)):
        unpacker, member = zlib.decompressobj(GZIP), bytearray()
        while not unpacker.eof:
            if not rest and not (rest := file.read(BLOCK)):
                raise ValueError("it is cut off")
            unpacker.decompress(rest)
            used = len(rest) - len(unpacker.unused_data)
            member += rest[:used]
            rest = unpacker.unused_data
        yield bytes(member)
