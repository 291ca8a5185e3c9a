"""Who is asking: every request is let in by its token, before anything of its body is read."""

from collections.abc import Callable, Coroutine
from dataclasses import replace
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Depends, Request, Security
from fastapi.params import Body
from fastapi.routing import APIRoute
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer, SecurityScopes
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from review.bearers import Bearer, find_bearer
from review.desk import Desk, desk_of
from review.errors import Denied
from review.scopes import NEEDS, Scope
from review.tokens import PREFIX, note_use

AtDesk = Annotated[Desk, Depends(desk_of)]
CHALLENGE = 'Bearer realm="Mergen"'
scheme = HTTPBearer(
    scheme_name="token",
    bearerFormat=f"{PREFIX}…",
    auto_error=False,
    description="A token of `mergen token add`. It opens its scopes, as far as its person's role does.",
)


class Gate(APIRoute):
    """A route that asks for a token, and for a body of its own media type. Cookies open nothing."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        body = self.body_field.field_info if self.body_field is not None else None
        media_type = body.media_type if isinstance(body, Body) else None

        async def let_in(request: Request) -> Response:
            request.state.bearer = await run_in_threadpool(identify, request)
            if media_type is not None:
                check_media_type(request.headers.get("content-type", ""), media_type)
            return await handle(request)

        return let_in


def identify(request: Request) -> Bearer:
    """Who a request's token speaks for. Raises Denied without a token that is in force, and for one request
    too many."""
    desk, now = desk_of(request), desk_of(request).now()
    kind, _, secret = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or not secret.strip():
        detail = f"Send a token of `mergen token add`: Authorization: Bearer {PREFIX}…"
        raise Denied(HTTPStatus.UNAUTHORIZED, detail, {"WWW-Authenticate": CHALLENGE})
    with desk.database.read() as session:
        found = find_bearer(session, secret.strip(), now)
    if found is None:
        detail = "The token is unknown, has expired or was revoked. The administrator can make a new one"
        challenge = f'{CHALLENGE}, error="invalid_token"'
        raise Denied(HTTPStatus.UNAUTHORIZED, detail, {"WWW-Authenticate": challenge})
    bearer, to_be_noted = found
    if not desk.programs.allowed(bearer.token):
        detail = f"Too many requests with this token: {desk.config.attempts.programs} are heard"
        raise Denied(HTTPStatus.TOO_MANY_REQUESTS, detail, {"Retry-After": str(desk.programs.window)})
    if to_be_noted:
        with desk.database.write() as session:
            note_use(session, bearer.token, now)
    return replace(bearer, address=request.client.host if request.client else "")


def check_media_type(sent: str, wanted: str) -> None:
    """Raise Denied unless a body is of the media type that is taken in."""
    if sent.partition(";")[0].strip().lower() != wanted:
        raise Denied(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"Send the body as {wanted}")


def bearer(
    request: Request,
    wanted: SecurityScopes,
    _described: Annotated[HTTPAuthorizationCredentials | None, Security(scheme)],
) -> Bearer:
    """Who the request's token speaks for. Raises Denied if it does not open the scopes that are wanted."""
    found: Bearer = request.state.bearer
    missing = [scope for scope in wanted.scopes if scope not in found.scopes]
    if missing:
        rights = ", ".join(f"`{scope}` (the right to {NEEDS[Scope(scope)]})" for scope in missing)
        detail = f"This token of {found.person.name}, who is {found.person.role}, does not open {rights}"
        challenge = f'{CHALLENGE}, error="insufficient_scope", scope="{" ".join(wanted.scopes)}"'
        raise Denied(HTTPStatus.FORBIDDEN, detail, {"WWW-Authenticate": challenge})
    return found


def with_scope(*scopes: Scope) -> Any:
    """The dependency that gives a Bearer with these scopes."""
    return Security(bearer, scopes=[scope.value for scope in scopes])
