"""What makes the end of a crawl suspicious: results there used to be and are no longer."""

from collections.abc import Iterator
from statistics import median_low
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from classifiers.score import Label
from models.capture import Capture, Revisit
from models.run import Run, RunState
from models.shop import Finding
from pipeline.account import Account
from pipeline.alarm import Alarm, AlarmKind

EARLIER = 5
"""Finished runs of the same crawl that gave pages: so many count."""
_LOOKED_BACK = 100
_MANY = 10
_FEW = 0.25


def alarms_of(session: Session, run_id: int, account: Account, scorer: str) -> tuple[Alarm, ...]:
    """What a run lacks that earlier runs of the same target, or over the same seeds and options, had; what is
    flagged, in the eyes of the same scorer."""
    run = session.get_one(Run, run_id)
    same = [row for row in session.scalars(_finished(run)) if _visitor(row) == _visitor(run)]
    earlier = [row for row in same if _pages(row)][:EARLIER]
    pages = account.pages + account.unchanged
    if not earlier:
        return ()
    if not pages:
        return (_alarm(AlarmKind.NO_PAGE, usual=_usual(earlier)),)
    return (
        *_few(pages, [row for row in earlier if row.key == run.key]),
        *_none(session, run, earlier, scorer),
    )


def _few(pages: int, alike: list[Run]) -> Iterator[Alarm]:
    """Only beside runs with the same options: fewer pages may have been asked for."""
    usual = _usual(alike) if alike else 0
    if usual >= _MANY and pages < _FEW * usual:
        yield _alarm(AlarmKind.FEW_PAGES, pages=pages, usual=usual)


def _none(session: Session, run: Run, earlier: list[Run], scorer: str) -> Iterator[Alarm]:
    """Where half of the earlier runs saw a flagged page: one in passing is no shop."""
    counts = [(row, _flagged(session, row.id, scorer)) for row in earlier]
    seen = [(row, count) for row, count in counts if count]
    if 2 * len(seen) >= len(earlier) and not _flagged(session, run.id, scorer):
        row, count = seen[0]
        yield _alarm(AlarmKind.NO_FINDING, count=count, run=row.id, day=f"{row.started_at:%Y-%m-%d}")


def _alarm(kind: AlarmKind, **facts: Any) -> Alarm:
    return Alarm(kind=kind, message=_MESSAGES[kind].format(**facts), facts=facts)


def _pages(run: Run) -> int:
    return int(run.account.get("pages", 0)) + int(run.account.get("unchanged", 0))


def _visitor(run: Run) -> str:
    """Who asked: one visitor is shown what another is not."""
    return str(run.options.get("profile", ""))


def _usual(runs: list[Run]) -> int:
    return median_low(map(_pages, runs))


def _finished(run: Run) -> Select[Run]:
    """Newest first. Whatever its options were, a target is the same site."""
    same: ColumnElement[bool] = Run.key == run.key
    if run.target_id is not None:
        same = Run.target_id == run.target_id
    finished = select(Run).where(same, Run.state == RunState.FINISHED, Run.id < run.id)
    return finished.order_by(Run.id.desc()).limit(_LOOKED_BACK)


def _flagged(session: Session, run_id: int, scorer: str) -> int:
    """How many pages of a sale or a recruitment a run saw, also those that had not changed since another run
    stored them."""
    new = select(func.count(Finding.id)).join(Capture, Capture.id == Finding.capture_id)
    again = (
        select(func.count(Finding.id))
        .join(Revisit, Revisit.earlier_id == Finding.capture_id)
        .join(Capture, Capture.id == Revisit.capture_id)
    )
    sure = (Finding.scorer == scorer, Finding.label != Label.UNSURE)
    queries = (query.where(Capture.run_id == run_id, *sure) for query in (new, again))
    return sum(session.scalars(query).one() for query in queries)


_MESSAGES = {
    AlarmKind.NO_PAGE: (
        "no page came where {usual} were usual: the site is gone or has moved, or something stands between "
        "it and this machine; look at the failures, and try it from another line"
    ),
    AlarmKind.FEW_PAGES: (
        "only {pages} pages came where {usual} were usual: look at the failures before you trust it"
    ),
    AlarmKind.NO_FINDING: (
        "nothing is flagged where run {run} of {day} flagged {count}: the shop may have moved, or shows this "
        "machine something else; look at the site in another way"
    ),
}
