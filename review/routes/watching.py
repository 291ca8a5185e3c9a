"""What analysts look at over all crawls: alarms, failures by cause, and what each source gave."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from pipeline.alarm import raised_alarms
from pipeline.failures import Cause, causes_since
from pipeline.harvest import Harvest, harvest
from review.desk import Desk, desk_of
from review.routes.queue import MaybeId
from review.visits import Watcher

router = APIRouter()
AtDesk = Annotated[Desk, Depends(desk_of)]
PAGE_LENGTH = 30
DAYS = (1, 7, 30, 90, 365)
USUAL = 30
MUCH = 10_000
"""So many pages or failed addresses take long enough to count that visitors would wait for it."""


def wanted_days(days: str = "") -> int:
    """How many days back the address asks for; a month for anything that is not offered."""
    return int(days) if days in map(str, DAYS) else USUAL


Days = Annotated[int, Depends(wanted_days)]


@router.get("/alarms")
def show_alarms(desk: AtDesk, caller: Watcher, all: str = "", before: MaybeId = 0) -> Response:  # noqa: A002 - the query's name
    """Crawls that ended and cannot be trusted; those nobody looked into, or all of them."""
    with desk.database.read() as session:
        found = raised_alarms(session, caller.sight, open_only=not all, before=before, limit=PAGE_LENGTH + 1)
    context = {
        "visit": caller,
        "alarms": found[:PAGE_LENGTH],
        "more": found[PAGE_LENGTH - 1].number if len(found) > PAGE_LENGTH else None,
        "everything": bool(all),
    }
    return desk.page("alarms.html", caller.language, context)


@router.get("/failures")
def show_failures(desk: AtDesk, caller: Watcher, days: Days) -> Response:
    """Why addresses gave no page."""
    with desk.database.read() as session:
        read = partial(causes_since, session, _since(desk, days), caller.sight)
        causes = desk.summaries.of(("failures", days, caller.sight.closed(session)), read, _are_many)
    context = {"visit": caller, "causes": causes, "days": days, "spans": DAYS}
    return desk.page("failures.html", caller.language, context)


@router.get("/harvest")
def show_harvest(desk: AtDesk, caller: Watcher, days: Days) -> Response:
    """What came of each source."""
    with desk.database.read() as session:
        read = partial(harvest, session, _since(desk, days), caller.sight)
        gave = desk.summaries.of(("harvest", days, caller.sight.closed(session)), read, _is_much)
    context = {"visit": caller, "gave": gave, "days": days, "spans": DAYS}
    return desk.page("harvest.html", caller.language, context)


def _are_many(causes: Sequence[Cause]) -> bool:
    return sum(cause.addresses for cause in causes) > MUCH


def _is_much(gave: Harvest) -> bool:
    return sum(each.pages for each in gave.origins.values()) > MUCH


def _since(desk: Desk, days: int) -> datetime:
    return desk.now() - timedelta(days=days)
