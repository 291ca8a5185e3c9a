"""The API: an application of its own within the review application."""

from typing import Any

from fastapi import FastAPI

from review.api import decisions, evidence, exports, me, overview, photos, second_look, shops, targets
from review.api.problems import Problem, add_handlers
from review.desk import Desk

VERSION = "1.0"
ABOUT = """\
What people do on the pages of Mergen's review application, for programs. Every request carries a token
(`Authorization: Bearer mergen_…`) that an administrator makes with `mergen token add`. A token opens its
scopes, as far as the role of its person does, and what is done with it is written down as done by that person
through that token. Errors are problem details (RFC 9457). Cookies open nothing here.
"""


class Api(FastAPI):
    """Describes the problems that every operation can answer with."""

    def openapi(self) -> dict[str, Any]:
        described = super().openapi()
        schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        parts = described.setdefault("components", {}).setdefault("schemas", {})
        parts.update({**schema.pop("$defs", {}), "Problem": schema})
        return described


def create_api(desk: Desk) -> FastAPI:
    """The API over a desk, ready to be mounted."""
    api = Api(
        title="Mergen",
        summary="Shops, decisions, photos",
        description=ABOUT,
        version=VERSION,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        servers=[{"url": "/api"}],
        root_path_in_servers=False,
    )
    api.state.desk = desk
    add_handlers(api)
    for room in (me, shops, decisions, second_look, exports, evidence, photos, targets, overview):
        api.include_router(room.router)
    return api
