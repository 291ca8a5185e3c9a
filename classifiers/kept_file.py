"""A file of what can be made again: whole and of the right origin, or as good as not there."""

import zlib
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

_SUM = 4


@dataclass(frozen=True, slots=True)
class KeptFile:
    """Bytes at `path`, good while they were made from what `mark` is a digest of. `public`: for every user of
    this machine to read."""

    path: Path
    mark: bytes
    public: bool = False

    def read(self) -> bytes | None:
        """What was kept; None for nothing, another origin's or a damaged file."""
        try:
            data = self.path.read_bytes()
        except OSError:
            return None
        start = len(self.mark) + _SUM
        body = data[start:]
        return body if data[:start] == self.mark + _sum(body) else None

    def write(self, body: bytes) -> None:
        """All of it or nothing: several processes may begin at once. Nothing where it cannot be written."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with TemporaryDirectory(dir=self.path.parent, prefix=self.path.name) as folder:
                new = Path(folder) / self.path.name
                new.write_bytes(self.mark + _sum(body) + body)
                new.chmod(0o644 if self.public else 0o600)
                new.replace(self.path)
        except OSError:
            return


def _sum(body: bytes) -> bytes:
    return zlib.crc32(body).to_bytes(_SUM, "big")
