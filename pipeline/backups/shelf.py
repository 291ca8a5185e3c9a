"""The folder that backups lie in: pieces by their digest, shared by all, and a manifest for each."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from pipeline.backups.manifest import Manifest, Stored, manifests, read_manifest
from pipeline.blobs import FolderBlobs
from pipeline.errors import BackupDamaged, EvidenceDamaged, EvidenceUnavailable

PIECE = 8 * 1024 * 1024  # bytes


class Shelf:
    """Backups in a folder. `copied` counts the bytes that were not there before."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lists = folder / "backups"
        self._pieces = FolderBlobs(folder / "pieces")
        self.copied = 0

    def make(self) -> None:
        """Create the folder. Raises EvidenceUnavailable."""
        try:
            self.lists.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise EvidenceUnavailable(f"{self.folder} cannot be written: {error.strerror}") from error

    def has(self, digest: str) -> bool:
        return self._pieces.path(digest).exists()

    def size(self, digest: str) -> int:
        return self._pieces.path(digest).stat().st_size

    def put(self, data: bytes) -> str:
        """Keep a piece, and read back what was written. Raises EvidenceUnavailable, EvidenceDamaged."""
        digest = sha256(data).hexdigest()
        if not self.has(digest):
            self._pieces.put(data)
            self._pieces.get(digest)
            self.copied += len(data)
        return digest

    def store(self, name: str, blocks: Iterable[bytes]) -> Stored:
        """Keep a file, cut into pieces."""
        return self.extend(Stored(name=name, size=0, pieces=()), blocks)

    def extend(self, stored: Stored, blocks: Iterable[bytes]) -> Stored:
        """Keep what came to a file since."""
        size, pieces = stored.size, list(stored.pieces)
        for piece in _cut(blocks):
            pieces.append(self.put(piece))
            size += len(piece)
        return Stored(name=stored.name, size=size, pieces=tuple(pieces))

    def blocks(self, stored: Stored) -> Iterator[bytes]:
        """A file again, piece by piece. Raises BackupDamaged."""
        for digest in stored.pieces:
            try:
                yield self._pieces.get(digest)
            except (EvidenceDamaged, EvidenceUnavailable) as error:
                raise BackupDamaged(f"{stored.name} is not whole in the backup: {error}") from error

    def check(self, manifest: Manifest) -> None:
        """Read every piece of a backup. Raises BackupDamaged."""
        seen: set[tuple[str, ...]] = set()
        for stored in manifest.files:
            if stored.pieces in seen:
                continue
            seen.add(stored.pieces)
            if (size := sum(map(len, self.blocks(stored)))) != stored.size:
                raise BackupDamaged(f"{stored.name} has {size} bytes in the backup, not {stored.size}")

    def newest(self) -> Manifest | None:
        """The last backup that is whole."""
        for path in reversed(manifests(self.lists)):
            try:
                return read_manifest(path)
            except BackupDamaged:
                continue
        return None

    def named(self, name: str | None) -> Manifest:
        """The backup called `name`, or the last one. Raises BackupDamaged where that is not whole."""
        found = {path.stem: path for path in manifests(self.lists)}
        if not found:
            raise BackupDamaged(f"There is no backup in {self.folder}")
        if name is not None and name not in found:
            raise BackupDamaged(f"There is no backup {name} in {self.folder}, only {', '.join(found)}")
        return read_manifest(found[name or max(found)])


def _cut(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Pieces of one size, and the rest."""
    rest = bytearray()
    for block in blocks:
        rest += block
        while len(rest) >= PIECE:
            yield bytes(rest[:PIECE])
            del rest[:PIECE]
    if rest:
        yield bytes(rest)
