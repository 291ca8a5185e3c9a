"""From web archives to visits: the pages that they hold, with those of their images that they hold too."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from crawler.address import canonical_url
from crawler.archive import Archive, Record
from crawler.capture import Capture, Via
from crawler.errors import AddressError
from crawler.faults import judged
from crawler.gathering import inline
from crawler.page import ImageRef
from crawler.reading import read
from crawler.referred import Recall, Referred
from crawler.request import Origin, Provenance, Request
from crawler.visit import Failure, FailureCause, SeenImage, Visit
from crawler.visiting import itself

IMAGES_PER_PAGE = 60
MADE = {"urn:rendered:": "rendered", "urn:screenshot:": "screenshot"}  # as `pipeline.warc` writes them
INLINE_BYTES = 15 * 1024 * 1024
log = logging.getLogger("mergen.crawler")
NOWHERE = "it refers to a record that neither the archives nor the store hold"
MISSING = Failure(cause=FailureCause.OTHER, message="the archive does not hold it")


class Shelf:
    """What pages ask for, in a folder until then: images by address, and what a browser made of a page."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._images: dict[str, tuple[Record, str]] = {}
        self._digests: dict[str, tuple[Record, str]] = {}
        self._made: dict[tuple[str, str], str] = {}
        self._shown: set[str] = set()

    def take(self, record: Record) -> None:
        """Keep a record if it is something that pages ask for."""
        made = next((name for start, name in MADE.items() if record.url.startswith(start)), None)
        if made is not None and record.body:
            self._made[record.concurrent_to, made] = self._put(record.body)
        elif record.kind == "revisit" and record.digest in self._digests:
            self._images[_canonical(record.url)] = self._digests[record.digest]
        elif is_image(record):
            kept = replace(record, body=b""), self._put(record.body)
            self._images.setdefault(_canonical(record.url), kept)
            self._digests.setdefault(record.digest, kept)

    def image(self, ref: ImageRef, page: Capture) -> SeenImage:
        """An image that a page shows, or that the archive does not hold it."""
        if ref.url.startswith("data:"):
            return inline(ref, page, INLINE_BYTES)
        found = self._images.get(_canonical(ref.url))
        if found is None:
            return SeenImage(ref=ref, failure=MISSING)
        self._shown.add(_canonical(ref.url))
        record, name = found
        return SeenImage(ref=ref, capture=capture_of(record, ref.url, self._get(name)))

    def holds(self, record: Record) -> bool:
        """Whether a revisit is that of an image."""
        return record.media_type.startswith("image/") or _canonical(record.url) in self._images

    def made(self, record: Record, kind: str) -> bytes | None:
        """What a browser made of a page."""
        name = self._made.get((record.number, kind))
        return self._get(name) if name is not None else None

    def not_shown(self) -> Iterator[Record]:
        """The images that no page showed."""
        for url, (record, name) in self._images.items():
            if url not in self._shown:
                yield replace(record, url=url, body=self._get(name))

    def _put(self, body: bytes) -> str:
        name = sha256(body).hexdigest()
        (self._folder / name).write_bytes(body)
        return name

    def _get(self, name: str) -> bytes:
        return (self._folder / name).read_bytes()


def visits_of(archives: Sequence[Archive], folder: Path, recall: Recall | None = None) -> Iterator[Visit]:
    """Every page of the archives, in their order, then the pages that revisits stand for, then the images
    that no page shows. Reads them twice: an image may stand after its page, or in another file; and once more
    where there are revisits, which `recall` may find elsewhere. `folder` is for what has to wait; it takes as
    much as the images and what revisits refer to."""
    shelf, referred = Shelf(folder), Referred(folder, recall)
    for record in _records(archives):
        shelf.take(record)
        referred.note(record)
    for record in _records(archives):
        if is_page(record):
            referred.put(record)
            yield _visit(record, shelf)
    if referred.any:
        yield from _again(archives, shelf, referred)
    for record in shelf.not_shown():
        yield _visit(record, shelf)


def _records(archives: Sequence[Archive]) -> Iterator[Record]:
    for archive in archives:
        yield from archive.records()


def _again(archives: Sequence[Archive], shelf: Shelf, referred: Referred) -> Iterator[Visit]:
    """The pages that revisits stand for."""
    for record in _records(archives):
        if record.kind != "revisit" or not _of_the_web(record) or shelf.holds(record):
            continue
        answer = referred.answer(record)
        yield _visit(answer or replace(record, fault=NOWHERE), shelf)


def is_image(record: Record) -> bool:
    """Whether a record is a whole image."""
    return record.kind != "revisit" and record.status == 200 and record.media_type.startswith("image/")


def is_page(record: Record) -> bool:
    """Whether a record may be a page: not one that refers to another."""
    return record.kind != "revisit" and _of_the_web(record) and not is_image(record)


def _of_the_web(record: Record) -> bool:
    return record.url.startswith(("http://", "https://"))


def capture_of(record: Record, url: str, body: bytes) -> Capture:
    """A record as the capture that somebody made. Raises `ValueError` for one that does not say when."""
    if record.date is None:
        raise ValueError("the record does not say when it was made")
    return Capture(
        url=url,
        final_url=url,
        status=record.status,
        headers=record.headers,
        body=body,
        via=Via.ARCHIVE,
        fetched_at=record.date,
        ip_address=record.ip_address,
    )


def _visit(record: Record, shelf: Shelf) -> Visit:
    provenance = Provenance(origin=Origin.ARCHIVE, reference=record.place)
    try:
        request = Request(url=canonical_url(record.url), provenance=provenance)
        return _seen(request, record, shelf)
    except Exception as error:  # noqa: BLE001 - one hostile record never stops the reading of an archive
        log.info("no page from %s (%s): %s", record.url, record.place, error)
        request = Request(url=record.url, provenance=provenance)
        return Visit(request=request, failure=Failure(cause=FailureCause.OTHER, message=str(error)))


def _seen(request: Request, record: Record, shelf: Shelf) -> Visit:
    if record.fault:
        return Visit(request=request, failure=Failure(cause=FailureCause.LIMIT, message=record.fault))
    capture = replace(
        capture_of(record, request.url, record.body),
        rendered=shelf.made(record, "rendered"),
        screenshot=shelf.made(record, "screenshot"),
    )
    page = read(capture)
    obstacle, failure = judged(capture, page)
    if failure is not None:
        return Visit(request=request, capture=capture, page=page, failure=failure, obstacle=obstacle)
    if page is None:
        return Visit(request=request, capture=capture, images=itself(capture))
    images = tuple(shelf.image(ref, capture) for ref in page.images[:IMAGES_PER_PAGE])
    return Visit(request=request, capture=capture, page=page, images=images)


def _canonical(url: str) -> str:
    try:
        return canonical_url(url)
    except AddressError:
        return url
