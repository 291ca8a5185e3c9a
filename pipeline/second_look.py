"""Looking at pages again as another visitor: a shop may show itself to buyers only."""

from dataclasses import dataclass
from enum import StrEnum

import structlog
from sqlalchemy import Select, case, select
from sqlalchemy.orm import Session

from classifiers.score import Label, Score
from crawler.capture import Capture as Captured
from crawler.difference import Difference, View, difference, view_of
from crawler.request import Origin, Provenance, Request
from crawler.visit import Failure, Visit
from models.capture import Capture, Page
from models.run import Run, RunState
from models.second_look import SecondLook
from pipeline.errors import EvidenceDamaged
from pipeline.evidence import Kept, add_capture
from pipeline.recaptured import pictured
from pipeline.road import Tools, contacts_of, document_of
from pipeline.rows import ensure
from pipeline.screenshots import Camera, keep_shot
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
    """The crawler's own camera, and that of somebody else: `profile` is the name of a
    `crawler.profile.Profile`."""

    own: Camera
    other: Camera
    profile: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Looked:
    """Two views of one address, the second with its score, and where its bytes are."""

    one: Capture
    other: View
    kept: Kept
    score: Score | None
    found: Difference
    shop_for: ShopFor


def look_again(run: Run, tools: Tools, visitors: Visitors) -> int:
    """Show pages of a run to another visitor and write down how that view differs: of a run over suspicious
    targets the seeds and the strongest pages, else some of those that the scorer is unsure of. Gives how many
    were compared; one that cannot be is logged and left."""
    with tools.database.read() as session:
        wanted = list(session.scalars(_wanted(run)))
        bare = [(row.id, row.url) for row in wanted if row.rendered_sha256 is None]
    shots = visitors.own([url for _, url in bare])
    for capture_id, url in bare:
        keep_shot(capture_id, url, shots[url], tools)
    seen = visitors.other(list(dict.fromkeys(row.url for row in wanted)))
    compared = 0
    for row in wanted:
        shot = seen[row.url]
        if isinstance(shot, Failure):
            structlog.get_logger().warning("no second look", url=row.url, reason=shot.message)
            continue
        looked = _look(row.id, shot.capture(row.url, tools.clock()), tools)
        if looked is not None:
            with tools.database.write() as session:
                _store(session, run, looked, visitors.profile, tools)
            compared += 1
    return compared


def _wanted(run: Run) -> Select[Capture]:
    done = select(SecondLook.capture_id)
    query = select(Capture).outerjoin(Page, Page.capture_id == Capture.id)
    query = query.where(Capture.run_id == run.id, Capture.id.not_in(done), Capture.media_type.in_(PAGES))
    if not run.options.get("suspicious"):
        unsure = query.where(Page.label == Label.UNSURE.value)
        return unsure.order_by(Page.score.desc(), Capture.id).limit(OF_UNSURE)
    # Also what is no page: to crawlers such a site may say that it is parked, or not there.
    is_seed = Capture.url.in_(run.seeds)
    query = query.where(Page.capture_id.is_not(None) | is_seed)
    strongest = case((Page.score.is_(None), 0.0), else_=Page.score).desc()
    return query.order_by(case((is_seed, 0), else_=1), strongest, Capture.id).limit(OF_SUSPICIOUS)


def _look(capture_id: int, second: Captured, tools: Tools) -> _Looked | None:
    with tools.database.read() as session:
        row = session.get_one(Capture, capture_id)
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
        other=other,
        kept=kept,
        score=scores[1],
        found=difference(one, other),
        shop_for=shop_for.get((first, second_too), ShopFor.NOBODY),
    )


def _score(view: View, tools: Tools) -> Score | None:
    """What the scorer makes of a view; of an obstacle or an error nothing."""
    if view.page is None or view.obstacle is not None or view.capture.status >= 400:
        return None
    return tools.scorer.score([document_of(view.page, "", view.capture.fetched_at.date())])[0]


def _store(session: Session, run: Run, looked: _Looked, profile: str, tools: Tools) -> None:
    """The other view as a capture, and as a finding where it shows a shop that the crawler did not see."""
    now, row, capture = tools.clock(), looked.one, looked.other.capture
    provenance = Provenance(origin=Origin(row.origin), reference=row.reference)
    request = Request(url=row.url, depth=row.depth, provenance=provenance)
    visit = Visit(request=request, capture=capture, page=looked.other.page)
    run_id = _run_of(session, run, profile, tools).id
    if looked.shop_for is ShopFor.SECOND and visit.page is not None:
        contacts = contacts_of(visit.page, ())
        travelled = Travelled(visit=visit, kept=looked.kept, score=looked.score, contacts=contacts)
        other_id = store_visit(session, run_id, travelled, tools.preview, now).capture_id
    else:
        other_id = add_capture(session, run_id, request, capture, looked.kept, now)[0].id
    found = {"text_likeness": looked.found.text, "link_likeness": looked.found.links}
    values = {"divergence": looked.found.divergence.value, "shop_for": looked.shop_for.value, **found}
    ensure(session, SecondLook, {"capture_id": row.id, "profile": profile}, other_id=other_id, **values)


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
