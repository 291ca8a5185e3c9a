"""What went wrong, as a program reads it: problem details (RFC 9457)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any, cast

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import Field
from sqlalchemy.exc import IntegrityError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import compile_path

from exports.errors import ExportError, NothingConfirmed
from models.errors import StoreError
from pipeline.decisions import NothingLeft
from pipeline.errors import BadTarget, EvidenceDamaged, EvidenceUnavailable, UnknownShop
from review.api.shape import Shape
from review.errors import BadPicture, BadReason, Denied, ShopHeld, ShopMoved

MEDIA_TYPE = "application/problem+json"
MOST_FAULTS = 20


class Fault(Shape):
    """One thing that is wrong with a request."""

    at: str = Field(description="where, as `body/reason` or `query/limit`", examples=["body/ground"])
    says: str = Field(description="what is wrong there", examples=["Field required"])


class Problem(Shape):
    """Problem details (RFC 9457)."""

    type: str = Field(description="which problem it is, for programs", examples=["urn:mergen:shop-moved"])
    title: str = Field(description="which problem it is, for people", examples=["The shop has changed"])
    status: int = Field(description="the HTTP status", examples=[409])
    detail: str = Field(default="", description="what to do", examples=["Read the shop again, then decide"])
    errors: tuple[Fault, ...] = Field(default=(), description="what is wrong with the request, at 422")
    held_by: str = Field(default="", description="who has the shop open, with `urn:mergen:shop-held`")
    held_until: datetime | None = Field(default=None, description="until when they have it")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A problem that the API knows. Without `says`, the detail is what the error says."""

    name: str
    status: HTTPStatus
    title: str
    says: str = ""


KINDS: Mapping[type[Exception], Kind] = {
    UnknownShop: Kind(
        name="no-such-shop",
        status=HTTPStatus.NOT_FOUND,
        title="There is no such shop",
        says="See: GET /api/shops",
    ),
    BadPicture: Kind(name="no-picture", status=HTTPStatus.NOT_FOUND, title="There is no such picture"),
    EvidenceUnavailable: Kind(
        name="no-evidence",
        status=HTTPStatus.NOT_FOUND,
        title="The evidence is not there",
        says="It was forgotten or has expired, or its folder cannot be read: ask the administrator",
    ),
    EvidenceDamaged: Kind(
        name="damaged-evidence",
        status=HTTPStatus.INTERNAL_SERVER_ERROR,
        title="The evidence is damaged",
        says="Tell the administrator: mergen verify",
    ),
    ShopMoved: Kind(
        name="shop-moved",
        status=HTTPStatus.CONFLICT,
        title="The shop has changed",
        says="Somebody decided, or a face joined, since it was read: read it again, and decide on that",
    ),
    ShopHeld: Kind(name="shop-held", status=HTTPStatus.CONFLICT, title="Somebody else has the shop open"),
    NothingLeft: Kind(
        name="nothing-left", status=HTTPStatus.UNPROCESSABLE_ENTITY, title="Every face would be left out"
    ),
    BadReason: Kind(
        name="bad-reason", status=HTTPStatus.UNPROCESSABLE_ENTITY, title="The reason does not fit the verdict"
    ),
    BadTarget: Kind(
        name="bad-target", status=HTTPStatus.UNPROCESSABLE_ENTITY, title="This cannot be watched so"
    ),
    NothingConfirmed: Kind(
        name="not-confirmed",
        status=HTTPStatus.CONFLICT,
        title="The shop does not stand confirmed by enough people",
        says="As many different people as the office asks for must confirm it first, as it is now",
    ),
    ExportError: Kind(
        name="not-exported",
        status=HTTPStatus.INTERNAL_SERVER_ERROR,
        title="The packet could not be made",
        says="Nothing left. Tell the administrator: mergen verify, mergen doctor",
    ),
    IntegrityError: Kind(
        name="lost-race",
        status=HTTPStatus.CONFLICT,
        title="Somebody did the same at the same moment",
        says="Read it again, then ask again if it is still called for",
    ),
    StoreError: Kind(
        name="no-store",
        status=HTTPStatus.SERVICE_UNAVAILABLE,
        title="The store cannot be used now",
        says="Try again later, or tell the administrator: mergen doctor",
    ),
    Exception: Kind(
        name="our-fault",
        status=HTTPStatus.INTERNAL_SERVER_ERROR,
        title="Something went wrong on the server",
        says="Tell the administrator what was asked for and when: the server's log says more",
    ),
}


def problem(
    status: int,
    title: str,
    detail: str = "",
    *,
    name: str = "",
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> Response:
    """An answer that tells a problem; by the status's own name where it has no other."""
    known = name or HTTPStatus(status).phrase.lower().replace(" ", "-").replace("'", "")
    told = Problem(type=f"urn:mergen:{known}", title=title, status=status, detail=detail, **more)
    body = told.model_dump_json(exclude_defaults=True)
    return Response(body, status, headers=dict(headers or {}), media_type=MEDIA_TYPE)


def add_handlers(api: FastAPI) -> None:
    """Have the application tell its errors as problems."""
    handlers: dict[type[Exception], Callable[[Request, Exception], Response]] = {
        **dict.fromkeys(KINDS, _known),
        Denied: _denied,
        HTTPException: _by_framework,
        RequestValidationError: _invalid,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def _known(_request: Request, error: Exception) -> Response:
    kind = next(kind for known, kind in KINDS.items() if isinstance(error, known))
    held: dict[str, Any] = {}
    if isinstance(error, ShopHeld):
        held = {"held_by": error.holder, "held_until": error.until}
    return problem(kind.status, kind.title, kind.says or str(error), name=kind.name, **held)


def _denied(_request: Request, error: Exception) -> Response:
    denied = cast("Denied", error)
    return problem(denied.status, denied.status.phrase, denied.detail, headers=denied.headers)


def _by_framework(request: Request, error: Exception) -> Response:
    thrown = cast("HTTPException", error)
    status = HTTPStatus(thrown.status_code)
    headers = dict(thrown.headers or {})
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = ", ".join(methods_at(request))
    return problem(status, status.phrase, "See: GET /api/openapi.json", headers=headers)


def _invalid(_request: Request, error: Exception) -> Response:
    found = cast("RequestValidationError", error).errors()[:MOST_FAULTS]
    faults = tuple(Fault(at="/".join(map(str, fault["loc"])), says=fault["msg"]) for fault in found)
    title = "The request is not as it is described"
    return problem(422, title, "See: GET /api/openapi.json", name="invalid-request", errors=faults)


def methods_at(request: Request) -> list[str]:
    """The methods that the address of a request knows."""
    path = request.scope["path"].removeprefix(request.scope["root_path"])
    described: Mapping[str, Mapping[str, Any]] = request.app.openapi()["paths"]
    fitting = (known for template, known in described.items() if compile_path(template)[0].match(path))
    return sorted({method.upper() for known in fitting for method in known})
