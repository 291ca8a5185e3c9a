"""What records of kind `revisit` refer to: the answer that an archive does not hold a second time."""

import hashlib
from base64 import b32encode
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from crawler.address import canonical_url
from crawler.archive import Record
from crawler.errors import AddressError

Recall = Callable[[Record], Record | None]
"""Finds what a revisit record refers to somewhere else; None where it is not there."""


class Referred:
    """The answers of some archives that revisits refer to, in a folder until they are asked for.

    First every record is noted, then the answers are put here, then the revisits become answers.
    """

    def __init__(self, folder: Path, recall: Recall | None = None) -> None:
        self._folder = folder
        self._recall = recall
        self._wanted: set[str] = set()
        self._held: dict[str, tuple[Record, str]] = {}

    @property
    def any(self) -> bool:
        """Whether there are revisits at all."""
        return bool(self._wanted)

    def note(self, record: Record) -> None:
        """Take note of what a revisit refers to."""
        if record.kind == "revisit":
            self._wanted.update(_meant(record))

    def put(self, record: Record) -> None:
        """Keep an answer if a revisit refers to it."""
        keys = self._wanted.intersection(_names(record))
        if keys and not record.fault:
            name = sha256(record.body).hexdigest()
            (self._folder / name).write_bytes(record.body)
            for key in keys:
                self._held.setdefault(key, (replace(record, body=b""), name))

    def answer(self, revisit: Record) -> Record | None:
        """A revisit as the answer that it stands for, at its own address and time; None where that is neither
        in the archives nor to be had elsewhere."""
        found = next((self._held[key] for key in _meant(revisit) if key in self._held), None)
        if found is None:
            known = self._recall(revisit) if self._recall is not None else None
        else:
            known = replace(found[0], body=(self._folder / found[1]).read_bytes())
        if known is None:
            return None
        return replace(
            known, url=revisit.url, number=revisit.number, place=revisit.place, date=revisit.date, digest=""
        )


def digest_fits(digest: str, body: bytes) -> bool:
    """Whether a WARC digest (`sha1:` in base 32 by custom, other algorithms and hexadecimal too) is that of
    these bytes."""
    algorithm, _, value = digest.partition(":")
    if algorithm.lower().replace("-", "") not in {"md5", "sha1", "sha256", "sha512"}:
        return False
    own = hashlib.new(algorithm.lower().replace("-", ""), body, usedforsecurity=False).digest()
    return value.lower().rstrip("=") in {own.hex(), b32encode(own).decode().lower().rstrip("=")}


def _meant(revisit: Record) -> Iterator[str]:
    """What the record that a revisit refers to may be known by, the surest first."""
    if revisit.refers_to:
        yield revisit.refers_to
    if revisit.refers_date is not None:
        yield _by_time(revisit.refers_url or revisit.url, revisit.refers_date)
    if revisit.digest:
        yield revisit.digest


def _names(record: Record) -> Iterator[str]:
    yield from filter(None, (record.number, record.digest))
    if record.date is not None:
        yield _by_time(record.url, record.date)


def _by_time(url: str, date: datetime) -> str:
    try:
        return f"{canonical_url(url)} {date:%Y%m%d%H%M%S}"
    except AddressError:
        return f"{url} {date:%Y%m%d%H%M%S}"
