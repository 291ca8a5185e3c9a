"""What is watched: seeing, adding, changing, pausing, and when each is due."""

from collections.abc import Callable
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from crawler.request import SEED
from models.case import Sight
from models.target import Target
from pipeline.errors import BadTarget
from pipeline.targets import (
    add_target,
    change_target,
    delete_target,
    make_due,
    next_tick,
    pause_target,
    remove_target,
    resume_target,
    seen_target,
)
from review.desk import Desk, desk_of
from review.errors import BadForm
from review.rights import Right
from review.routes.queue import LARGEST_ID
from review.run_list import RunFilter, list_runs
from review.target_form import SentTarget, TargetForm
from review.target_list import TargetFilter, TargetRow, list_targets, read_filter, schedule
from review.target_view import view_target
from review.visits import Sending, Visit, Watcher, person_with

router = APIRouter()
AtDesk = Annotated[Desk, Depends(desk_of)]
TargetId = Annotated[int, Path(ge=1, le=LARGEST_ID)]
PAGE_LENGTH = 50
LAST_RUNS = 10
TICKS = 3


def wanted_targets(request: Request) -> TargetFilter:
    """The filter that a request's address names."""
    return read_filter(request.query_params)


@router.get("/targets")
def show_targets(
    desk: AtDesk, caller: Watcher, wanted: Annotated[TargetFilter, Depends(wanted_targets)]
) -> Response:
    """Targets, a page at a time."""
    return _list(desk, caller, wanted, TargetForm())


@router.post("/targets")
def add(desk: AtDesk, caller: Sending, form: SentTarget) -> Response:
    """Watch an address; one that is there already is shown, and nothing of it is changed."""
    person = person_with(caller, Right.WATCH)
    now = desk.now()
    try:
        url, watch = form.url(desk.config.preview), form.watch(now)
    except BadForm as error:
        return _list(desk, caller, TargetFilter(), form, error.fault)
    with desk.database.write() as session:
        known = session.scalar(select(Target.id).where(Target.url == url, Target.removed_at.is_(None)))
        if known is None:
            target, _ = add_target(session, url, watch, provenance=SEED, actor=person.name, now=now)
            known = target.id
    return RedirectResponse(f"/targets/{known}", HTTPStatus.SEE_OTHER)


@router.get("/targets/{target_id}")
def show_target(target_id: TargetId, desk: AtDesk, caller: Watcher) -> Response:
    """One target: how it is watched, what led to it, what came of it."""
    return _target(desk, caller, target_id)


@router.post("/targets/{target_id}")
def change(target_id: TargetId, desk: AtDesk, caller: Sending, form: SentTarget) -> Response:
    """Crawl it otherwise from now on."""
    person = person_with(caller, Right.WATCH)
    try:
        watch = form.watch(desk.now())
    except BadForm as error:
        return _target(desk, caller, target_id, form, error.fault)
    with desk.database.write() as session:
        change_target(session, target_id, watch, actor=person.name, now=desk.now())
    return _to(target_id)


@router.post("/targets/{target_id}/now")
def crawl_now(target_id: TargetId, desk: AtDesk, caller: Sending) -> Response:
    """Make it due: `mergen run` takes it up."""
    person = person_with(caller, Right.WATCH)
    try:
        with desk.database.write() as session:
            make_due(session, target_id, actor=person.name, now=desk.now())
    except BadTarget:  # paused or removed since the page was shown: it says so now
        pass
    return _to(target_id)


@router.post("/targets/{target_id}/pause")
def pause(target_id: TargetId, desk: AtDesk, caller: Sending) -> Response:
    """Crawl it no more for a while."""
    return _changed(desk, caller, target_id, pause_target)


@router.post("/targets/{target_id}/resume")
def resume(target_id: TargetId, desk: AtDesk, caller: Sending) -> Response:
    """Go on with it."""
    return _changed(desk, caller, target_id, resume_target)


@router.post("/targets/{target_id}/remove")
def remove(target_id: TargetId, desk: AtDesk, caller: Sending) -> Response:
    """Watch it no more; its history stays."""
    return _changed(desk, caller, target_id, remove_target)


@router.post("/targets/{target_id}/delete")
def delete(target_id: TargetId, desk: AtDesk, caller: Sending) -> Response:
    """Delete one that was never crawled."""
    person = person_with(caller, Right.WATCH)
    try:
        with desk.database.write() as session:
            delete_target(session, str(target_id), actor=person.name, now=desk.now())
    except BadTarget:  # crawled since the page was shown: it says so now
        return _to(target_id)
    return RedirectResponse("/targets", HTTPStatus.SEE_OTHER)


@router.get("/schedules")
def show_schedules(desk: AtDesk, caller: Watcher, after: str = "") -> Response:
    """What is due next, in that order."""
    now = desk.now()
    with desk.database.read() as session:
        rows = schedule(session, _place(after), caller.sight, now, PAGE_LENGTH + 1)
    context = {
        "visit": caller,
        "rows": [(row, _ticks(row.target)) for row in rows[:PAGE_LENGTH]],
        "more": _after(rows[PAGE_LENGTH - 1]) if len(rows) > PAGE_LENGTH else "",
        "late": any(row.late for row in rows),
    }
    return desk.page("schedules.html", caller.language, context)


def _changed(desk: Desk, caller: Visit, target_id: int, change: Callable[..., object]) -> Response:
    """What `mergen target` does, and back to the target."""
    person = person_with(caller, Right.WATCH)
    with desk.database.write() as session:
        change(session, str(target_id), actor=person.name, now=desk.now())
    return _to(target_id)


def _list(desk: Desk, caller: Visit, wanted: TargetFilter, form: TargetForm, fault: str = "") -> Response:
    with desk.database.read() as session:
        rows = list_targets(session, wanted, caller.sight, desk.now(), PAGE_LENGTH + 1)
    context = {
        "visit": caller,
        "rows": rows[:PAGE_LENGTH],
        "more": rows[PAGE_LENGTH - 1].target.id if len(rows) > PAGE_LENGTH else None,
        "wanted": wanted,
        "form": form,
        "fault": fault,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if fault else HTTPStatus.OK
    return desk.page("targets.html", caller.language, context, status)


def _target(
    desk: Desk, caller: Visit, target_id: int, form: TargetForm | None = None, fault: str = ""
) -> Response:
    with desk.database.read() as session:
        context = _shown(session, desk, target_id, caller.sight, form)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if fault else HTTPStatus.OK
    return desk.page("target.html", caller.language, {"visit": caller, "fault": fault, **context}, status)


def _shown(
    session: Session, desk: Desk, target_id: int, sight: Sight, form: TargetForm | None
) -> dict[str, object]:
    target = seen_target(session, target_id, sight)
    return {
        "view": view_target(session, target, sight, desk.now()),
        "runs": list_runs(session, RunFilter(target=target_id), sight, desk.now(), LAST_RUNS),
        "ticks": _ticks(target),
        "form": form or TargetForm.of(target),
    }


def _ticks(target: Target) -> list[datetime]:
    """The next times after the one that stands in the store."""
    ticks: list[datetime] = []
    at = target.next_due_at
    while target.every and at is not None and len(ticks) < TICKS:
        at = next_tick(target.every, at)
        ticks.append(at)
    return ticks


def _after(row: TargetRow) -> str:
    at = row.target.next_due_at
    return f"{at:%Y%m%dT%H%M%S}.{at.microsecond:06}~{row.target.id}" if at else ""


def _place(text: str) -> tuple[datetime, int] | None:
    """The place that `_after` wrote; None for anything else."""
    at, _, number = text.partition("~")
    try:
        moment = datetime.strptime(at, "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC)
    except ValueError:
        return None
    return (moment, int(number)) if number.isdecimal() and len(number) < 10 else None


def _to(target_id: int) -> Response:
    return RedirectResponse(f"/targets/{target_id}", HTTPStatus.SEE_OTHER)
