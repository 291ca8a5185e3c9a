"""Photos that no reader reads: what is left to do."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import cv2
import numpy as np

from benchmarks.harness import progress
from benchmarks.peer_reading import Read
from benchmarks.qr_peers import ORDER, peers
from benchmarks.qr_street import readers
from benchmarks.street.conditions import CONDITIONS, Condition
from benchmarks.street.photo import SEVERITIES, StreetPhoto, photo

WIDTH = 480
FIRST_SEED = 1000
"""Seeds from here on, so that these photos are none of those that the benchmark measures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A photo that nobody reads, and why."""

    photo: StreetPhoto
    seed: int
    reason: str

    @property
    def file(self) -> str:
        """The name of its picture."""
        return f"{self.photo.condition}-{self.photo.severity}-{self.seed}.jpg"

    @property
    def small(self) -> bytes:
        """The photo 480 pixels wide, as JPEG, for a page."""
        pixels = cv2.imdecode(np.frombuffer(self.photo.image, dtype=np.uint8), cv2.IMREAD_COLOR)
        assert pixels is not None  # noqa: S101 - our own JPEG
        height = round(pixels.shape[0] * WIDTH / pixels.shape[1])
        small = cv2.resize(pixels, (WIDTH, height), interpolation=cv2.INTER_AREA)
        return cv2.imencode(".jpg", small, (cv2.IMWRITE_JPEG_QUALITY, 80))[1].tobytes()

    def as_row(self) -> dict[str, str | int]:
        """What makes it again, and why nobody reads it."""
        return {
            "file": self.file,
            "condition": self.photo.condition,
            "severity": self.photo.severity,
            "seed": self.seed,
            "text": next(iter(self.photo.texts)),
            "reason": self.reason,
        }


def unread_photos(count: int, *, seeds: int) -> list[Unread]:
    """At most `count` photos of one code that neither Mergen's passes nor any peer reads: one of each
    condition, the least severe that is found, then a second of each, and so on."""
    names = tuple(peer.name for peer in peers() if peer.name != ORDER.name)
    found: list[Unread] = []
    with readers(names) as sides:
        searches = [_search(condition, seeds) for condition in CONDITIONS]
        while searches and len(found) < count:
            for search in tuple(searches):
                if len(found) == count:
                    break
                hit = next((each for each in search if not _is_read(each, sides)), None)
                if hit is None:
                    searches.remove(search)
                else:
                    found.append(hit)
                    progress(f"{len(found)} of {count}: {hit.file}")
    return found


def _is_read(each: Unread, sides: Mapping[str, Read]) -> bool:
    """In full size, or as small as a page shows it: less noise is left then."""
    pictures = (each.photo.image, each.small)
    return any(read(picture).symbols for picture in pictures for read in sides.values())


def _search(condition: Condition, seeds: int) -> Iterator[Unread]:
    for severity in SEVERITIES[1:]:
        for seed in range(FIRST_SEED, FIRST_SEED + seeds):
            taken = photo(condition.name, severity, seed)
            if len(taken.texts) == 1:
                yield Unread(photo=taken, seed=seed, reason=condition.reason)
