"""Programs that speak to the API with a token."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from httpx2 import Response
from starlette.testclient import TestClient

from exports.context import ExportContext
from models.user import Role
from pipeline.leads import Leads
from pipeline.photos import PhotoDesk
from pipeline.pictures import Pictures
from pipeline.resources import TelegramPreview
from qr.worker import IsolatedReader
from review.accounts import find_user
from review.app import ReviewConfig, create_app
from review.attempts import AttemptLimits
from review.scopes import Scope
from review.tokens import NewToken, issue
from tests.pipeline.conftest import scorer
from tests.review.conftest import Office

EVERYTHING = tuple(Scope)
PROBLEM = "application/problem+json"


def problem_of(answer: Response) -> str:
    """Which problem an answer tells."""
    assert answer.headers["content-type"] == PROBLEM
    told = answer.json()
    assert told["status"] == answer.status_code
    return str(told["type"]).removeprefix("urn:mergen:")


def token_of(office: Office, person: str, *scopes: Scope, name: str = "") -> str:
    """A token of a person, for every scope without others: also for what their role does not open."""
    with office.database.write() as session:
        user = find_user(session, person)
        assert user is not None
        role, user.role = user.role, Role.ADMIN
        wanted = NewToken(name=name or f"{person}'s", user=person, scopes=scopes or EVERYTHING)
        secret = issue(session, wanted, actor="admin", now=office.clock())
        user.role = role
    return secret


def whole_config(office: Office, reader: IsolatedReader | None = None, **limits: str) -> ReviewConfig:
    """An office whose server hands over shops and, with a reader, takes photos in."""

    def desk() -> PhotoDesk:
        assert reader is not None
        pictures = Pictures(office.database, reader, None)
        leads = Leads(depth=2, preview=TelegramPreview())
        return PhotoDesk(office.database, office.blobs, pictures, leads, scorer(), office.clock)

    def context(actor: str, language: str | None) -> ExportContext:
        return ExportContext(
            now=office.clock(),
            actor=actor,
            read_blob=office.blobs.get,
            read_records=lambda _record: (),
            language=language or "ru",
        )

    photos: Callable[[], PhotoDesk] | None = desk if reader is not None else None
    return replace(
        office.config(),
        exports=context,
        photos=photos,
        attempts=AttemptLimits(**{"programs": "9999 per minute", **limits}),
    )


@dataclass
class Program:
    """A program with a token, on one office."""

    client: TestClient

    @classmethod
    def of(cls, office: Office, person: str, *scopes: Scope, name: str = "", **more: Any) -> "Program":
        app = create_app(whole_config(office, **more))
        secret = token_of(office, person, *scopes, name=name)
        return cls(TestClient(app, headers={"Authorization": f"Bearer {secret}"}))

    def get(self, path: str, **query: Any) -> Response:
        return self.client.get(f"/api{path}", params=query, follow_redirects=False)

    def post(self, path: str, body: Any = None, **more: Any) -> Response:
        return self.client.post(f"/api{path}", json=body, **more)

    def seen(self, shop_id: int) -> str:
        return str(self.get(f"/shops/{shop_id}").json()["seen"])

    def confirm(self, shop_id: int, **more: Any) -> Response:
        said = {
            "verdict": "confirmed",
            "reason": "offer",
            "ground": "acquisition",
            "seen": self.seen(shop_id),
        }
        return self.post(f"/shops/{shop_id}/decisions", said | more)
