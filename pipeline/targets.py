"""What an office watches, and when it is due."""

from dataclasses import dataclass
from datetime import UTC, datetime

from cronsim import CronSim, CronSimError
from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from crawler.address import canonical_url
from crawler.errors import AddressError
from crawler.request import HOPS, Origin, Provenance
from models.case import Sight
from models.target import Target
from pipeline.errors import BadTarget
from pipeline.events import record
from pipeline.resources import TelegramPreview


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """How a target is to be crawled. `every` is a cron expression in UTC; None means once. `hops` is how many
    sites away from it codes, contacts and links may lead, 0: none. `ignore_robots`
    is the reason for which the target's site is crawled against its robots.txt; empty where it is obeyed.
    A `suspicious` one may show others something else: some of its pages are looked at as another visitor."""

    every: str | None = None
    depth: int = 2
    hops: int = HOPS
    max_pages: int = 200
    browser: str = "auto"
    spider: str = "site"
    ignore_robots: str = ""
    suspicious: bool = False
    note: str = ""


def target_address(text: str, preview: TelegramPreview) -> str:
    """The address that a person means: a web address, with or without scheme, or `@channel`.

    Raises BadTarget.
    """
    text = text.strip()
    if text.startswith("@") and len(text) > 1:
        return canonical_url(preview.address(text[1:].lower()))
    try:
        return canonical_url(text if "://" in text else f"https://{text}")
    except AddressError as error:
        raise BadTarget(
            f"{error} Give a web address (https://shop.example/) or a channel (@name)."
        ) from error


def add_target(
    session: Session, url: str, watch: Watch, *, provenance: Provenance, actor: str, now: datetime
) -> tuple[Target, bool]:
    """Watch `url` (canonical); gives the target and whether it is new. One that is there already keeps
    its history; a person's new settings replace the old ones. Raises BadTarget for a bad schedule."""
    due = next_tick(watch.every, now) if watch.every else now
    target = session.scalars(select(Target).where(Target.url == url)).first()
    if target is not None and provenance.origin is not Origin.SEED:
        return target, False
    fresh = target is None
    if target is None:
        target = Target(
            url=url,
            created_at=now,
            origin=provenance.origin.value,
            reference=provenance.reference,
            next_due_at=due,
        )
        session.add(target)
    target.every, target.depth, target.max_pages = watch.every, watch.depth, watch.max_pages
    target.hops, target.browser, target.spider, target.note = (
        watch.hops,
        watch.browser,
        watch.spider,
        watch.note,
    )
    target.ignore_robots, target.removed_at, target.next_due_at = watch.ignore_robots, None, due
    target.suspicious = watch.suspicious
    session.flush()
    facts = {"url": url, "every": watch.every or "", "ignore_robots": watch.ignore_robots}
    record(session, "watched", ("target", target.id), actor=actor, at=now, **facts)
    return target, fresh


def remove_target(session: Session, which: str, *, actor: str, now: datetime) -> Target:
    """Stop watching the target with this number or address. Its history stays. Raises BadTarget, also for one
    of a restricted case that `actor` is not assigned to."""
    by_number = Target.id == int(which) if which.isdecimal() else Target.url == which
    seen = Target.removed_at.is_(None), Target.id.not_in(Sight(actor).hidden_targets)
    target = session.scalars(select(Target).where(by_number, *seen)).first()
    if target is None:
        raise BadTarget(f"There is no target {which}. See: mergen target list")
    target.removed_at = now
    record(session, "unwatched", ("target", target.id), actor=actor, at=now, url=target.url)
    return target


def due_targets(session: Session, now: datetime) -> list[Target]:
    """Targets whose time has come, the longest overdue first."""
    query = select(Target).where(is_due(now)).order_by(Target.next_due_at, Target.id)
    return list(session.scalars(query))


def is_due(now: datetime) -> ColumnElement[bool]:
    """The condition that a target's time has come."""
    return and_(Target.removed_at.is_(None), Target.next_due_at <= now)


def next_tick(every: str, after: datetime) -> datetime:
    """The first instant after `after` that a cron expression names. Raises BadTarget."""
    try:
        return next(CronSim(every, after.astimezone(UTC)))
    except (CronSimError, StopIteration) as error:
        raise BadTarget(
            f"{every!r} is not a schedule. Five fields are needed: minute hour day month weekday;"
            ' "0 6 * * *" means every day at 06:00 UTC.'
        ) from error
