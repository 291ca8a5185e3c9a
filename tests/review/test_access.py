"""Who may do what: every route with every role, as one table."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from models.database import Database
from models.user import Role
from pipeline.blobs import FolderBlobs
from review.app import create_app
from tests.review.conftest import ORIGIN, Browser, Office, hidden
from tests.review.factory import Street, picture

SEE = frozenset({Role.ANALYST, Role.EXPORTER, Role.REVIEWER, Role.ADMIN})
DECIDE = frozenset({Role.REVIEWER, Role.ADMIN})
SEND = frozenset(Role) - {Role.EXPORTER}
WATCH = frozenset({Role.ANALYST, Role.ADMIN})
EVERYBODY = frozenset(Role)
# Open without a sign-in; what they give is no secret, and their own tests say what they refuse.
OPEN = {
    "GET /photos/worker.js",
    "GET /sign-in",
    "POST /sign-in",
    "GET /sign-in/provider",
    "GET /sign-in/provider/back",
    "POST /sign-in/provider/code",
    "POST /sign-out",
    "POST /language",
    "GET /healthz",
}
TABLE = {
    "GET /second-factor": EVERYBODY,
    "GET /second-factor/code.png": EVERYBODY,
    "POST /second-factor": EVERYBODY,
    "POST /second-factor/off": EVERYBODY,
    "GET /": SEE,
    "POST /filters": SEE,
    "POST /filters/{filter_id}/forget": SEE,
    "GET /keys": SEE,
    "POST /keys": SEE,
    "GET /shops/{shop_id}": SEE,
    "GET /shops/{shop_id}/next": SEE,
    "GET /shops/{shop_id}/ahead": DECIDE,
    "POST /shops/{shop_id}/decisions": DECIDE,
    "POST /shops/{shop_id}/undo": DECIDE,
    "POST /shops/{shop_id}/skip": DECIDE,
    "POST /shops/{shop_id}/notes": DECIDE,
    "POST /shops/{shop_id}/recapture": DECIDE,
    "GET /overview": SEE,
    "GET /overview/report.pdf": SEE,
    "GET /overview/report.xlsx": SEE,
    "GET /photos": SEND,
    "POST /photos": SEND,
    "POST /photos/pieces/{key}": SEND,
    "GET /targets": WATCH,
    "POST /targets": WATCH,
    "GET /targets/{target_id}": WATCH,
    "POST /targets/{target_id}": WATCH,
    "POST /targets/{target_id}/now": WATCH,
    "POST /targets/{target_id}/pause": WATCH,
    "POST /targets/{target_id}/resume": WATCH,
    "POST /targets/{target_id}/remove": WATCH,
    "POST /targets/{target_id}/delete": WATCH,
    "GET /schedules": WATCH,
    "GET /runs": WATCH,
    "GET /runs/{run_id}": WATCH,
    "GET /runs/{run_id}/progress": WATCH,
    "POST /runs/{run_id}/alarms": WATCH,
    "GET /alarms": WATCH,
    "GET /failures": WATCH,
    "GET /harvest": WATCH,
    "GET /lexicon": WATCH,
    "POST /lexicon": WATCH,
    "GET /lexicon/{number}": WATCH,
    "GET /lexicon/{number}/file": WATCH,
    "GET /raids": SEND,
    "POST /raids": SEND,
    "GET /raids/{raid_id}": SEND,
    "POST /raids/{raid_id}": SEND,
    "POST /raids/{raid_id}/photos": SEND,
    "GET /second-look": DECIDE,
    "GET /second-look/{decision_id}": DECIDE,
    "POST /second-look/{decision_id}": DECIDE,
    "GET /evidence/{sha256}/blurred": SEE,
    "GET /evidence/{sha256}/preview": SEE,
    "GET /evidence/{sha256}/symbols/{symbol_id}": SEE,
}
# What stands in for the numbers in paths.
NUMBERS: dict[str, object] = dict.fromkeys(
    ("shop_id", "filter_id", "symbol_id", "decision_id", "target_id", "run_id", "number", "raid_id"), 1
)
NUMBERS["key"] = "0" * 32


@dataclass
class House:
    """An office with one shop, and a browser of each role."""

    office: Office
    digest: str
    browsers: dict[Role, Browser]

    def ask(self, browser: Browser, route: str) -> int:
        method, _, path = route.partition(" ")
        path = path.format(sha256=self.digest, **NUMBERS)
        if method == "GET":
            return browser.get(path).status_code
        page = browser.get("/keys").text
        token = hidden(page, "csrf_token") if "csrf_token" in page else ""
        fields = {"csrf_token": token, "note": "x", "verdict": "unsure", "seen": "x"}
        return browser.send(path, headers=ORIGIN, **fields).status_code


@pytest.fixture(scope="module")
def house(furnished: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("access")
    shutil.copy(furnished, folder / "mergen.db")
    database = Database(f"sqlite:///{folder}/mergen.db")
    office = Office(database=database, blobs=FolderBlobs(folder / "blobs"))
    with database.write() as session:
        street = Street(session, office.blobs)
        digest = street.blob(picture(), kind="screenshot")
        street.shop("qala.example", screenshot_sha256=digest)
    yield House(office=office, digest=digest, browsers={role: office.signed_in(role) for role in Role})
    database.close()


def test_the_table_names_every_route(house: House) -> None:
    paths = create_app(house.office.config()).openapi()["paths"]
    routes = {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}
    assert routes == set(TABLE) | OPEN


@pytest.mark.parametrize("role", Role)
def test_each_role_may_do_what_the_table_says_and_no_more(house: House, role: Role) -> None:
    answers = {route: house.ask(house.browsers[role], route) for route in TABLE}
    refused = {route for route, status in answers.items() if status == 403}
    assert refused == {route for route, roles in TABLE.items() if role not in roles}
    assert not [route for route, status in answers.items() if status >= 500]


def test_who_is_not_signed_in_is_sent_to_sign_in_and_sends_nothing(house: House) -> None:
    stranger = house.office.browser()
    for route in TABLE:
        method, _, path = route.partition(" ")
        path = path.format(sha256=house.digest, **NUMBERS)
        if method == "GET":
            answer = stranger.get(path)
        else:
            answer = stranger.send(path, csrf_token=stranger.token(), verdict="unsure")
        assert answer.status_code == 303, route
        assert answer.headers["location"].startswith("/sign-in"), route


def test_a_form_from_elsewhere_or_without_its_token_changes_nothing(house: House) -> None:
    browser = house.browsers[Role.ADMIN]
    token = hidden(browser.get("/keys").text, "csrf_token")
    for route in (route for route in TABLE if route.startswith("POST")):
        path = route.partition(" ")[2].format(**NUMBERS)
        assert browser.send(path, csrf_token="forged").status_code == 403, route
        elsewhere = {"Origin": "http://evil.example"}
        assert browser.send(path, headers=elsewhere, csrf_token=token).status_code == 403, route
        assert browser.send(path, headers={}, csrf_token=token).status_code == 403, route
