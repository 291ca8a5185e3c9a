"""Looking at pages again as another visitor: a shop may show itself to buyers only."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import takewhile
from typing import Protocol, Self

import structlog
from sqlalchemy import Select, case, select
from sqlalchemy.orm import Session

from classifiers.score import Label, Score
from crawler.capture import Capture as Captured
from crawler.difference import Difference, View, difference, view_of
from crawler.following import FollowPolicy, follow
from crawler.request import Origin, Provenance, Request
from crawler.shot import Sitting
from crawler.traps import Bounds, TrapGuard
from crawler.visit import Failure, Visit
from models.capture import Capture, Page
from models.frontier import FrontierEntry
from models.run import Run, RunState
from models.second_look import SecondLook
from pipeline.errors import EvidenceDamaged
from pipeline.evidence import Kept, add_capture
from pipeline.leads import Leads
from pipeline.memory import Recollection, recollect
from pipeline.pictures import keep_crops
from pipeline.recaptured import pictured
from pipeline.road import Tools, contacts_of, document_of
from pipeline.rows import ensure
from pipeline.screenshots import Album, Camera, keep_shot, sittings
from pipeline.storing import store_visit
from pipeline.travelled import Travelled

OF_SUSPICIOUS, OF_UNSURE = 12, 4  # pages of a run
PAGES = ("text/html", "application/xhtml+xml", "")


class ShopFor(StrEnum):
    """For whom a page is a shop's, as far as the scorer can tell."""

    BOTH = "both"
    FIRST = "first"
    SECOND = "second"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitors:
    """A camera, and who else is shown what it pictures: `other` is the name of a
    `crawler.profile.Profile`."""

    camera: Camera
    other: str

    def until(self, stopping: Callable[[], bool]) -> Self:
        """With a camera that pictures nothing more once `stopping` says so."""
        return replace(self, camera=lambda asked: takewhile(lambda _: not stopping(), self.camera(asked)))


class Queue(Protocol):
    """Where a second look leads (`pipeline.frontier.SqlFrontier`)."""

    def queue(self, session: Session, requests: Iterable[Request]) -> int: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Onward:
    """How a second look goes on: the run's own frontier, its leads, and what links it follows."""

    frontier: Queue
    leads: Leads
    policy: FollowPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class _Looked:
    """Two views of one address, what was read in the pictures of the first, the second on its way through
    the road, and how they differ."""

    one: Capture
    first: View
    known: Recollection
    travelled: Travelled
    found: Difference
    shop_for: ShopFor


def look_again(run: Run, tools: Tools, visitors: Visitors, onward: Onward, album: Album) -> int:
    """Show pages of a run to another visitor and write down how that view differs: of a run over suspicious
    targets the seeds and the strongest pages, else some of those that the scorer is unsure of. Where that
    visitor alone is led is queued in the run, to be asked for by that visitor. Gives how many were compared;
    one that cannot be is logged and left. What the `album` lacks is pictured with them: to start a browser
    takes as long as a page."""
    with tools.database.read() as session:
        wanted = list(session.scalars(_wanted(session, run)))
        bare = {row.id: row.url for row in wanted if row.rendered_sha256 is None}
        bare |= dict(album.choose(session, bare))
    seen = _shown(sittings(bare.items()), [row.url for row in wanted], visitors, tools)
    compared = 0
    for row in wanted:
        second = seen.get(row.url)
        if second is None:
            continue  # the crawl was stopped: the next process looks
        if isinstance(second, Failure):
            structlog.get_logger().warning("no second look", url=row.url, reason=second.message)
            continue
        looked = _look(row.id, second, visitors.other, tools)
        if looked is not None:
            tools.database.transact(
                lambda session, looked=looked: _store(session, run, looked, tools, onward)  # type: ignore[misc]
            )
            compared += 1
    return compared


def _shown(
    own: Mapping[Sitting, Sequence[int]], urls: Sequence[str], visitors: Visitors, tools: Tools
) -> dict[str, Captured | Failure]:
    """What the other visitor is shown at `urls`. The same browser takes the crawler's `own` pictures, which
    are kept. Pictures come in any order: where the crawl was stopped before its own picture of an address was
    taken, nothing can be compared with it, and what the other was shown is left out."""
    seen: dict[str, Captured | Failure] = {}
    missing = set(own)
    others = [Sitting(url=url, profile=visitors.other) for url in urls]
    for sitting, shot in visitors.camera([*own, *others]):
        missing.discard(sitting)
        for capture_id in own.get(sitting, ()):
            keep_shot(capture_id, sitting.url, shot, tools)
        if sitting.profile:
            url = sitting.url
            seen[url] = shot if isinstance(shot, Failure) else shot.capture(url, tools.clock())
    return {url: shot for url, shot in seen.items() if Sitting(url=url) not in missing}


def _wanted(session: Session, run: Run) -> Select[Capture]:
    """What was not looked at yet, as far as the number of looks at a run allows."""
    looks = select(SecondLook.capture_id).join(Capture, Capture.id == SecondLook.capture_id)
    done = session.scalars(looks.where(Capture.run_id == run.id)).all()
    query = select(Capture).outerjoin(Page, Page.capture_id == Capture.id)
    query = query.where(Capture.run_id == run.id, Capture.profile == "", Capture.id.not_in(done))
    query = query.where(Capture.media_type.in_(PAGES))
    if not run.options.get("suspicious"):
        unsure = query.where(Page.label == Label.UNSURE.value)
        return unsure.order_by(Page.score.desc(), Capture.id).limit(max(0, OF_UNSURE - len(done)))
    # Also what is no page: to crawlers such a site may say that it is parked, or not there.
    is_seed = Capture.url.in_(run.seeds)
    query = query.where(Page.capture_id.is_not(None) | is_seed)
    strongest = case((Page.score.is_(None), 0.0), else_=Page.score).desc()
    return query.order_by(case((is_seed, 0), else_=1), strongest, Capture.id).limit(
        max(0, OF_SUSPICIOUS - len(done))
    )


def _look(capture_id: int, second: Captured, profile: str, tools: Tools) -> _Looked | None:
    with tools.database.read() as session:
        row = session.get_one(Capture, capture_id)
        request, known = _request(session, row, profile), recollect(session, row.id)
    kept = tools.evidence.keep(second)
    try:
        one, other = view_of(pictured(row, tools.evidence.blobs)), view_of(second)
    except EvidenceDamaged as error:
        structlog.get_logger().warning("no second look", url=row.url, reason=str(error))
        return None
    scores = [_score(view, tools) for view in (one, other)]
    first, second_too = (score is not None and score.label is not Label.BENIGN for score in scores)
    shop_for = {(True, True): ShopFor.BOTH, (True, False): ShopFor.FIRST, (False, True): ShopFor.SECOND}
    return _Looked(
        one=row,
        first=one,
        known=known,
        travelled=_travelled(request, other, kept, scores[1], tools),
        found=difference(one, other),
        shop_for=shop_for.get((first, second_too), ShopFor.NOBODY),
    )


def _request(session: Session, row: Capture, profile: str) -> Request:
    """The address, as it was come to, for another visitor."""
    sites = select(FrontierEntry.sites).where(
        FrontierEntry.run_id == row.run_id, FrontierEntry.url == row.url
    )
    return Request(
        url=row.url,
        depth=row.depth,
        provenance=Provenance(origin=Origin(row.origin), reference=row.reference),
        sites=session.scalar(sites) or 0,
        profile=profile,
    )


def _travelled(request: Request, view: View, kept: Kept, score: Score | None, tools: Tools) -> Travelled:
    """The other view with what was found out about it; of what is no page only that it was kept."""
    visit = Visit(request=request, capture=view.capture, page=view.page, obstacle=view.obstacle)
    if view.page is None or score is None:
        return Travelled(visit=visit, kept=kept)
    picture = tools.pictures.look(view.capture.screenshot) if view.capture.screenshot else None
    if picture is not None:
        keep_crops(tools.evidence.blobs, picture)
    contacts = contacts_of(view.page, ())
    return Travelled(visit=visit, kept=kept, score=score, contacts=contacts, screenshot=picture)


def _score(view: View, tools: Tools) -> Score | None:
    """What the scorer makes of a view; of an obstacle or an error nothing."""
    if view.page is None or view.obstacle is not None or view.capture.status >= 400:
        return None
    return tools.scorer.score([document_of(view.page, "", view.capture.fetched_at.date())])[0]


def _store(session: Session, run: Run, looked: _Looked, tools: Tools, onward: Onward) -> None:
    """The other view as a capture, and as a finding where it shows a shop that the crawler did not see; and
    where it alone leads."""
    now, row, travelled = tools.clock(), looked.one, looked.travelled
    request, capture = travelled.visit.request, travelled.visit.capture
    assert capture is not None  # noqa: S101 - a look has one
    run_id = _run_of(session, run, request.profile, tools).id
    if looked.shop_for is ShopFor.SECOND:
        other_id = store_visit(session, run_id, travelled, tools.preview, now).capture_id
    else:
        other_id = add_capture(session, run_id, request, capture, travelled.kept, now)[0].id
    found = {"text_likeness": looked.found.text, "link_likeness": looked.found.links}
    values = {"divergence": looked.found.divergence.value, "shop_for": looked.shop_for.value, **found}
    ensure(
        session, SecondLook, {"capture_id": row.id, "profile": request.profile}, other_id=other_id, **values
    )
    promise = travelled.score.relevance if travelled.score is not None else 0.0
    led = [tools.order.informed(request, promise) for request in _led(looked, onward)]
    onward.frontier.queue(session, led)


def _led(looked: _Looked, onward: Onward) -> list[Request]:
    """Where the other view leads and the first does not."""
    visit, page = looked.travelled.visit, looked.travelled.visit.page
    if page is None or looked.travelled.score is None:
        return []
    follows = follow(page, visit.request, onward.policy, TrapGuard(Bounds()))
    leads = onward.leads.of(replace(looked.travelled, visit=replace(visit, follow=follows)))
    first = looked.first.page
    shown = {link.url for link in first.links} if first is not None else set()
    named = looked.known.codes + (contacts_of(first, ()) if first is not None else ())
    shown |= {address for contact in named if (address := onward.leads.address(contact))}
    return [request for request in leads if request.url not in shown]


def _run_of(session: Session, run: Run, profile: str, tools: Tools) -> Run:
    """The other visitor's captures are a run of their own: of an address and the same bytes a run has one."""
    key = f"second look at run {run.id} as {profile}"
    found = session.scalars(select(Run).where(Run.key == key)).first()
    if found is not None:
        return found
    now = tools.clock()
    made = Run(key=key, started_at=now, heartbeat_at=now, state=RunState.FINISHED, ended_at=now)
    made.seeds, made.versions = list(run.seeds), dict(run.versions)
    made.options = {"spider": "second_look", "profile": profile, "of": run.id}
    session.add(made)
    session.flush()
    return made
