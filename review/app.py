"""The review application, built from a ReviewConfig. It reads no environment and no clock."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote

from anyio.to_thread import current_default_thread_limiter, run_sync
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy import text
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from models.errors import StoreError
from pipeline.errors import BadRun, BadTarget, EvidenceDamaged, EvidenceUnavailable, UnknownRaid, UnknownShop
from review.api.app import create_api
from review.api.problems import problem
from review.desk import Desk, ReviewConfig, desk_of
from review.errors import BadPicture, Crowded, Refused, ShopHeld, ShopMoved
from review.routes import (
    ahead,
    evidence,
    keyboard,
    lexicon,
    overview,
    photos,
    provider,
    queue,
    raids,
    runs,
    second_factor,
    second_look,
    shop,
    signing,
    targets,
    watching,
)
from review.security import HEADERS, SecurityHeaders
from review.visits import Visit, path_of, visit

__all__ = ["ReviewConfig", "create_app"]

THREADS = 16
"""Requests that are worked on at once; `review.intake.MOST_WAITING` leaves most of them to reviewers."""
STATIC = Path(__file__).parent / "static"
ROOMS = (
    *(signing, provider, second_factor, queue, ahead, shop, second_look, evidence, overview, photos),
    *(keyboard, targets, runs, watching, lexicon, raids),
)
STATUS: dict[type[Exception], HTTPStatus] = {
    UnknownShop: HTTPStatus.NOT_FOUND,
    BadPicture: HTTPStatus.NOT_FOUND,
    BadRun: HTTPStatus.NOT_FOUND,
    UnknownRaid: HTTPStatus.NOT_FOUND,
    BadTarget: HTTPStatus.NOT_FOUND,
    EvidenceUnavailable: HTTPStatus.NOT_FOUND,
    EvidenceDamaged: HTTPStatus.INTERNAL_SERVER_ERROR,
    RequestValidationError: HTTPStatus.NOT_FOUND,
    ShopMoved: HTTPStatus.CONFLICT,
    ShopHeld: HTTPStatus.CONFLICT,
    Crowded: HTTPStatus.TOO_MANY_REQUESTS,
    StoreError: HTTPStatus.SERVICE_UNAVAILABLE,
}


def create_app(config: ReviewConfig) -> FastAPI:
    """The application, ready for an ASGI server."""
    app = FastAPI(title="Mergen", docs_url=None, redoc_url=None, openapi_url=None, lifespan=_open)
    app.state.desk = desk = Desk(config)
    app.add_middleware(SecurityHeaders, secure=config.secure_cookies)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.mount("/api", create_api(desk), name="api")
    for room in ROOMS:
        app.include_router(room.router)
    app.add_api_route("/healthz", health)
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(HTTPException, _http_problem)
    for kind in (*STATUS, Exception):
        app.add_exception_handler(kind, _problem)
    return app


@asynccontextmanager
async def _open(app: FastAPI) -> AsyncIterator[None]:
    """Before the first visitor comes: get ready, and serve so many at once that each is done soon. Python
    works on one at a time; who waits for a thread is served before who came later."""
    current_default_thread_limiter().total_tokens = THREADS
    with suppress(StoreError):  # told to whoever comes, with what to do
        await run_sync(app.state.desk.warm)
    yield


def health(request: Request) -> Response:
    """Whether the application can serve: 200, or 503 when its store cannot be read."""
    try:
        with desk_of(request).database.read() as session:
            session.execute(text("select 1 from alembic_version"))
    except StoreError:
        return JSONResponse({"status": "no store"}, HTTPStatus.SERVICE_UNAVAILABLE)
    return JSONResponse({"status": "ok"})


def _refused(request: Request, error: Exception) -> Response:
    status = error.status if isinstance(error, Refused) else HTTPStatus.FORBIDDEN
    if status is not HTTPStatus.UNAUTHORIZED:
        return _page(request, status)
    return RedirectResponse(f"/sign-in?next={quote(path_of(request), safe='')}", HTTPStatus.SEE_OTHER)


def _http_problem(request: Request, error: Exception) -> Response:
    status = HTTPStatus(error.status_code if isinstance(error, HTTPException) else 500)
    if request.url.path.startswith("/api/"):  # an address that is never the API's, as one with a line break
        return problem(status, status.phrase, "See: GET /api/openapi.json")
    return _page(request, status)


def _problem(request: Request, error: Exception) -> Response:
    status = next((status for kind, status in STATUS.items() if isinstance(error, kind)), None)
    if isinstance(error, RequestValidationError) and request.method != "GET":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    held = error if isinstance(error, ShopHeld) else None
    return _page(request, status or HTTPStatus.INTERNAL_SERVER_ERROR, held)


def _page(request: Request, status: int, held: ShopHeld | None = None) -> Response:
    """What went wrong and what to do, in the reader's language."""
    desk = desk_of(request)
    caller = _caller(request, desk)
    again = f"/shops/{request.path_params.get('shop_id', '')}"
    context = {"visit": caller, "status": int(status), "again": again, "held": held}
    response = desk.page("problem.html", caller.language, context, status)
    # Starlette answers an unforeseen error outside of every middleware.
    response.headers.update(HEADERS)
    return response


def _caller(request: Request, desk: Desk) -> Visit:
    try:
        return visit(request, desk)
    except StoreError:
        return Visit(person=None, csrf_token="", language="en", address="", path="/")
