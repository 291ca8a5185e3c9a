"""What a crawl came to at one site: whether its shop still answers there, and by what that is told."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Row, Select, func, or_, select
from sqlalchemy.orm import Session

from classifiers.score import Label
from crawler.obstacle import GONE as GONE_STATUS
from crawler.obstacle import ObstacleKind
from crawler.page import CardKind
from crawler.visit import FailureCause
from models.capture import Capture, Obstacle, Page, Revisit
from models.frontier import EntryState, FrontierEntry
from models.portions import portions
from models.post import Card
from models.shop import Finding, Resource, ResourceKind
from pipeline.rows import index_key

NOTICES = frozenset({ObstacleKind.BLOCKED, ObstacleKind.SUSPENDED, ObstacleKind.SEIZED, ObstacleKind.PARKED})
SILENCES = frozenset(
    {
        FailureCause.DNS,
        FailureCause.CONNECTION,
        FailureCause.TIMEOUT,
        FailureCause.TLS,
        FailureCause.GUARD,  # its name leads to an address of no public network, as a provider's DNS does it
    }
)
TRIED = (EntryState.DONE, EntryState.FAILED)


class Outcome(StrEnum):
    """UP: the shop answers. CHANGED: something answers that is no shop. NOTICE: it is said that it was
    blocked, suspended, seized or sold. GONE: there is no such page or name any more. SILENT: nothing
    answers. UNCLEAR: something else stands in the way. Of several pages the first of these counts."""

    UP = "up"
    CHANGED = "changed"
    NOTICE = "notice"
    GONE = "gone"
    SILENT = "silent"
    UNCLEAR = "unclear"

    @property
    def away(self) -> bool:
        """Whether the shop could not be reached."""
        return self in (Outcome.NOTICE, Outcome.GONE, Outcome.SILENT)


VEILS = (Outcome.CHANGED, Outcome.NOTICE, Outcome.GONE)
"""What a shop may show to a visitor whom it takes for a crawler."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a run came to at a resource, the address it is told by, when, and the capture that shows it; None
    where nothing answered. `sign` is what it was told by: a cause, a status, or the words of a notice.
    `profile` is the visitor who asked, the crawler where it is empty. It is `veiled` where that is not whom
    the shop was ever shown to, or asked without the browser that shows who it is: such an answer tells
    nothing."""

    outcome: Outcome
    url: str
    at: datetime
    capture_id: int | None
    sign: str
    profile: str = ""
    veiled: bool = False

    @property
    def detail(self) -> dict[str, Any]:
        """As it stands in an event."""
        facts = {"outcome": self.outcome.value, "url": self.url, "capture": self.capture_id}
        return facts | {"sign": self.sign, "asked_as": self.profile}


def look_at(session: Session, run_id: int, resource: Resource, now: datetime) -> Look | None:
    """What a run came to at a resource; None where it asked for none of its pages. Where only another visitor
    was ever shown a shop, what the crawler is shown tells nothing."""
    tried = select(FrontierEntry).where(
        FrontierEntry.run_id == run_id,
        FrontierEntry.site == resource.key,
        FrontierEntry.state.in_(TRIED),
    )
    entries = session.scalars(tried.order_by(FrontierEntry.id)).all()
    answers = _answers(session, run_id, [index_key(entry.url) for entry in entries])
    looks = [_look(entry, answers.get(index_key(entry.url)), resource, now) for entry in entries]
    if any(look.outcome in VEILS and not look.profile for look in looks) and shown_to(session, resource):
        looks = [look if look.profile else _as_veiled(look) for look in looks]
    order = list(Outcome)
    return min(looks, key=lambda look: (order.index(look.outcome), look.veiled), default=None)


def shown_to(session: Session, resource: Resource) -> str:
    """The visitor who alone was ever shown what was found at a resource; empty where the crawler was too."""
    found = (
        select(Capture.profile)
        .join(Finding, Finding.capture_id == Capture.id)
        .where(Finding.resource_id == resource.id)
        .group_by(Capture.profile)
        .order_by(func.max(Finding.score).desc(), Capture.profile)
    )
    profiles = session.scalars(found).all()
    return profiles[0] if profiles and "" not in profiles else ""


def _as_veiled(look: Look) -> Look:
    return replace(look, outcome=Outcome.UNCLEAR, veiled=True) if look.outcome in VEILS else look


def _answers(session: Session, run_id: int, urls: Sequence[str]) -> dict[str, Row[*tuple[Any, ...]]]:
    """The last answer of each address in the run, with what was read there or stood in its place. Pictures
    that stand in a page have its address too, and are no answers."""
    found: dict[str, Row[*tuple[Any, ...]]] = {}
    for some in portions(urls):
        for row in session.execute(_answered(run_id, some)):
            found[row.url] = row
    return found


def _answered(run_id: int, urls: Sequence[str]) -> Select[*tuple[Any, ...]]:
    columns = (Capture.id, Capture.url, Capture.final_url, Capture.status, Capture.fetched_at, Capture.unseen)
    read = func.coalesce(Revisit.earlier_id, Capture.id)
    tells = or_(Page.capture_id.is_not(None), Obstacle.capture_id.is_not(None), Capture.status >= 400)
    return (
        select(*columns, Obstacle.kind, Obstacle.sign, Page.label, Page.resource_id, Card.kind.label("card"))
        .outerjoin(Revisit, Revisit.capture_id == Capture.id)
        .outerjoin(Page, Page.capture_id == read)
        .outerjoin(Card, Card.capture_id == read)
        .outerjoin(Obstacle, Obstacle.capture_id == Capture.id)
        .where(Capture.run_id == run_id, Capture.url.in_(urls))
        .order_by(tells, Capture.id)
    )


def _look(
    entry: FrontierEntry, answer: Row[*tuple[Any, ...]] | None, resource: Resource, now: datetime
) -> Look:
    """One address: an answer tells more than the failure that it may be counted as."""
    if answer is None:
        silent = entry.cause in SILENCES
        outcome, sign = Outcome.SILENT if silent else Outcome.UNCLEAR, f"{entry.cause}: {entry.message}"
        told = Look(outcome=outcome, url=entry.url, at=now, capture_id=None, sign=sign)
        return replace(told, profile=entry.profile)
    outcome, sign = _told(entry, answer, resource)
    told = Look(outcome=outcome, url=entry.url, at=answer.fetched_at, capture_id=answer.id, sign=sign)
    told = replace(told, profile=entry.profile)
    return _as_veiled(told) if entry.profile and answer.unseen else told


def _told(entry: FrontierEntry, answer: Row[*tuple[Any, ...]], resource: Resource) -> tuple[Outcome, str]:
    if answer.kind is not None:
        notice = answer.kind in NOTICES
        return (Outcome.NOTICE if notice else Outcome.UNCLEAR), f"{answer.kind}: {answer.sign}"
    if answer.card == CardKind.NOBODY:
        return Outcome.GONE, "nobody has this name"
    if answer.label is not None:
        own = answer.resource_id == resource.id and answer.label != Label.BENIGN
        return (Outcome.UP if own else Outcome.CHANGED), f"{answer.label}: {answer.final_url}"
    front = resource.kind == ResourceKind.ACCOUNT or urlsplit(entry.url).path in ("", "/")
    gone = answer.status in GONE_STATUS and front
    return (Outcome.GONE if gone else Outcome.UNCLEAR), f"status {answer.status}"
