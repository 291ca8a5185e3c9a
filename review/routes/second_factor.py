"""Turning one's second factor on and off."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.responses import RedirectResponse, Response

from models.user import User
from review.desk import Desk, desk_of
from review.errors import BadAccount, Refused
from review.second_factor import accept, offer, picture, prove, remove
from review.visits import Sending, SignedIn, Visit, Visiting, signed_in

router = APIRouter(prefix="/second-factor")
AtDesk = Annotated[Desk, Depends(desk_of)]
Code = Annotated[str, Form(max_length=20)]


@router.get("")
def show(desk: AtDesk, caller: Visiting, person: SignedIn) -> Response:
    """Whether there is one, or what to do to have one."""
    return _page(desk, caller, person.id)


@router.get("/code.png")
def show_code(desk: AtDesk, person: SignedIn) -> Response:
    """The offered secret as a code, to its owner only and only until it is proved."""
    with desk.database.read() as session:
        secret = session.get_one(User, person.id).totp_offered
    if secret is None:
        raise Refused(HTTPStatus.FORBIDDEN)
    return Response(picture(person.name, secret), media_type="image/png")


@router.post("")
def turn_on(desk: AtDesk, caller: Sending, code: Code = "") -> Response:
    """Prove that the app has the secret."""
    person = signed_in(caller)
    if not desk.attempts.allowed(f"second factor of {person.name}", caller.address):
        return _page(desk, caller, person.id, HTTPStatus.TOO_MANY_REQUESTS)
    try:
        with desk.database.write() as session:
            prove(session, session.get_one(User, person.id), code, desk.now())
    except BadAccount:
        return _page(desk, caller, person.id, HTTPStatus.UNPROCESSABLE_ENTITY)
    return RedirectResponse("/second-factor", HTTPStatus.SEE_OTHER)


@router.post("/off")
def turn_off(desk: AtDesk, caller: Sending, code: Code = "") -> Response:
    """Give the second factor up; it takes a last code."""
    person = signed_in(caller)
    if not desk.attempts.allowed(f"second factor of {person.name}", caller.address):
        return _page(desk, caller, person.id, HTTPStatus.TOO_MANY_REQUESTS)
    with desk.database.write() as session:
        user = session.get_one(User, person.id)
        right = accept(session, user, code, desk.now())
        if right:
            remove(session, user, actor=person.name, now=desk.now())
    if not right:
        return _page(desk, caller, person.id, HTTPStatus.UNPROCESSABLE_ENTITY)
    return RedirectResponse("/second-factor", HTTPStatus.SEE_OTHER)


def _page(desk: Desk, caller: Visit, user_id: int, status: HTTPStatus = HTTPStatus.OK) -> Response:
    with desk.database.write() as session:
        user = session.get_one(User, user_id)
        secret = offer(session, user) if user.totp_secret is None else ""
    context = {"visit": caller, "secret": secret, "status": int(status)}
    return desk.page("second_factor.html", caller.language, context, status)
