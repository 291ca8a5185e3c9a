"""Files named by their SHA-256, written once and never changed."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from pipeline.errors import EvidenceDamaged, EvidenceUnavailable


class BlobStore(Protocol):
    """Where originals and derivatives lie. `put` hashes before anything else is done with the bytes."""

    def put(self, data: bytes) -> str: ...

    def get(self, sha256: str) -> bytes: ...

    def digests(self) -> Iterator[str]: ...


class FolderBlobs:
    """Blobs as plain files under `ab/abcdef…`, read-only, each either whole or absent."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, data: bytes) -> str:
        """Store `data` and give its SHA-256 in hex. Raises EvidenceUnavailable if it cannot be written."""
        digest = hashlib.sha256(data).hexdigest()
        path = self.path(digest)
        if not path.exists():
            try:
                _write_once(path, data)
            except OSError as error:
                raise EvidenceUnavailable(_advice(self.root, error)) from error
        return digest

    def get(self, sha256: str) -> bytes:
        """The bytes stored under `sha256`, checked. Raises EvidenceDamaged or EvidenceUnavailable."""
        try:
            data = self.path(sha256).read_bytes()
        except OSError as error:
            raise EvidenceUnavailable(f"Blob {sha256} cannot be read: {error.strerror}") from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise EvidenceDamaged(f"Blob {sha256} was altered after it was stored")
        return data

    def path(self, sha256: str) -> Path:
        """Where the blob lies. Raises EvidenceUnavailable for what is no digest."""
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise EvidenceUnavailable(f"{sha256!r} is not a SHA-256 in hex")
        return self.root / sha256[:2] / sha256

    def digests(self) -> Iterator[str]:
        for path in sorted(self.root.glob("??/*")):
            if len(path.name) == 64:
                yield path.name


def _write_once(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o440)
        Path(name).rename(path)
        sync_folder(path.parent)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def sync_folder(folder: Path) -> None:
    """Put a new file's name on the disk too: without it, power loss takes the whole file."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _advice(root: Path, error: OSError) -> str:
    return (
        f"Evidence cannot be written under {root}: {error.strerror}."
        " Check free space and permissions; what was stored before is safe."
    )
