"""Choosing one's own keys."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from models.user import User
from review.desk import Desk, desk_of
from review.keys import ACTIONS, DEFAULTS, clash
from review.rights import Right
from review.visits import Sending, Viewer, Visit, Visiting, person_with

router = APIRouter(prefix="/keys")
AtDesk = Annotated[Desk, Depends(desk_of)]


@router.get("")
def show_keys(desk: AtDesk, caller: Visiting, person: Viewer) -> Response:
    """Every action with its key."""
    return _page(desk, caller, dict(person.keys))


@router.post("")
async def choose_keys(request: Request, desk: AtDesk, caller: Sending) -> Response:
    """Remember the keys of this person; with `reset`, those that everybody begins with."""
    person = person_with(caller, Right.SEE)
    form = await request.form()
    sent = {name: str(form.get(name, key)).strip().lower() for name, key in person.keys.items()}
    keys = dict(DEFAULTS) if "reset" in form else sent
    wrong = clash(keys)
    if wrong:
        return _page(desk, caller, keys, wrong)
    with desk.database.write() as session:
        own = {name: key for name, key in keys.items() if DEFAULTS[name] != key}
        session.get_one(User, person.id).keys = own
    return _page(desk, caller, keys, saved=True)


def _page(
    desk: Desk, caller: Visit, keys: dict[str, str], wrong: tuple[str, ...] = (), saved: bool = False
) -> Response:
    context = {"visit": caller, "actions": ACTIONS, "keys": keys, "wrong": wrong, "saved": saved}
    return desk.page("keys.html", caller.language, context, 422 if wrong else 200)
