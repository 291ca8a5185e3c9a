"""Signing in through the office's own provider, beside the password."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import RedirectResponse, Response

from models.user import User
from pipeline.events import record
from review.accounts import LONGEST_NAME, find_user
from review.desk import Desk, desk_of
from review.errors import BadIdentity, NoProvider, Refused
from review.pending import LASTS, SignIn
from review.provider import BACK, Provider
from review.routes.signing import first_page, show_sign_in, start
from review.second_factor import accept
from review.security import local_path
from review.visits import SESSION, VISITOR, Sending, Visit, Visiting, set_cookie

router = APIRouter()
AtDesk = Annotated[Desk, Depends(desk_of)]
UNDER_WAY = "mergen_provider"
DAY = 24 * 3600


def provider_of(desk: AtDesk) -> Provider:
    """The provider. Raises Refused where the office has none."""
    if desk.config.provider is None:
        raise Refused(HTTPStatus.NOT_FOUND)
    return desk.config.provider


Through = Annotated[Provider, Depends(provider_of)]


@router.get("/sign-in/provider")
def begin(desk: AtDesk, caller: Visiting, provider: Through, next: str = "/") -> Response:  # noqa: A002 - the query's name
    """To the provider."""
    if not desk.attempts.allowed_from(caller.address):
        return show_sign_in(desk, caller, next, HTTPStatus.TOO_MANY_REQUESTS)
    try:
        url, begun = provider.begin()
    except NoProvider:
        return show_sign_in(desk, caller, next, HTTPStatus.SERVICE_UNAVAILABLE)
    response = RedirectResponse(url, HTTPStatus.SEE_OTHER)
    _follow(response, desk, desk.pending.put(begun, local_path(next), desk.now()))
    return response


@router.get(BACK)
def come_back(request: Request, desk: AtDesk, caller: Visiting, provider: Through) -> Response:
    """From the provider: who it names is signed in if they have an account here, after their second factor if
    they have one."""
    sign_in = desk.pending.take(request.cookies.get(desk.cookie(UNDER_WAY), ""), desk.now())
    if sign_in is None:
        return _refuse(desk, caller, "unknown", "the answer belongs to no sign-in of this browser")
    try:
        name = provider.finish(request.query_params, sign_in.begun)
    except NoProvider:
        return show_sign_in(desk, caller, sign_in.target, HTTPStatus.SERVICE_UNAVAILABLE)
    except BadIdentity as error:
        return _refuse(desk, caller, "unknown", str(error))
    with desk.database.read() as session:
        user = find_user(session, name)
    if user is None or user.disabled_at is not None:
        who = user.name if user is not None else "unknown"
        return _refuse(desk, caller, who, f"there is no open account {name[:LONGEST_NAME]!r}")
    if user.totp_secret is not None:
        return _ask_for_code(desk, caller, sign_in, user)
    return _sign_in(desk, caller, sign_in, user)


@router.post("/sign-in/provider/code")
def send_code(
    request: Request,
    desk: AtDesk,
    caller: Sending,
    _provider: Through,
    code: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    """The second factor of who the provider named."""
    sign_in = desk.pending.take(request.cookies.get(desk.cookie(UNDER_WAY), ""), desk.now())
    if sign_in is None or sign_in.user_id is None:
        return _refuse(desk, caller, "unknown", "the code belongs to no sign-in of this browser")
    with desk.database.write() as session:
        user = session.get_one(User, sign_in.user_id)
        heard = desk.attempts.allowed(user.name, caller.address)
        fits = heard and user.disabled_at is None and accept(session, user, code, desk.now())
    if not heard:
        return show_sign_in(desk, caller, sign_in.target, HTTPStatus.TOO_MANY_REQUESTS)
    if not fits:
        return _refuse(desk, caller, user.name, "the second factor does not fit")
    desk.attempts.forget(user.name)
    return _sign_in(desk, caller, sign_in, user)


def _ask_for_code(desk: Desk, caller: Visit, sign_in: SignIn, user: User) -> Response:
    response = desk.page("provider_code.html", caller.language, {"visit": caller})
    _follow(response, desk, desk.pending.put_back(sign_in, user.id, desk.now()))
    if caller.new_visitor is not None:
        set_cookie(response, desk, VISITOR, caller.new_visitor, DAY)
    return response


def _sign_in(desk: Desk, caller: Visit, sign_in: SignIn, user: User) -> Response:
    """Sign in, on a page that goes on by itself: a browser that comes from another site would not send the
    new cookie along with a redirect."""
    target = first_page(user, sign_in.target)
    response = desk.page("signed_in.html", caller.language, {"visit": caller, "target": target})
    lifetime = int(desk.config.session_lifetime.total_seconds())
    set_cookie(response, desk, SESSION, start(desk, caller, user, by="provider"), lifetime)
    for name in (UNDER_WAY, VISITOR):
        response.delete_cookie(desk.cookie(name), secure=desk.config.secure_cookies, httponly=True)
    return response


def _refuse(desk: Desk, caller: Visit, who: str, why: str) -> Response:
    with desk.database.write() as session:
        detail = {"address": caller.address, "by": "provider", "why": why}
        record(session, "sign_in_failed", ("user", who), actor=who, at=desk.now(), **detail)
    return show_sign_in(desk, caller, "/", HTTPStatus.FORBIDDEN)


def _follow(response: Response, desk: Desk, token: str) -> None:
    """Know the browser again when it comes back: `lax`, since the provider sends it from another site."""
    response.set_cookie(
        desk.cookie(UNDER_WAY),
        token,
        max_age=int(LASTS.total_seconds()),
        httponly=True,
        secure=desk.config.secure_cookies,
        samesite="lax",
    )
