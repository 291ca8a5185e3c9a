"""A second place that knows how far the custody log had come: a text file beside the evidence.

Each process adds a line for every event it has committed: number and digest. An event that is gone from the
end of the log, or a log that was written anew, contradicts the file; copied to another machine now and then
(one `scp`), it cannot be made to agree afterwards.
"""

import re
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import structlog

from models.custody import Link
from pipeline.errors import EvidenceUnavailable

SUFFIX = ".custody"
_CUT_OFF = re.compile(r"\d{0,18}|\d{1,18} [0-9a-f]{0,64}", re.ASCII)
_LINE = re.compile(r"(\d{1,18}) ([0-9a-f]{64})\n", re.ASCII)


class Witness:
    """Writes the file of one machine."""

    def __init__(self, folder: Path, host: str) -> None:
        self.path = folder / f"{_safe(host)}{SUFFIX}"
        self._late: list[Link] = []
        self._turn = threading.Lock()

    def __call__(self, links: Sequence[Link]) -> None:
        """Add committed events. What they say is safe in the store already, so a full disk only delays it:
        the next call writes what this one could not."""
        with self._turn:
            self._late += links
            lines = "".join(f"{link.number} {link.digest}\n" for link in self._late)
            try:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                with self.path.open("a", encoding="ascii") as file:
                    file.write(lines)
            except OSError as error:
                structlog.get_logger().warning(
                    "the witness file cannot be written; trying again with the next event",
                    file=str(self.path),
                    reason=error.strerror,
                )
            else:
                self._late.clear()


def witnessed(folder: Path) -> Iterator[tuple[str, Link]]:
    """Every line of every machine's file, with the file's name. A last line that a crash cut off is left out;
    another that cannot be read is number 0. Raises EvidenceUnavailable.
    """
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        try:
            with path.open(encoding="ascii", errors="replace") as file:
                yield from ((path.name, _link(line)) for line in file if not _CUT_OFF.fullmatch(line))
        except OSError as error:
            raise EvidenceUnavailable(f"{path} cannot be read: {error.strerror}") from error


def _link(line: str) -> Link:
    found = _LINE.fullmatch(line)
    return Link(int(found[1]), found[2]) if found else Link(0, line)


def _safe(host: str) -> str:
    return "".join(letter if letter.isalnum() or letter in "-." else "_" for letter in host) or "machine"
