"""What the store remembers of an address, and what an answer that is known already becomes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from crawler.capture import Via
from crawler.memory import Earlier, newest_first
from crawler.page import Link, Post
from crawler.request import Request
from models.capture import Capture, Page, PageImage, Revisit
from models.database import Database
from models.image import Image, Sighting
from models.portions import portions
from models.shop import Resource
from pipeline.blobs import BlobStore
from pipeline.errors import EvidenceDamaged, EvidenceUnavailable
from pipeline.evidence import add_capture
from pipeline.posts import knows_from_here
from pipeline.rows import add_new, index_key
from pipeline.storing import add_codes
from pipeline.travelled import Stored, Travelled
from qr.payload import Payload, parse

# A server that goes on answering 304 is asked for the whole page again after this time.
BELIEVED = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recollection:
    """What was found out about a page when it was stored; `images` are the digests of its images with what
    read them."""

    image_text: str
    images: tuple[tuple[str, str], ...]
    codes: tuple[Payload, ...]
    contacts: tuple[Payload, ...]


class SqlMemory:
    """What earlier runs stored (`crawler.memory.Memory`).

    A page is recalled only where looking again would find the same: it was read without a browser and
    scored by this scorer.
    """

    def __init__(
        self,
        database: Database,
        blobs: BlobStore,
        *,
        run_id: int,
        scorer: str,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._run_id = run_id
        self._scorer = scorer
        self._clock = clock

    def recall(self, request: Request) -> Earlier | None:
        with self._database.read() as session:
            row = self._last(session, request)
            page = session.get(Page, row.id) if row is not None else None
            if row is None or page is None or row.via != Via.HTTP or row.status != 200:
                return None
            return self._earlier(row) if page.scorer == self._scorer else None

    def body(self, earlier: Earlier) -> bytes | None:
        try:
            return self._blobs.get(earlier.sha256)
        except (EvidenceDamaged, EvidenceUnavailable):
            return None

    def news(self, links: Sequence[Link]) -> list[Link]:
        keys = {index_key(link.url): link.url for link in links}
        seen: dict[str, datetime] = {}
        with self._database.read() as session:
            for some in portions(keys):
                last = (
                    select(Capture.url, func.max(Capture.fetched_at))
                    .where(Capture.url.in_(some), Capture.run_id != self._run_id, Capture.status < 400)
                    .group_by(Capture.url)
                )
                seen |= {keys[key]: at for key, at in session.execute(last)}
        return newest_first(links, seen)

    def goes_back(self, posts: Sequence[Post]) -> bool:
        with self._database.read() as session:
            return knows_from_here(session, posts)

    def _last(self, session: Session, request: Request) -> Capture | None:
        """The last answer to the same visitor, or the one that it said was still so. Pictures that stand in a
        page have its address too, and are no answers."""
        answers = or_(Revisit.capture_id.is_not(None), Page.capture_id.is_not(None), Capture.status >= 400)
        last = (
            select(func.coalesce(Revisit.earlier_id, Capture.id))
            .select_from(Capture)
            .outerjoin(Revisit, Revisit.capture_id == Capture.id)
            .outerjoin(Page, Page.capture_id == Capture.id)
            .where(Capture.url == index_key(request.url), Capture.profile == request.profile)
            .where(Capture.run_id != self._run_id, answers)
            .order_by(Capture.fetched_at.desc(), Capture.id.desc())
            .limit(1)
        )
        return session.scalars(select(Capture).where(Capture.id == last.scalar_subquery())).first()

    def _earlier(self, row: Capture) -> Earlier:
        return Earlier(
            number=row.id,
            url=row.url,
            final_url=row.final_url,
            headers=tuple((name, value) for name, value in row.headers),
            sha256=row.sha256,
            fetched_at=row.fetched_at,
            believed=self._clock() - row.fetched_at < BELIEVED,
        )


def recollect(session: Session, capture_id: int) -> Recollection:
    """What was read on a page when it was stored."""
    sightings = select(Sighting.source, Sighting.text).where(Sighting.capture_id == capture_id)
    found = session.execute(sightings.order_by(Sighting.id)).all()
    page = session.get(Page, capture_id)
    images = (
        select(Image.sha256, Image.reader)
        .join(PageImage, PageImage.image_sha256 == Image.sha256)
        .where(PageImage.capture_id == capture_id)
        .distinct()
    )
    return Recollection(
        image_text=page.image_text if page is not None else "",
        images=tuple((digest, reader) for digest, reader in session.execute(images)),
        codes=tuple(parse(text) for source, text in found if source == "code"),
        contacts=tuple(parse(text) for source, text in found if source == "contact"),
    )


def store_revisit(session: Session, run_id: int, travelled: Travelled, now: datetime) -> Stored:
    """Write down that a page was answered for and is what it was."""
    visit = travelled.visit
    if visit.revisit is None:
        raise ValueError("only a visit that found nothing new can be stored as such")
    earlier_id = visit.revisit.earlier.number
    answer = visit.revisit.answer
    capture, fresh = add_capture(session, run_id, visit.request, answer, travelled.kept, now)
    for picture in travelled.renewed:
        add_codes(session, earlier_id, picture, now)
    add_new(session, Revisit, capture_id=capture.id, earlier_id=earlier_id)
    resource_id = session.scalars(select(Page.resource_id).where(Page.capture_id == earlier_id)).one()
    session.get_one(Resource, resource_id).seen_at = now
    return Stored(capture_id=capture.id, fresh=fresh, resource_id=resource_id)
