"""One crawl as its page shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.capture import Capture
from models.case import Sight
from models.frontier import FrontierEntry
from models.shop import Finding, ShopMember
from models.target import Target
from pipeline.account import so_far
from pipeline.alarm import Raised, raised_alarms
from pipeline.failures import failed_of
from pipeline.obstacles import Pictured, pictured_in
from pipeline.progress import Progress, progress_of
from pipeline.runs import seen_run
from review.run_list import RunRow, shown_state
from review.watch_words import COUNTS, STOPPED_BY

MOST_SHOPS = 30
FAILED_SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class RunView:
    """A run with its account: `counts` by name (`review.watch_words.COUNTS`), `causes` of failure with their
    numbers, the commonest first, `unreached` hosts, and why robots.txt was left aside (`ignored_robots`).
    `obstacles` are those that were pictured, `shops` those to which its findings belong; `failed` addresses
    come with a place to go on from, 0 where that is all."""

    row: RunRow
    progress: Progress
    counts: Mapping[str, int]
    causes: Sequence[tuple[str, int]]
    unreached: Sequence[str]
    ignored_robots: str
    obstacles: Sequence[Pictured]
    alarms: Sequence[Raised]
    shops: Sequence[int]
    failed: Sequence[FrontierEntry]
    more_failed: int

    def stopped_by(self) -> Sequence[tuple[str, int]]:
        """What guard, robots.txt and limits kept from the crawl, each with the interface's name for it."""
        count = dict(self.causes)
        return [(label, count.get(name, 0)) for name, label in STOPPED_BY.items()]


def view_run(session: Session, run_id: int, sight: Sight, now: datetime, failed_after: int = 0) -> RunView:
    """Everything that the page of a run shows to a person. Raises BadRun."""
    run = seen_run(session, run_id, sight)
    target = session.get(Target, run.target_id) if run.target_id is not None else None
    account: dict[str, Any] = run.account or so_far(session, run_id).as_dict()
    failed = failed_of(session, run_id, after=failed_after, limit=FAILED_SHOWN + 1)
    causes = {str(name): int(count) for name, count in account.get("failed", {}).items()}
    return RunView(
        row=RunRow(run=run, state=shown_state(run, now), target=target),
        progress=progress_of(session, run, now),
        counts={name: int(account.get(name, 0)) for name in COUNTS},
        causes=sorted(causes.items(), key=lambda cause: (-cause[1], cause[0])),
        unreached=[str(host) for host in account.get("unreached", ())],
        ignored_robots=str(account.get("ignored_robots", "")),
        obstacles=pictured_in(session, run_id, sight),
        alarms=raised_alarms(session, sight, run_id=run_id),
        shops=_shops(session, run_id, sight),
        failed=failed[:FAILED_SHOWN],
        more_failed=failed[FAILED_SHOWN - 1].id if len(failed) > FAILED_SHOWN else 0,
    )


def _shops(session: Session, run_id: int, sight: Sight) -> Sequence[int]:
    query = (
        select(ShopMember.shop_id)
        .join(Finding, Finding.resource_id == ShopMember.resource_id)
        .join(Capture, Capture.id == Finding.capture_id)
        .where(Capture.run_id == run_id, sight.shows(ShopMember.shop_id))
        .distinct()
    )
    return session.scalars(query.order_by(ShopMember.shop_id).limit(MOST_SHOPS)).all()
