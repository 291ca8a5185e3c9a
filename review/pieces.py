"""Photos that come in pieces, over a line that breaks: what arrived stays until the rest does."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from review.intake import Answer

KEPT_FOR = timedelta(hours=6)
MOST_BYTES = 128 * 2**20
"""What all unfinished photos may take in memory; beyond it the oldest is let go, and sent anew."""


@dataclass(slots=True)
class Arriving:
    """A photo of which a part is here; once it was taken in, its answer alone. `turn` is held by who adds."""

    since: datetime
    data: bytearray = field(default_factory=bytearray)
    answer: Answer | None = None
    turn: Lock = field(default_factory=Lock)

    def add(self, offset: int, piece: bytes) -> bool:
        """Put a piece where the last one ended; False if it does not belong there."""
        if offset != len(self.data):
            return False
        self.data += piece
        return True

    def done(self, answer: Answer) -> None:
        """Keep what the sender is told, for the case that it is lost on the way, and let the bytes go."""
        self.answer, self.data = answer, bytearray()


class Pieces:
    """The photos that are on their way to one server, by sender and the key that the sender's page gave."""

    def __init__(self) -> None:
        self._arriving: OrderedDict[tuple[str, str], Arriving] = OrderedDict()
        self._turn = Lock()

    def of(self, sender: str, key: str, now: datetime) -> Arriving:
        """What is here of a photo, nothing at first."""
        with self._turn:
            self._forget(now)
            return self._arriving.setdefault((sender, key), Arriving(since=now))

    def _forget(self, now: datetime) -> None:
        while self._arriving:
            oldest = next(iter(self._arriving.values()))
            here = sum(len(each.data) for each in self._arriving.values())
            if now - oldest.since < KEPT_FOR and here < MOST_BYTES:
                return
            self._arriving.popitem(last=False)
