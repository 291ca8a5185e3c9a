"""Trying a lexicon file, or a few terms, on the stored pages before anybody switches them on."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import RedirectResponse, Response

from classifiers.errors import LexiconError
from classifiers.kinds import KINDS
from classifiers.lexicon_files import LANGUAGES
from models.dry_run import DryRun
from pipeline.dry_runs import ask
from pipeline.errors import BadRun
from review.desk import Desk, desk_of
from review.errors import Refused
from review.rights import Right
from review.routes.queue import MaybeId, ShopId
from review.trial_form import CHOICES, SentTrial, TrialForm
from review.trial_list import CHANGES, Wanted, list_trials, view_trial
from review.visits import Sending, Visit, Watcher, person_with

router = APIRouter(prefix="/lexicon")
AtDesk = Annotated[Desk, Depends(desk_of)]
PAGE_LENGTH = 25
CHANGES_SHOWN = 50


@router.get("")
def show(desk: AtDesk, caller: Watcher, before: MaybeId = 0) -> Response:
    """The last dry runs, and the form for another."""
    return _page(desk, caller, TrialForm(), before=before)


@router.post("")
def try_out(desk: AtDesk, caller: Sending, form: SentTrial) -> Response:
    """Put a dry run down. It is done beside this server, which goes on answering."""
    person = person_with(caller, Right.WATCH)
    if desk.config.dry_runs is None:
        raise Refused(HTTPStatus.NOT_FOUND)
    try:
        trial = form.trial()
    except LexiconError as error:
        return _page(desk, caller, form, fault=str(error))
    with desk.database.write() as session:
        number = ask(session, trial, actor=person.name, now=desk.now()).id
    desk.config.dry_runs()
    return RedirectResponse(f"/lexicon/{number}", HTTPStatus.SEE_OTHER)


@router.get("/{number}")
def show_trial(
    number: ShopId, desk: AtDesk, caller: Watcher, change: str = "", after: MaybeId = 0
) -> Response:
    """What a dry run came to, or how far it is."""
    with desk.database.read() as session:
        wanted = Wanted(change=change, after=after, limit=CHANGES_SHOWN)
        view = view_trial(session, number, caller.sight, desk.now(), wanted)
    context = {"visit": caller, "view": view, "change": change if change in CHANGES else ""}
    return desk.page("trial.html", caller.language, context)


@router.get("/{number}/file")
def give_file(number: ShopId, desk: AtDesk, _caller: Watcher) -> Response:
    """The file that was tried, to be switched on."""
    with desk.database.read() as session:
        run = session.get(DryRun, number)
    if run is None:
        raise BadRun(f"There is no dry run {number}")
    headers = {"Content-Disposition": f'attachment; filename="dry-run-{number}.toml"'}
    return Response(run.lexicon, media_type="text/plain; charset=utf-8", headers=headers)


def _page(desk: Desk, caller: Visit, form: TrialForm, *, before: int = 0, fault: str = "") -> Response:
    with desk.database.read() as session:
        rows = list_trials(session, desk.now(), PAGE_LENGTH + 1, before)
    context = {
        "visit": caller,
        "rows": rows[:PAGE_LENGTH],
        "more": rows[PAGE_LENGTH - 1].run.id if len(rows) > PAGE_LENGTH else None,
        "form": form,
        "fault": fault,
        "open": desk.config.dry_runs is not None,
        "kinds": KINDS,
        "languages": LANGUAGES,
        "choices": CHOICES,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if fault else HTTPStatus.OK
    return desk.page("lexicon.html", caller.language, context, status)
