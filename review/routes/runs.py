"""How crawls went: the list, one of them, and following it while it goes on."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from pipeline.alarm import settle
from pipeline.runs import seen_run
from review.desk import Desk, desk_of
from review.following import follow, in_words
from review.reasons import clean_note
from review.rights import Right
from review.routes.queue import LARGEST_ID, MaybeId
from review.run_list import RunFilter, list_runs, read_filter
from review.run_view import view_run
from review.visits import Sending, Watcher, person_with

router = APIRouter(prefix="/runs")
AtDesk = Annotated[Desk, Depends(desk_of)]
RunId = Annotated[int, Path(ge=1, le=LARGEST_ID)]
PAGE_LENGTH = 50
# A proxy that gathers an answer before it passes it on would hold all events back.
STREAM_HEADERS = {"X-Accel-Buffering": "no"}


def wanted_runs(request: Request) -> RunFilter:
    """The filter that a request's address names."""
    return read_filter(request.query_params)


@router.get("")
def show_runs(desk: AtDesk, caller: Watcher, wanted: Annotated[RunFilter, Depends(wanted_runs)]) -> Response:
    """Crawls, a page at a time."""
    with desk.database.read() as session:
        rows = list_runs(session, wanted, caller.sight, desk.now(), PAGE_LENGTH + 1)
    context = {
        "visit": caller,
        "rows": rows[:PAGE_LENGTH],
        "more": rows[PAGE_LENGTH - 1].run.id if len(rows) > PAGE_LENGTH else None,
        "wanted": wanted,
    }
    return desk.page("runs.html", caller.language, context)


@router.get("/{run_id}")
def show_run(
    run_id: RunId, desk: AtDesk, caller: Watcher, failed: MaybeId = 0, clear: bool = False
) -> Response:
    """One crawl: how far it is, or its account, with its pictures in clear where that is asked for."""
    with desk.database.read() as session:
        view = view_run(session, run_id, caller.sight, desk.now(), failed)
    said = in_words(view.progress, desk.renderer.languages[caller.language])
    context = {"visit": caller, "view": view, "said": said, "clear": clear}
    return desk.page("run.html", caller.language, context)


@router.get("/{run_id}/progress")
def show_progress(run_id: RunId, desk: AtDesk, caller: Watcher) -> Response:
    """The run's events, as they happen."""
    desk.followers.check()
    with desk.database.read() as session:
        seen_run(session, run_id, caller.sight)
    language = desk.renderer.languages[caller.language]
    events = follow(desk, run_id, caller.sight, language)
    return StreamingResponse(events, media_type="text/event-stream", headers=STREAM_HEADERS)


@router.post("/{run_id}/alarms")
def settle_alarms(
    run_id: RunId, desk: AtDesk, caller: Sending, note: Annotated[str, Form(max_length=10_000)] = ""
) -> Response:
    """Say that one looked into the run's alarms."""
    person = person_with(caller, Right.WATCH)
    with desk.database.write() as session:
        seen_run(session, run_id, person.sight)
        settle(session, run_id, clean_note(note), actor=person.name, now=desk.now())
    return RedirectResponse(f"/runs/{run_id}", HTTPStatus.SEE_OTHER)
