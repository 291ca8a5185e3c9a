"""How the description (OpenAPI) tells the answers that are no success, and files."""

from http import HTTPStatus
from typing import Any

from review.api.problems import MEDIA_TYPE

Responses = dict[int | str, dict[str, Any]]
SAYS = {
    HTTPStatus.BAD_REQUEST: "The body cannot be read at all: it is no UTF-8, or no multipart",
    HTTPStatus.UNAUTHORIZED: "There is no token, or none that is in force",
    HTTPStatus.FORBIDDEN: "The token, or the role of its person, does not open this",
    HTTPStatus.NOT_FOUND: "There is no such thing, or not for this token's person",
    HTTPStatus.CONFLICT: "Something else happened meanwhile, or has to happen first; `type` says what",
    HTTPStatus.LENGTH_REQUIRED: "The length of the body was not told",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The body is too large",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "The body, or the file in it, is of another kind than is taken in",
    HTTPStatus.UNPROCESSABLE_ENTITY: "The request is not as it is described; `errors` says where",
    HTTPStatus.TOO_MANY_REQUESTS: "Too many requests with this token; `Retry-After` is in seconds",
    HTTPStatus.INTERNAL_SERVER_ERROR: "A fault of the server, or of what it stores",
    HTTPStatus.SERVICE_UNAVAILABLE: "The store cannot be used now, or this server does not do that",
}
ALWAYS = (
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
OF_BODIES = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.LENGTH_REQUIRED,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
)


def problems(*statuses: HTTPStatus) -> Responses:
    """The answers of these statuses, all of them problem details."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {int(status): {"description": SAYS[status], "content": content} for status in statuses}


def file_of(*media_types: str) -> Responses:
    """A success that is a file."""
    content = {media_type: {"schema": {"type": "string", "format": "binary"}} for media_type in media_types}
    return {int(HTTPStatus.OK): {"description": "The file", "content": content}}
