"""A file of what can be made again: whole and of the right origin, or as good as not there."""

import zlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

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
            file = NamedTemporaryFile(dir=self.path.parent, prefix=self.path.name, delete=False)  # noqa: SIM115 - below
        except OSError:
            return
        made = Path(file.name)
        try:
            with file:
                file.write(self.mark + _sum(body) + body)
            if self.public:
                made.chmod(0o644)
            made.replace(self.path)
        except OSError:
            with suppress(OSError):
                made.unlink()


def _sum(body: bytes) -> bytes:
    return zlib.crc32(body).to_bytes(_SUM, "big")
