"""The road, one visit at a time: keep, look, score, store, and go where it leads."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Protocol

import structlog
from sqlalchemy.orm import Session

from classifiers.document import Document
from classifiers.score import Scorer
from crawler.capture import Capture
from crawler.focus import Focus, Order
from crawler.page import Page
from crawler.request import Request
from crawler.traps import said_by
from crawler.visit import Failure, Revisit, SeenImage, Visit
from models.database import Database
from models.errors import StoreError
from pipeline.account import Account
from pipeline.depth import DeepBudget, worth_a_deep_look
from pipeline.drawn import drawn_images
from pipeline.errors import EvidenceDamaged, EvidenceUnavailable
from pipeline.evidence import Evidence, Kept
from pipeline.frontier import Outcome
from pipeline.leads import Leads
from pipeline.memory import Recollection, recollect, store_revisit
from pipeline.pictures import Picture, Pictures, keep_crops
from pipeline.resources import TelegramPreview
from pipeline.retries import Retries
from pipeline.storing import store_visit
from pipeline.travelled import LookedAt, Stored, Travelled
from pipeline.written import certain
from qr.payload import Payload, find, parse

# Text in pictures is worth its time where a page says little in letters.
LITTLE_TEXT = 600
IMAGES_WITH_TEXT = 4
PAYLOADS_PER_PAGE = 200


Report = Callable[[Travelled, Stored], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What the road works with."""

    database: Database
    evidence: Evidence
    pictures: Pictures
    scorer: Scorer
    preview: TelegramPreview
    clock: Callable[[], datetime]
    retries: Retries = field(default_factory=Retries)
    order: Order = field(default_factory=Focus)


class Settling(Protocol):
    """What the road asks of a frontier, all within its own transaction (`pipeline.frontier.SqlFrontier`)."""

    def settle(
        self, session: Session, request: Request, failure: Failure | None = None, said: str = ""
    ) -> Outcome: ...

    def learn(self, session: Session, request: Request, relevance: float) -> float: ...

    def queue(self, session: Session, requests: Iterable[Request]) -> int: ...


class Road:
    """Takes visits for good: `begin` is a `crawler.visit.VisitSink`."""

    def __init__(
        self,
        run_id: int,
        tools: Tools,
        frontier: Settling,
        leads: Leads,
        report: Report,
    ) -> None:
        self._run_id = run_id
        self._tools = tools
        self._frontier = frontier
        self._leads = leads
        self._report = report
        self._deep = threading.Lock()
        self.account = Account()

    def take(self, visit: Visit) -> bool:
        """Bring one visit home. When this returns True, what the visit gave is stored, where it leads is
        queued and its lease is finished; False where the lease was lost, and then nothing is stored.

        Raises EvidenceUnavailable or StoreUnavailable; then nothing of the visit counts as done.
        """
        return self.begin(visit)()

    def begin(self, visit: Visit) -> Callable[[], bool]:
        """Keep what a visit gave and look at it, several visits at once; what is returned does the rest of
        `take`, one visit at a time."""
        travelled = None
        if visit.capture is not None:
            travelled = self._look_safely(visit, self._keep(visit, visit.capture))
        return lambda: self._bring_home(visit, travelled)

    def _bring_home(self, visit: Visit, travelled: Travelled | None) -> bool:
        outcome, stored = self._tools.database.transact(
            lambda session: self._settle(session, visit, travelled)
        )
        if outcome is Outcome.LOST:
            return False
        self.account.requested += outcome is Outcome.SETTLED
        if visit.failure is not None and outcome is Outcome.SETTLED:
            self.account.failed[visit.failure.cause.value] += 1
        if travelled is not None and stored is not None:
            self.account.failed.update(["unreadable"] if travelled.fault else [])
            self.account.count(travelled, stored)
            self._report(travelled, stored)
        return True

    def _settle(
        self, session: Session, visit: Visit, travelled: Travelled | None
    ) -> tuple[Outcome, Stored | None]:
        """All of it in one transaction, and the lease first: who lost it stores nothing."""
        said = said_by(visit.page) if visit.page is not None else ""
        outcome = self._frontier.settle(session, visit.request, visit.failure, said)
        if outcome is Outcome.SETTLED and visit.failure is not None:
            self._frontier.learn(session, visit.request, 0.0)
        if outcome is Outcome.LOST or travelled is None:
            return outcome, None
        stored = self._store(session, travelled)
        self._frontier.queue(session, self._onward(session, travelled))
        return outcome, stored

    def _onward(self, session: Session, travelled: Travelled) -> tuple[Request, ...]:
        """Where a visit leads, put in order by what its page came to."""
        score, request = travelled.score, travelled.visit.request
        promise = 0.0 if score is None else self._frontier.learn(session, request, score.relevance)
        order = self._tools.order
        return tuple(order.informed(request, promise) for request in self._leads.of(travelled))

    def _keep(self, visit: Visit, capture: Capture) -> Kept:
        """The capture, and with it, so that both reach the disk at once, the images of its page."""
        evidence = self._tools.evidence
        if visit.revisit:
            return evidence.keep_revisit(visit.revisit, capture.body)
        images = [image.capture for image in visit.images if image.capture and image.capture.body]
        return evidence.keep_all([capture, *images])[0]

    def _store(self, session: Session, travelled: Travelled) -> Stored:
        now = self._tools.clock()
        if travelled.visit.revisit is not None:
            return store_revisit(session, self._run_id, travelled, now)
        return store_visit(session, self._run_id, travelled, self._tools.preview, now)

    def _look_safely(self, visit: Visit, kept: Kept) -> Travelled:
        """What is seen on a page; a page that breaks its reader is kept as evidence and counted."""
        try:
            return self._recall(visit, kept, visit.revisit) if visit.revisit else self._look(visit, kept)
        except (EvidenceUnavailable, StoreError):
            raise
        except Exception as fault:  # noqa: BLE001 - one hostile page never stops a crawl
            structlog.get_logger().error("page could not be read", url=visit.request.url, fault=repr(fault))
            return Travelled(visit=replace(visit, page=None, images=()), kept=kept, fault=repr(fault))

    def _recall(self, visit: Visit, kept: Kept, revisit: Revisit) -> Travelled:
        """What was seen on a page when it was stored, and where it leads: only images that another reader
        looked at then are looked at again."""
        with self._tools.database.read() as session:
            known = recollect(session, revisit.earlier.number)
        renewed = tuple(self._renewed(known))
        page, score = visit.page, None
        if page is not None:
            score = self._tools.scorer.score([document_of(page, known.image_text, _day(visit))])[0]
        return Travelled(
            visit=visit,
            kept=kept,
            contacts=known.contacts,
            score=score,
            recalled=known.codes,
            renewed=renewed,
        )

    def _renewed(self, known: Recollection) -> Iterable[Picture]:
        """The images that an older reader looked at, from their stored bytes; what the page's budget leaves
        is for the next visit."""
        pictures, blobs = self._tools.pictures, self._tools.evidence.blobs
        budget = DeepBudget(self._tools.clock)
        for digest, reader in known.images:
            if not (pictures.is_stale(reader) and budget.take()):
                continue
            try:
                data = blobs.get(digest)
            except (EvidenceDamaged, EvidenceUnavailable) as error:
                structlog.get_logger().warning("an image is not read again", image=digest, reason=str(error))
                continue
            picture = pictures.renew(data, reader)
            keep_crops(blobs, picture)
            yield picture

    def _look(self, visit: Visit, kept: Kept) -> Travelled:
        page = visit.page
        if visit.failure is not None:
            return Travelled(visit=visit, kept=kept)
        visit = replace(visit, images=visit.images + drawn_images(visit))
        looked_at = tuple(self._look_at(visit.images, budget=images_with_text(page)))
        return self._look_closer(weighed(visit, kept, looked_at, self._tools.scorer))

    def _look_at(self, images: Iterable[SeenImage], *, budget: int) -> Iterable[LookedAt]:
        for image in images:
            if image.capture is None or not image.capture.body:
                continue
            kept = self._tools.evidence.keep(image.capture)
            text = budget > 0
            picture = self._tools.pictures.look(image.capture.body, text=text)
            budget -= 1
            yield LookedAt(image=image, kept=kept, picture=picture, with_text=text)

    def _look_closer(self, travelled: Travelled) -> Travelled:
        """Deep looks where they pay, within the page's budget; then every symbol's crop is kept. One page at
        a time: no page's time goes by while another's pictures are looked at deeply."""
        seen = travelled
        if worth_a_closer_look(travelled):
            with self._deep:
                seen = self._deeply(travelled)
        for picture in seen.pictures:
            keep_crops(self._tools.evidence.blobs, picture)
        return seen

    def _deeply(self, travelled: Travelled) -> Travelled:
        budget = DeepBudget(self._tools.clock)
        screenshot = travelled.visit.capture.screenshot if travelled.visit.capture else None
        return replace(
            travelled,
            looked_at=tuple(self._deepened(looked, travelled, budget) for looked in travelled.looked_at),
            screenshot=self._tools.pictures.look(screenshot)
            if screenshot and travelled.flagged and budget.take()
            else None,
        )

    def _deepened(self, looked: LookedAt, travelled: Travelled, budget: DeepBudget) -> LookedAt:
        image = looked.image
        worth = worth_a_deep_look(looked.picture, image.ref, flagged=travelled.flagged)
        if not worth or image.capture is None or not budget.take():
            return looked
        return replace(looked, picture=self._tools.pictures.deepen(image.capture.body, looked.picture))


def worth_a_closer_look(travelled: Travelled) -> bool:
    """Whether there is anything on a page that deserves a deep look: most pages wait for nobody's."""
    capture, flagged = travelled.visit.capture, travelled.flagged
    pictured = flagged and capture is not None and capture.screenshot is not None
    return pictured or any(
        worth_a_deep_look(looked.picture, looked.image.ref, flagged=flagged) for looked in travelled.looked_at
    )


def images_with_text(page: Page | None) -> int:
    """In how many images of a page the text is read."""
    return IMAGES_WITH_TEXT if page is not None and len(page.text) < LITTLE_TEXT else 0


def weighed(visit: Visit, kept: Kept, looked_at: tuple[LookedAt, ...], scorer: Scorer) -> Travelled:
    """A visit with what its images say, its contacts and its score. The text in an image counts where it was
    asked for: what another page made somebody read there must not change this page's score."""
    page = visit.page
    if page is None:  # an address that is an image, or a PDF
        return Travelled(visit=visit, kept=kept, looked_at=looked_at)
    pictures = [looked.picture for looked in looked_at if looked.with_text]
    image_text = "\n".join(dict.fromkeys(picture.text for picture in pictures if picture.text))
    read = certain([line for picture in pictures for line in picture.lines])
    return Travelled(
        visit=visit,
        kept=kept,
        looked_at=looked_at,
        image_text=image_text,
        contacts=contacts_of(page, read),
        score=scorer.score([document_of(page, image_text, _day(visit))])[0],
    )


def _day(visit: Visit) -> date | None:
    return visit.capture.fetched_at.date() if visit.capture else None


def document_of(page: Page, image_text: str, day: date | None) -> Document:
    """What is scored: all visible text, and the text in the page's pictures after an empty line, as of the
    day it was fetched."""
    return Document(
        text=f"{page.text}\n\n{image_text}" if image_text else page.text,
        title=page.title,
        url=page.url,
        links=tuple(link.url for link in page.links) + page.contacts,
        day=day,
    )


def contacts_of(page: Page, read: Iterable[Payload]) -> tuple[Payload, ...]:
    """The distinct contacts of a page: from its markup, its text and what was `read` in its pictures."""
    found = [parse(contact) for contact in page.contacts]
    found += [*find(page.text), *read]
    distinct = {(payload.kind, payload.value): payload for payload in found}
    return tuple(distinct.values())[:PAYLOADS_PER_PAGE]
