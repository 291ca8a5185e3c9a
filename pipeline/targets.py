"""What an office watches, and when it is due."""

from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

from cronsim import CronSim, CronSimError
from sqlalchemy import ColumnElement, and_, delete, or_, select
from sqlalchemy.orm import Session

from crawler.address import canonical_url
from crawler.egress.policy import exceptions_for
from crawler.errors import AddressError
from crawler.request import HOPS, Origin, Provenance
from models.case import CaseTarget, Sight
from models.run import Run
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


def check_outside(url: str) -> None:
    """Raise BadTarget for an address of the inside: only who sits at the machine may open it to a crawl."""
    if exceptions_for([url]):
        raise BadTarget(
            f"{url} is an address of this machine or its network, or a bare number. Give the site's name, or"
            " add it on the server: mergen target add"
        )


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
    _set(target, watch)
    target.removed_at, target.paused_at, target.next_due_at = None, None, due
    session.flush()
    facts = {"url": url, "every": watch.every or "", "ignore_robots": watch.ignore_robots}
    record(session, "watched", ("target", target.id), actor=actor, at=now, **facts)
    return target, fresh


def change_target(session: Session, target_id: int, watch: Watch, *, actor: str, now: datetime) -> Target:
    """Crawl a target otherwise from now on; its next time changes only with its schedule. Raises
    BadTarget."""
    target = find_target(session, str(target_id), Sight(actor))
    before = _settings(target)
    if (watch.every or None) != target.every:
        target.next_due_at = next_tick(watch.every, now) if watch.every else None
    _set(target, watch)
    changed = {name: value for name, value in _settings(target).items() if before[name] != value}
    if changed:
        record(session, "watch_changed", ("target", target.id), actor=actor, at=now, **changed)
    return target


def make_due(session: Session, target_id: int, *, actor: str, now: datetime) -> Target:
    """Let `mergen run` crawl a target at its next look, and go on with its schedule then. Raises
    BadTarget."""
    target = find_target(session, str(target_id), Sight(actor))
    if target.paused_at is not None:
        raise BadTarget(f"Target {target.id} is paused; resume it first: mergen target resume {target.id}")
    target.next_due_at = now
    record(session, "made_due", ("target", target.id), actor=actor, at=now, url=target.url)
    return target


def pause_target(session: Session, which: str, *, actor: str, now: datetime) -> Target:
    """Crawl the target with this number or address no more until it is resumed. Raises BadTarget."""
    target = find_target(session, which, Sight(actor))
    if target.paused_at is None:
        target.paused_at = now
        record(session, "paused", ("target", target.id), actor=actor, at=now, url=target.url)
    return target


def resume_target(session: Session, which: str, *, actor: str, now: datetime) -> Target:
    """Crawl a paused target again, from its next scheduled time on. Raises BadTarget."""
    target = find_target(session, which, Sight(actor))
    if target.paused_at is not None:
        target.paused_at = None
        if target.every:
            target.next_due_at = next_tick(target.every, now)
        record(session, "unpaused", ("target", target.id), actor=actor, at=now, url=target.url)
    return target


def delete_target(session: Session, which: str, *, actor: str, now: datetime) -> Target:
    """Delete a target that was never crawled: typed wrongly, say. The log keeps that it was there. Raises
    BadTarget for one that has a history."""
    target = find_target(session, which, Sight(actor), removed=True)
    if is_used(session, target.id):
        raise BadTarget(
            f"Target {target.id} was crawled, and its history stays. To stop watching it: mergen target"
            f" remove {target.id}"
        )
    record(session, "target_deleted", ("target", target.id), actor=actor, at=now, url=target.url)
    session.execute(delete(CaseTarget).where(CaseTarget.target_id == target.id))
    session.delete(target)
    session.flush()
    return target


def is_used(session: Session, target_id: int) -> bool:
    """Whether a run of the target was ever begun."""
    return session.scalar(select(Run.id).where(Run.target_id == target_id).limit(1)) is not None


def seen_target(session: Session, target_id: int, sight: Sight) -> Target:
    """The target of this number, watched or not, for a person who asks. Raises BadTarget, also for one in a
    restricted case that they are not assigned to."""
    return find_target(session, str(target_id), sight, removed=True)


def find_target(session: Session, which: str, sight: Sight, *, removed: bool = False) -> Target:
    """The target with this number or address, for a person who asks; also one that is watched no more where
    `removed` says so. Raises BadTarget, also for one in a restricted case that they are not assigned to."""
    known = which.isdecimal() and len(which) < 10
    query = select(Target).where(Target.id == int(which) if known else Target.url == which)
    query = query.where(Target.id.not_in(sight.hidden_targets))
    target = session.scalars(query if removed else query.where(Target.removed_at.is_(None))).first()
    if target is None:
        raise BadTarget(f"There is no target {which}. See: mergen target list")
    return target


def _set(target: Target, watch: Watch) -> None:
    target.every, target.depth, target.max_pages = watch.every or None, watch.depth, watch.max_pages
    target.hops, target.browser, target.spider = watch.hops, watch.browser, watch.spider
    target.ignore_robots, target.suspicious, target.note = watch.ignore_robots, watch.suspicious, watch.note


def _settings(target: Target) -> dict[str, Any]:
    return {field.name: getattr(target, field.name) for field in fields(Watch)}


def remove_target(session: Session, which: str, *, actor: str, now: datetime) -> Target:
    """Stop watching the target with this number or address. Its history stays. Raises BadTarget."""
    target = find_target(session, which, Sight(actor))
    target.removed_at = now
    record(session, "unwatched", ("target", target.id), actor=actor, at=now, url=target.url)
    return target


def due_targets(session: Session, now: datetime) -> list[Target]:
    """Targets whose time has come, the longest overdue first."""
    query = select(Target).where(is_due(now)).order_by(Target.next_due_at.nulls_last(), Target.id)
    return list(session.scalars(query))


def is_due(now: datetime) -> ColumnElement[bool]:
    """The condition that a target's time has come, or that it is to be looked at once."""
    wanted = or_(Target.next_due_at <= now, Target.look_as != "")
    return and_(Target.removed_at.is_(None), Target.paused_at.is_(None), wanted)


def next_tick(every: str, after: datetime) -> datetime:
    """The first instant after `after` that a cron expression names. Raises BadTarget."""
    try:
        return next(CronSim(every, after.astimezone(UTC)))
    except (CronSimError, StopIteration) as error:
        raise BadTarget(
            f"{every!r} is not a schedule. Five fields are needed: minute hour day month weekday;"
            ' "0 6 * * *" means every day at 06:00 UTC.'
        ) from error
