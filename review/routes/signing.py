"""Signing in and out, and choosing a language."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import RedirectResponse, Response

from models.user import User
from pipeline.events import record
from review.accounts import find_user
from review.desk import Desk, desk_of
from review.languages import NAMES
from review.rights import Right, may
from review.second_factor import accept
from review.security import local_path
from review.sessions import end_session, start_session
from review.visits import LANGUAGE, SESSION, VISITOR, YEAR, Sending, Visit, Visiting, set_cookie

router = APIRouter()
AtDesk = Annotated[Desk, Depends(desk_of)]


@router.get("/sign-in")
def sign_in_page(desk: AtDesk, caller: Visiting, next: str = "/") -> Response:  # noqa: A002 - the query's name
    """The form, or onwards for who is signed in already."""
    if caller.person is not None:
        return RedirectResponse(local_path(next), HTTPStatus.SEE_OTHER)
    return show_sign_in(desk, caller, next)


@router.post("/sign-in")
def sign_in(
    desk: AtDesk,
    caller: Sending,
    name: Annotated[str, Form(max_length=200)] = "",
    password: Annotated[str, Form(max_length=1000)] = "",
    code: Annotated[str, Form(max_length=20)] = "",
    next: Annotated[str, Form(max_length=2000)] = "/",  # noqa: A002 - the field's name
) -> Response:
    """Check name, password and the code of the second factor; every attempt is counted and written down, and
    which of them was wrong is not told."""
    if not desk.attempts.allowed(name, caller.address):
        return show_sign_in(desk, caller, next, HTTPStatus.TOO_MANY_REQUESTS)
    with desk.database.read() as session:
        user = find_user(session, name)
    if not desk.passwords.matches(user, password) or user is None or not _code_fits(desk, user, code):
        with desk.database.write() as session:
            # Only known names are written down: people type passwords into the wrong field.
            who = user.name if user is not None else "unknown"
            record(session, "sign_in_failed", ("user", who), actor=who, at=desk.now(), address=caller.address)
        return show_sign_in(desk, caller, next, HTTPStatus.UNAUTHORIZED)
    desk.attempts.forget(name)
    _renew(desk, user, password)
    response = RedirectResponse(first_page(user, local_path(next)), HTTPStatus.SEE_OTHER)
    lifetime = int(desk.config.session_lifetime.total_seconds())
    set_cookie(response, desk, SESSION, start(desk, caller, user, by="password"), lifetime)
    response.delete_cookie(desk.cookie(VISITOR), secure=desk.config.secure_cookies, httponly=True)
    return response


@router.post("/sign-out")
def sign_out(request: Request, desk: AtDesk, caller: Sending) -> Response:
    """End the session here and in the store."""
    token = request.cookies.get(desk.cookie(SESSION), "")
    with desk.database.write() as session:
        end_session(session, token, desk.now())
        if caller.person is not None:
            name = caller.person.name
            record(session, "signed_out", ("user", name), actor=name, at=desk.now())
    response = RedirectResponse("/sign-in", HTTPStatus.SEE_OTHER)
    response.delete_cookie(desk.cookie(SESSION), secure=desk.config.secure_cookies, httponly=True)
    return response


@router.post("/language")
def choose_language(
    desk: AtDesk,
    caller: Sending,
    language: Annotated[str, Form()] = "",
    next: Annotated[str, Form(max_length=2000)] = "/",  # noqa: A002 - the field's name
) -> Response:
    """Remember the language for this browser and this person."""
    response = RedirectResponse(local_path(next), HTTPStatus.SEE_OTHER)
    if language in NAMES:
        set_cookie(response, desk, LANGUAGE, language, YEAR)
        if caller.person is not None:
            with desk.database.write() as session:
                user = session.get_one(User, caller.person.id)
                user.language = language
    return response


def first_page(user: User, wanted: str) -> str:
    """Where to go after signing in: who may not see shops sends photos."""
    return "/photos" if wanted == "/" and not may(user.role, Right.SEE) else wanted


def _code_fits(desk: Desk, user: User, code: str) -> bool:
    with desk.database.write() as session:
        return accept(session, session.get_one(User, user.id), code, desk.now())


def start(desk: Desk, caller: Visit, user: User, *, by: str) -> str:
    """Start a session of `user`, who showed who they are `by` a password or the provider; gives its token."""
    with desk.database.write() as session:
        detail = {"address": caller.address, "by": by}
        record(session, "signed_in", ("user", user.name), actor=user.name, at=desk.now(), **detail)
        return start_session(session, user, now=desk.now(), lifetime=desk.config.session_lifetime)


def _renew(desk: Desk, user: User, password: str) -> None:
    """Hash a password anew where it was done with weaker parameters."""
    renewed = desk.passwords.renewed(user, password)
    if renewed is not None:
        with desk.database.write() as session:
            session.get_one(User, user.id).password_hash = renewed


def show_sign_in(desk: Desk, caller: Visit, next_path: str, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """The form, and the way to the provider, if the office has one; with what went wrong."""
    provider = desk.config.provider
    context = {
        "visit": caller,
        "next": local_path(next_path),
        "status": int(status),
        "provider": provider.config if provider is not None else None,
    }
    response = desk.page("sign_in.html", caller.language, context, status)
    if caller.new_visitor is not None:
        set_cookie(response, desk, VISITOR, caller.new_visitor, 24 * 3600)
    return response
