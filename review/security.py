"""What every answer carries and every request must keep to."""

import hmac
import re
from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from review.api.problems import problem
from review.errors import Refused

LARGEST_BODY = 64 * 1024
# Forms with files, by their paths: bytes that such a request may have.
UPLOADS = (
    (re.compile(r"(/api|/raids/\d+)?/photos"), 64 * 2**20),
    (re.compile(r"/photos/pieces/\w+"), 2**20),
    (re.compile("/lexicon"), 2 * 2**20),
)
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
# `same-origin`, not `no-referrer`: with the latter browsers send `Origin: null` with a plain form.
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-DNS-Prefetch-Control": "off",
    "X-Robots-Tag": "noindex, nofollow",
}
SECURE_HEADERS = {"Strict-Transport-Security": "max-age=31536000"}


class SecurityHeaders:
    """ASGI middleware: sets the headers on every answer and refuses bodies that no form here sends."""

    def __init__(self, app: ASGIApp, *, secure: bool) -> None:
        self.app = app
        self.headers = HEADERS | (SECURE_HEADERS if secure else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in (self.headers | {"Cache-Control": "no-store"}).items():
                    headers.setdefault(name, value)
            await send(message)

        refusal = _refusal(Headers(scope=scope), _most(scope["path"]))
        app = self.app if refusal is None else _refuse(scope["path"], refusal)
        await app(scope, receive, send_with_headers)


def _most(path: str) -> int:
    return next((most for form, most in UPLOADS if form.fullmatch(path)), LARGEST_BODY)


def _refusal(headers: Headers, most: int) -> HTTPStatus | None:
    """Why a body is not read: its length is not told, or it is larger than anything here has to be."""
    length = headers.get("content-length", "0")
    if "transfer-encoding" in headers or not length.isdecimal():
        return HTTPStatus.LENGTH_REQUIRED
    return HTTPStatus.REQUEST_ENTITY_TOO_LARGE if int(length) > most else None


def _refuse(path: str, status: HTTPStatus) -> Response:
    detail = "Send the body in one piece, with its length (Content-Length), and no more than is asked for."
    if path.startswith("/api/"):
        return problem(status, status.phrase, detail)
    return PlainTextResponse(detail, status_code=status)


def check_origin(request: Request) -> None:
    """Raise Refused unless the browser says that the request comes from a page of ours."""
    origin = request.headers.get("origin")
    if origin is None:
        ours = request.headers.get("sec-fetch-site") == "same-origin"
    else:
        ours = urlsplit(origin).netloc == request.headers.get("host")
    if not ours:
        raise Refused(HTTPStatus.FORBIDDEN)


def check_token(given: str, expected: str) -> None:
    """Raise Refused unless the form carries the token of this browser."""
    if not expected or not hmac.compare_digest(given.encode(), expected.encode()):
        raise Refused(HTTPStatus.FORBIDDEN)


def local_path(path: str) -> str:
    """`path` if it leads to a page of ours, else the first page."""
    ours = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if ours and "\\" not in path else "/"
