"""What makes the end of a crawl suspicious: results there used to be and are no longer."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from models.capture import Capture, Revisit
from models.run import Run, RunState
from models.shop import Finding
from pipeline.account import Account

EARLIER = 5
"""Finished runs of the same crawl that are looked back on."""
_USUAL = 10
_FEW = 0.25


class AlarmKind(StrEnum):
    """What is missing: every page, most pages, or every flagged page."""

    NO_PAGE = "no_page"
    FEW_PAGES = "few_pages"
    NO_FINDING = "no_finding"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """A crawl ended and cannot be trusted. `message` is for a person and says what to do."""

    kind: AlarmKind
    message: str


def alarms_of(session: Session, run_id: int, account: Account) -> tuple[Alarm, ...]:
    """What a run lacks that earlier runs of the same target, or over the same seeds and options, had."""
    run = session.get_one(Run, run_id)
    return tuple(_alarms(session, run, account, list(session.scalars(_earlier(run)))))


def _alarms(session: Session, run: Run, account: Account, earlier: list[Run]) -> Iterator[Alarm]:
    seen = [row.account.get("pages", 0) + row.account.get("unchanged", 0) for row in earlier]
    usual = median(seen) if seen else 0
    pages = account.pages + account.unchanged
    if not pages:
        if usual:
            yield Alarm(kind=AlarmKind.NO_PAGE, message=_NO_PAGE.format(usual=usual))
        return
    if usual >= _USUAL and pages < _FEW * usual:
        yield Alarm(kind=AlarmKind.FEW_PAGES, message=_FEW_PAGES.format(pages=pages, usual=usual))
    flagged = next(((row, count) for row in earlier if (count := _flagged(session, row.id))), None)
    if flagged is not None and not _flagged(session, run.id):
        row, count = flagged
        message = _NO_FINDING.format(count=count, run=row.id, day=f"{row.started_at:%Y-%m-%d}")
        yield Alarm(kind=AlarmKind.NO_FINDING, message=message)


def _earlier(run: Run) -> Select[Run]:
    same: ColumnElement[bool] = Run.key == run.key
    if run.target_id is not None:
        same = Run.target_id == run.target_id  # whatever its options were then
    finished = select(Run).where(same, Run.state == RunState.FINISHED, Run.id < run.id)
    return finished.order_by(Run.id.desc()).limit(EARLIER)


def _flagged(session: Session, run_id: int) -> int:
    """How many flagged pages a run saw, also those that had not changed since another run stored them."""
    new = select(func.count(Finding.id)).join(Capture, Capture.id == Finding.capture_id)
    again = (
        select(func.count(Finding.id))
        .join(Revisit, Revisit.earlier_id == Finding.capture_id)
        .join(Capture, Capture.id == Revisit.capture_id)
    )
    return sum(session.scalars(query.where(Capture.run_id == run_id)).one() for query in (new, again))


_NO_PAGE = (
    "no page came where {usual:g} were usual: the site is gone or has moved, or something stands between it "
    "and this machine; look at the failures, and try it from another line"
)
_FEW_PAGES = "only {pages} pages came where {usual:g} were usual: look at the failures before you trust it"
_NO_FINDING = (
    "nothing is flagged where run {run} of {day} flagged {count}: the shop may have moved, or shows this "
    "machine something else; look at the site in another way"
)
