"""A review application over a real store, spoken to over HTTP."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import playwright.sync_api as playwright
import pytest
from httpx2 import Response
from sqlalchemy import select
from starlette.testclient import TestClient

from models.database import Database
from models.decision import Decision, Event
from models.user import Role
from pipeline.blobs import FolderBlobs
from review.app import ReviewConfig, create_app
from tests.review.factory import PASSWORD, QUICK_HASHER, Street
from tests.review.screens import Screen, a_chromium, a_screen, served
from tests.stores import Clock, sqlite_store

ORIGIN = {"Origin": "http://testserver"}


@dataclass
class Office:
    """A store, its evidence, and the application over them."""

    database: Database
    blobs: FolderBlobs
    clock: Clock = field(default_factory=Clock)
    taken: list[str] = field(default_factory=list)

    @property
    def uploads(self) -> Path:
        """Where photos lie that come in pieces."""
        return self.blobs.root.parent / "uploads"

    def config(self) -> ReviewConfig:
        return ReviewConfig(
            database=self.database,
            blobs=self.blobs,
            clock=self.clock,
            secure_cookies=False,
            hasher=QUICK_HASHER,
            uploads=self.uploads,
        )

    def browser(self) -> "Browser":
        return Browser(TestClient(create_app(self.config()), headers={"Accept-Language": "en"}))

    def signed_in(self, name: str) -> "Browser":
        browser = self.browser()
        assert browser.sign_in(name).status_code == 303
        return browser

    def decisions(self, shop_id: int) -> list[Decision]:
        with self.database.read() as session:
            query = select(Decision).where(Decision.shop_id == shop_id).order_by(Decision.id)
            return list(session.scalars(query))

    def events(self, kind: str) -> list[Event]:
        with self.database.read() as session:
            return list(session.scalars(select(Event).where(Event.kind == kind).order_by(Event.id)))


@dataclass
class Browser:
    """A client that fills in forms as a page shows them, without JavaScript."""

    client: TestClient

    def get(self, path: str) -> Response:
        return self.client.get(path, follow_redirects=False)

    def token(self, path: str = "/sign-in") -> str:
        return hidden(self.get(path).text, "csrf_token")

    def send(self, path: str, *, headers: dict[str, str] | None = None, **fields: str) -> Response:
        return self.client.post(
            path, data=fields, headers=ORIGIN if headers is None else headers, follow_redirects=False
        )

    def sign_in(self, name: str, password: str = PASSWORD, target: str = "/") -> Response:
        return self.send("/sign-in", csrf_token=self.token(), name=name, password=password, next=target)

    def answer(self, shop_id: int, verdict: str, reason: str = "", note: str = "", **more: str) -> Response:
        page = self.get(f"/shops/{shop_id}").text
        fields = {
            "csrf_token": hidden(page, "csrf_token"),
            "seen": hidden(page, "seen"),
            "verdict": verdict,
            "reason": reason,
            "ground": "acquisition",
            "note": note,
        }
        return self.send(f"/shops/{shop_id}/decisions", headers=ORIGIN, **(fields | more))


def hidden(page: str, name: str) -> str:
    """The value of the first hidden field of that name."""
    _, found, rest = page.partition(f'name="{name}" value="')
    assert found, f"the page has no field {name}"
    return rest.partition('"')[0]


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one person of each role, named like the role."""
    folder = tmp_path_factory.mktemp("furnished")
    with sqlite_store(folder) as database, database.write() as session:
        street = Street(session, FolderBlobs(folder / "blobs"))
        for role in Role:
            street.person(role.value, role)
    return folder / "mergen.db"


@pytest.fixture
def office(furnished: Path, tmp_path: Path) -> Iterator[Office]:
    shutil.copy(furnished, tmp_path / "mergen.db")
    database = Database(f"sqlite:///{tmp_path}/mergen.db")
    yield Office(database=database, blobs=FolderBlobs(tmp_path / "blobs"))
    database.close()


@pytest.fixture
def shops(office: Office) -> list[int]:
    """Three shops that wait, strongest first."""
    with office.database.write() as session:
        street = Street(session, office.blobs)
        return [
            street.shop("qala.example", "t.me/qala_vitrina_", score=0.95),
            street.shop("sapfir.example", score=0.85, language="kk", title="Жұмыс", label="recruitment"),
            street.shop("tulip.example", score=0.6, language="en", title="Menu", label="unsure"),
        ]


@pytest.fixture(scope="module")
def chromium() -> Iterator[playwright.Browser]:
    with a_chromium() as browser:
        yield browser


@pytest.fixture
def screen(office: Office, chromium: playwright.Browser) -> Iterator[Screen]:
    with served(office) as base, a_screen(chromium, base) as screen:
        yield screen
