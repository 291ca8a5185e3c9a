"""Decoding and scoring again what a run stored: the same bytes, the tools of today, every difference.

Nothing is fetched and nothing is written. What an unchanged page said stands with the capture that has its
body, and is looked at again with the run of that one.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from classifiers.score import Scorer
from crawler.capture import Capture as Captured
from crawler.page import ImageRef, ImageSource
from crawler.reading import read
from crawler.request import Request
from crawler.visit import SeenImage, Visit
from models.capture import Capture, Page, PageImage, Revisit
from models.database import Database
from models.image import Image
from models.run import Run
from pipeline.blobs import BlobStore
from pipeline.drawn import drawn_images
from pipeline.errors import EvidenceDamaged, EvidenceUnavailable
from pipeline.evidence import Kept
from pipeline.pictures import Pictures, was_cut, was_deep
from pipeline.recaptured import recaptured
from pipeline.road import images_with_text, weighed
from pipeline.seen import Seen, looked, recorded
from pipeline.travelled import LookedAt, Travelled
from pipeline.warc import WarcPosition

VERSIONS = ("mergen", "reader", "image_text", "scorer", "python")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Something that is not as it was: a version, or a field of `pipeline.seen.Seen`."""

    what: str
    then: Any
    now: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """A capture that was looked at again; without `changes`, everything is as it was. `cut`: for some picture
    on it time ran out before all words were read, then or now, and how far that comes differs."""

    capture_id: int
    url: str
    changes: tuple[Change, ...]
    cut: bool = False


def other_versions(then: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[Change, ...]:
    """The versions that are not those the run was made with."""
    names = (name for name in VERSIONS if name in then and then[name] != now.get(name))
    return tuple(Change(what=name, then=then[name], now=now.get(name)) for name in names)


class Replay:
    """Looks at the captures of a run again. `pictures` remembers nothing of earlier looks."""

    def __init__(self, database: Database, blobs: BlobStore, pictures: Pictures, scorer: Scorer) -> None:
        self._database = database
        self._blobs = blobs
        self._pictures = pictures
        self._scorer = scorer

    def run(self, run: Run) -> Iterator[Replayed]:
        """Every page and picture of the run, in the order in which they were stored."""
        own = select(Capture.id).where(Capture.run_id == run.id).order_by(Capture.id)
        looked_at = own.where(
            Capture.id.in_(select(Page.capture_id)) | Capture.id.in_(select(PageImage.capture_id)),
            Capture.id.not_in(select(Revisit.capture_id)),
        )
        with self._database.read() as session:
            numbers = session.scalars(looked_at).all()
        words = run.versions.get("image_text", "unknown") is not None
        for number in numbers:
            with self._database.read() as session:
                yield self._again(session, session.get_one(Capture, number), words=words)

    def _again(self, session: Session, row: Capture, *, words: bool) -> Replayed:
        then, cut = recorded(session, row.id), False
        try:
            travelled = self._travelled(session, row, words=words)
            changes = tuple(_changes(then, looked(travelled)))
            cut = _was_cut(session, row) or any(was_cut(each.reader) for each in travelled.pictures)
        except (EvidenceDamaged, EvidenceUnavailable) as error:
            changes = (Change(what="bytes", then=row.sha256, now=str(error)),)
        except Exception as fault:  # noqa: BLE001 - one hostile page never stops a replay
            changes = (Change(what="fault", then="", now=repr(fault)),) if then.scorer else ()
        return Replayed(capture_id=row.id, url=row.url, changes=changes, cut=cut)

    def _travelled(self, session: Session, row: Capture, *, words: bool) -> Travelled:
        captured = recaptured(row, self._blobs)
        page = read(captured) if session.get(Page, row.id) is not None else None
        visit = Visit(request=Request(url=row.url), capture=captured, page=page)
        rows = select(PageImage).where(PageImage.capture_id == row.id).order_by(PageImage.id)
        images, shots = self._images(session.scalars(rows).all(), captured)
        visit = replace(visit, images=images + drawn_images(visit))
        deep = _deep(session, rows.subquery().c.image_sha256)
        looked_at = tuple(self._look_at(visit, row, deep, images_with_text(page) if words else 0))
        travelled = weighed(visit, _kept(row), looked_at, self._scorer)
        pictured = Visit(request=visit.request, capture=captured, images=shots)
        shown = tuple(self._look_at(pictured, row, deep, 0))
        return replace(travelled, looked_at=travelled.looked_at + shown)

    def _images(
        self, shown: Sequence[PageImage], page: Captured
    ) -> tuple[tuple[SeenImage, ...], tuple[SeenImage, ...]]:
        """The images that were looked at, but for codes drawn with characters; and the screenshots."""
        images: list[SeenImage] = []
        shots: list[SeenImage] = []
        for image in shown:
            if image.image_sha256 is None or image.source == ImageSource.TEXT:
                continue
            ref = ImageRef(url=image.url, source=ImageSource(image.source), alt=image.alt)
            capture = page.part(self._blobs.get(image.image_sha256), "")
            place = shots if ref.source is ImageSource.SCREENSHOT else images
            place.append(SeenImage(ref=ref, capture=capture))
        return tuple(images), tuple(shots)

    def _look_at(self, visit: Visit, row: Capture, deep: Collection[str], budget: int) -> Iterator[LookedAt]:
        """Each image as closely as it was looked at then: how closely depended on the time that was left."""
        for image in visit.images:
            if image.capture is None:
                continue
            body, with_text = image.capture.body, budget > 0
            picture = self._pictures.look(body, deep=sha256(body).hexdigest() in deep, text=with_text)
            budget -= 1
            yield LookedAt(image=image, kept=_kept(row), picture=picture, with_text=with_text)


def _deep(session: Session, digests: ColumnElement[Any]) -> set[str]:
    rows = session.execute(select(Image.sha256, Image.reader).where(Image.sha256.in_(select(digests))))
    return {digest for digest, reader in rows if was_deep(reader)}


def _was_cut(session: Session, row: Capture) -> bool:
    shown = select(PageImage.image_sha256).where(PageImage.capture_id == row.id)
    return any(map(was_cut, session.scalars(select(Image.reader).where(Image.sha256.in_(shown)))))


def _changes(then: Seen, now: Seen) -> Iterator[Change]:
    """What differs. An image that several pages show may have been looked at more closely for another one:
    then it says more now than this page was told, and is itself as it was."""
    if then.images == now.images and set(then.codes) <= set(now.codes):
        now = replace(now, codes=then.codes)
    for each in fields(Seen):
        before, after = getattr(then, each.name), getattr(now, each.name)
        if before != after:
            yield Change(what=each.name, then=before, now=after)


def _kept(row: Capture) -> Kept:
    position = WarcPosition(file=row.warc_file, offset=row.warc_offset, length=row.warc_length)
    return Kept(
        sha256=row.sha256,
        screenshot_sha256=row.screenshot_sha256,
        rendered_sha256=row.rendered_sha256,
        position=position,
    )
