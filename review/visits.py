"""Who is asking: the signed-in person or a visitor, in which language, with which form token."""

import hashlib
import secrets
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Form, Request
from starlette.responses import Response

from models.case import Sight
from models.user import Role
from review.desk import Desk, desk_of
from review.errors import Refused
from review.keys import keys_of
from review.languages import NAMES, preferred_language
from review.person import Person
from review.rights import Right
from review.security import check_origin, check_token
from review.sessions import find_session

SESSION = "mergen_session"
VISITOR = "mergen_visitor"
LANGUAGE = "mergen_language"
YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request's caller. `path` leads back to the page; `new_visitor` is a cookie still to be set."""

    person: Person | None
    csrf_token: str
    language: str
    address: str
    path: str
    new_visitor: str | None = None

    @property
    def sight(self) -> Sight:
        """What the caller may see; nothing restricted while nobody is signed in."""
        return Sight(self.person.name if self.person is not None else "")


def visit(request: Request, desk: Annotated[Desk, Depends(desk_of)]) -> Visit:
    """Find out who is asking."""
    address = request.client.host if request.client else ""
    token = request.cookies.get(desk.cookie(SESSION), "")
    if token:
        with desk.database.read(briefly=True) as session:
            found = find_session(session, token, desk.now())
        if found is not None:
            user = found.user
            return Visit(
                person=Person(id=user.id, name=user.name, role=Role(user.role), keys=keys_of(user.keys)),
                csrf_token=found.csrf_token,
                language=user.language if user.language in NAMES else _language(request, desk),
                address=address,
                path=path_of(request),
            )
    known = request.cookies.get(desk.cookie(VISITOR))
    visitor = known or secrets.token_urlsafe(32)
    return Visit(
        person=None,
        csrf_token=_visitor_token(visitor),
        language=_language(request, desk),
        address=address,
        path=path_of(request),
        new_visitor=None if known else visitor,
    )


Visiting = Annotated[Visit, Depends(visit)]


def checked_form(
    request: Request,
    caller: Visiting,
    desk: Annotated[Desk, Depends(desk_of)],
    csrf_token: Annotated[str, Form()] = "",
) -> Visit:
    """A visit whose form came from a page of ours, and not one of too many. Raises Refused."""
    check_origin(request)
    check_token(csrf_token, caller.csrf_token)
    if caller.person is not None and not desk.pace.allowed(caller.person.name):
        raise Refused(HTTPStatus.TOO_MANY_REQUESTS)
    return caller


Sending = Annotated[Visit, Depends(checked_form)]


def signed_in(caller: Visiting) -> Person:
    """Who is signed in. Raises Refused."""
    if caller.person is None:
        raise Refused(HTTPStatus.UNAUTHORIZED)
    return caller.person


SignedIn = Annotated[Person, Depends(signed_in)]


def person_with(caller: Visit, right: Right) -> Person:
    """Who is signed in, if they have the right. Raises Refused."""
    person = signed_in(caller)
    if not person.may(right):
        raise Refused(HTTPStatus.FORBIDDEN)
    return person


def viewer(caller: Visiting) -> Person:
    """Who is signed in and may see shops. Raises Refused."""
    return person_with(caller, Right.SEE)


Viewer = Annotated[Person, Depends(viewer)]


def watcher(caller: Visiting) -> Visit:
    """A visit of somebody who may see what is watched. Raises Refused."""
    person_with(caller, Right.WATCH)
    return caller


Watcher = Annotated[Visit, Depends(watcher)]


def set_cookie(response: Response, desk: Desk, name: str, value: str, seconds: int) -> None:
    """Set a cookie that scripts cannot read and other sites cannot send."""
    response.set_cookie(
        desk.cookie(name),
        value,
        max_age=seconds,
        httponly=True,
        secure=desk.config.secure_cookies,
        samesite="strict",
    )


def path_of(request: Request) -> str:
    """The address of the page that is asked for; the first page where a form was sent."""
    if request.method != "GET":
        return "/"
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def _visitor_token(visitor: str) -> str:
    return hashlib.sha256(f"form:{visitor}".encode()).hexdigest()


def _language(request: Request, desk: Desk) -> str:
    chosen = request.cookies.get(desk.cookie(LANGUAGE), "")
    return chosen if chosen in NAMES else preferred_language(request.headers.get("accept-language", ""))
