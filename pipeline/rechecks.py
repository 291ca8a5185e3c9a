"""Looking again at what was handed over: whether it was blocked, and whether it came back.

A face is asked for 0, 1, 3, 7 and 30 days after it was handed over, blocked or back, and every 30 days from
then on, as its strongest page and its front page; `mergen run` fetches them, as the visitor who alone was
shown the shop where the crawler never was. Whatever crawl asks for it, its end is judged here. A notice
counts at once; a page or a name that is gone, and silence, when a second look says the same `APART` or more
after the first, and silence only if this machine had an answer from somewhere else in the `NEARBY` before: a
line that is down blocks nobody.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from urllib.parse import urlsplit, urlunsplit

from sqlalchemy import Text, cast, func, select
from sqlalchemy.orm import Session

from models.capture import Capture
from models.decision import Event
from models.frontier import FrontierEntry
from models.handover import Handover
from models.run import Run
from models.shop import Finding, Resource, ResourceKind, ShopMember
from pipeline.cards import blocked_since, refresh
from pipeline.events import BLOCKED, FACE_BLOCKED, REAPPEARED, record
from pipeline.looked import Look, Outcome, look_at, shown_to
from pipeline.recapture import make_due
from pipeline.resources import TelegramPreview, name_resource
from pipeline.runs import ARCHIVES

ACTOR = "mergen"
RECHECKED = "rechecked"
DAYS = (1, 3, 7, 30)
DAY = timedelta(days=1)
APART = timedelta(hours=20)
NEARBY = timedelta(hours=1)
MOST = 100
"""How many faces are asked for at once; the rest follow with the next look."""


def is_time(session: Session, now: datetime) -> bool:
    """Whether a face is due."""
    return session.scalar(select(Handover.resource_id).where(Handover.next_at <= now).limit(1)) is not None


def ask(
    session: Session, preview: TelegramPreview, now: datetime, shop_ids: Collection[int] | None = None
) -> int:
    """Make the pages of faces due whose time has come, or of all that these shops handed over; gives how many
    faces. What a person paused or stopped watching is left alone."""
    query = select(Handover, Resource, ShopMember.shop_id).join(Resource, Resource.id == Handover.resource_id)
    query = query.join(ShopMember, ShopMember.resource_id == Resource.id)
    named = Handover.next_at <= now if shop_ids is None else ShopMember.shop_id.in_(shop_ids)
    due = session.execute(query.where(named).order_by(Handover.next_at, Resource.id).limit(MOST)).all()
    for face, resource, shop_id in due:
        visitor = shown_to(session, resource)
        for url in _addresses(session, resource, preview):
            make_due(session, url, shop_id, ACTOR, now, visitor)
        face.next_at = now + DAY  # until the crawl's end says better
    return len(due)


def _addresses(session: Session, resource: Resource, preview: TelegramPreview) -> list[str]:
    """Where a face is asked for: its strongest page and, of a site, its front page. A page that another
    site's address led to is asked for at its own."""
    strongest = (
        select(Capture.url, Capture.final_url)
        .join(Finding, Finding.capture_id == Capture.id)
        .where(Finding.resource_id == resource.id)
        .order_by(Finding.score.desc(), Finding.id.desc())
    )
    found = session.execute(strongest.limit(1)).first()
    urls = [url for url in found or () if name_resource(url, preview).key == resource.key][:1]
    if resource.kind == ResourceKind.SITE:
        urls += [urlunsplit((*urlsplit(url)[:2], "/", "", "")) for url in urls]
    return list(dict.fromkeys(urls))


def judge(session: Session, run_id: int, now: datetime) -> None:
    """Write down what a crawl that came to its end says of the faces that were handed over, and which shops
    are closed or back by it."""
    asked = select(FrontierEntry.site).where(FrontierEntry.run_id == run_id)
    query = (
        select(Handover, Resource, ShopMember.shop_id)
        .join(Resource, Resource.id == Handover.resource_id)
        .join(ShopMember, ShopMember.resource_id == Resource.id)
        .where(Resource.key.in_(asked))
        .order_by(Resource.id)
    )
    for face, resource, shop_id in session.execute(query).all():
        look = look_at(session, run_id, resource, now)
        if look is not None:
            _judge_face(session, run_id, (face, resource, shop_id), look)
    for shop_id in _under_other_addresses(session):
        record(session, REAPPEARED, ("shop", shop_id), actor=ACTOR, at=now, run=run_id, resource=None)


def _judge_face(session: Session, run_id: int, whose: tuple[Handover, Resource, int], look: Look) -> None:
    face, resource, shop_id = whose
    detail = {"resource": resource.key, "run": run_id, **look.detail}
    record(session, RECHECKED, ("shop", shop_id), actor=ACTOR, at=look.at, **detail)
    back = look.outcome is Outcome.UP and face.blocked_at is not None
    blocked = _is_blocked(session, run_id, face, look)
    if back:
        face.blocked_at, face.back_at = None, look.at
        record(session, REAPPEARED, ("shop", shop_id), actor=ACTOR, at=look.at, **detail)
    elif blocked:
        face.blocked_at = look.at
        record(session, FACE_BLOCKED, ("shop", shop_id), actor=ACTOR, at=look.at, **detail)
    face.looked_at, face.outcome = look.at, look.outcome.value
    face.away_since = _away_since(face, look)
    if not look.veiled:  # or a crawl that is shown something else would put off the look that tells
        face.next_at = _next_look(face, look)
    if back or blocked:
        session.flush()
        refresh(session, [shop_id])
    if blocked and _is_closed(session, shop_id):
        record(session, BLOCKED, ("shop", shop_id), actor=ACTOR, at=look.at, **detail)


def _is_blocked(session: Session, run_id: int, face: Handover, look: Look) -> bool:
    """Whether this look makes a face count as blocked."""
    if face.blocked_at is not None or not look.outcome.away:
        return False
    if look.outcome is Outcome.NOTICE:
        return True
    twice = face.away_since is not None and look.at - face.away_since >= APART
    return twice and (look.outcome is Outcome.GONE or _line_works(session, run_id, look.at))


def _line_works(session: Session, run_id: int, at: datetime) -> bool:
    """Whether another crawl had an answer shortly before."""
    answered = (
        select(Capture.id)
        .join(Run, Run.id == Capture.run_id)
        .where(Capture.fetched_at >= at - NEARBY, Capture.run_id != run_id, Run.key.not_like(f"{ARCHIVES}%"))
    )
    return session.scalar(answered.limit(1)) is not None


def _away_since(face: Handover, look: Look) -> datetime | None:
    if look.outcome.away:
        return face.away_since or look.at
    return face.away_since if look.outcome is Outcome.UNCLEAR else None


def _next_look(face: Handover, look: Look) -> datetime:
    """A day later where a first look is to be confirmed; else by the days since its state changed last."""
    if face.away_since is not None and face.blocked_at is None:
        return look.at + DAY
    since = max(at for at in (face.sent_at, face.blocked_at, face.back_at) if at is not None)
    steps = (since + timedelta(days=days) for days in DAYS)
    return next((step for step in steps if step > look.at), look.at + DAYS[-1] * DAY)


def _is_closed(session: Session, shop_id: int) -> bool:
    """Whether none of a shop's faces can be reached."""
    query = select(Handover).join(ShopMember, ShopMember.resource_id == Handover.resource_id)
    sent = session.scalars(query.where(ShopMember.shop_id == shop_id)).all()
    faces = session.scalars(select(ShopMember.resource_id).where(ShopMember.shop_id == shop_id)).all()
    return blocked_since(len(faces), sent) is not None


def _under_other_addresses(session: Session) -> list[int]:
    """The shops that were closed and have a face now that is not: a mirror that joined since."""
    blocked = (
        select(ShopMember.shop_id)
        .join(Handover, Handover.resource_id == ShopMember.resource_id)
        .where(Handover.blocked_at.is_not(None))
    )
    open_ = (
        select(cast(ShopMember.shop_id, Text))
        .outerjoin(Handover, Handover.resource_id == ShopMember.resource_id)
        .where(ShopMember.shop_id.in_(blocked), Handover.blocked_at.is_(None))
    )
    last = (
        select(func.max(Event.id))
        .where(Event.subject == "shop", Event.subject_id.in_(open_), Event.kind.in_((BLOCKED, REAPPEARED)))
        .group_by(Event.subject_id)
    )
    closed = select(Event.subject_id).where(Event.id.in_(last), Event.kind == BLOCKED)
    return sorted(map(int, session.scalars(closed)))
