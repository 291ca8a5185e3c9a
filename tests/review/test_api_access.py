"""Who may do what through the API: every operation with every role and every kind of token, as one table."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from models.database import Database
from models.user import Role
from pipeline.blobs import FolderBlobs
from review.accounts import disable
from review.api.app import create_api
from review.app import create_app
from review.desk import Desk
from review.rights import may
from review.scopes import NEEDS, Scope
from review.tokens import revoke
from tests.review.conftest import Office
from tests.review.factory import Street, picture
from tests.review.programs import EVERYTHING, token_of, whole_config

TABLE: dict[str, Scope | None] = {
    "GET /me": None,
    "GET /shops": Scope.SHOPS_READ,
    "GET /shops/counts": Scope.SHOPS_READ,
    "GET /shops/{shop_id}": Scope.SHOPS_READ,
    "GET /shops/{shop_id}/numbers": Scope.NUMBERS_READ,
    "GET /shops/{shop_id}/next": Scope.SHOPS_READ,
    "PUT /shops/{shop_id}/lease": Scope.DECISIONS_WRITE,
    "DELETE /shops/{shop_id}/lease": Scope.DECISIONS_WRITE,
    "POST /shops/{shop_id}/decisions": Scope.DECISIONS_WRITE,
    "POST /shops/{shop_id}/undo": Scope.DECISIONS_WRITE,
    "POST /shops/{shop_id}/skip": Scope.DECISIONS_WRITE,
    "GET /second-look": Scope.DECISIONS_WRITE,
    "GET /second-look/{decision_id}": Scope.DECISIONS_WRITE,
    "POST /second-look/{decision_id}": Scope.DECISIONS_WRITE,
    "POST /shops/{shop_id}/notes": Scope.NOTES_WRITE,
    "POST /shops/{shop_id}/recapture": Scope.RECAPTURES_WRITE,
    "POST /shops/{shop_id}/exports": Scope.EXPORTS_WRITE,
    "GET /evidence/{sha256}/blurred": Scope.EVIDENCE_READ,
    "GET /evidence/{sha256}/preview": Scope.EVIDENCE_READ,
    "GET /evidence/{sha256}/symbols/{symbol_id}": Scope.EVIDENCE_READ,
    "POST /photos": Scope.PHOTOS_WRITE,
    "GET /photos": Scope.PHOTOS_READ,
    "GET /photos/{receipt}": Scope.PHOTOS_READ,
    "GET /targets": Scope.TARGETS_READ,
    "POST /targets": Scope.TARGETS_WRITE,
    "GET /targets/{target_id}": Scope.TARGETS_READ,
    "PUT /targets/{target_id}": Scope.TARGETS_WRITE,
    "POST /targets/{target_id}/pause": Scope.TARGETS_WRITE,
    "POST /targets/{target_id}/resume": Scope.TARGETS_WRITE,
    "POST /targets/{target_id}/now": Scope.TARGETS_WRITE,
    "DELETE /targets/{target_id}": Scope.TARGETS_WRITE,
    "GET /overview": Scope.OVERVIEW_READ,
}
BODIES: dict[str, dict[str, object]] = {
    "decisions": {"verdict": "unsure", "seen": "0-0000000000000000"},
    "undo": {"seen": "0-0000000000000000"},
    "notes": {"text": "x"},
    "exports": {"format": "csv"},
    "targets": {"address": "https://sapfir.example/"},
    "1": {"verdict": "unsure"},
}


@dataclass
class House:
    """An office with one shop, and one client for every token."""

    office: Office
    digest: str
    client: TestClient

    def ask(self, operation: str, secret: str) -> int:
        method, _, path = operation.partition(" ")
        numbers = {"shop_id": 1, "symbol_id": 1, "receipt": 1, "target_id": 1, "decision_id": 1}
        path = path.format(**numbers, sha256=self.digest)
        headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        sent: dict[str, object] = {"headers": headers}
        if method == "POST" and path == "/photos":
            sent["files"] = {"photo": ("wall.png", b"x")}
        elif method == "POST":
            sent["json"] = BODIES.get(path.rpartition("/")[2])
        elif operation == "PUT /targets/{target_id}":
            sent["json"] = {}
        return self.client.request(method, f"/api{path}", **sent).status_code  # type: ignore[arg-type]

    def answers(self, secret: str) -> dict[str, int]:
        return {operation: self.ask(operation, secret) for operation in TABLE}


@pytest.fixture(scope="module")
def house(furnished: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("api-access")
    shutil.copy(furnished, folder / "mergen.db")
    database = Database(f"sqlite:///{folder}/mergen.db")
    office = Office(database=database, blobs=FolderBlobs(folder / "blobs"))
    with database.write() as session:
        street = Street(session, office.blobs)
        digest = street.blob(picture(), kind="screenshot")
        street.shop("qala.example", screenshot_sha256=digest)
    yield House(office, digest, TestClient(create_app(whole_config(office))))
    database.close()


def test_the_table_names_every_operation_and_its_scope(house: House) -> None:
    paths = create_api(Desk(house.office.config())).openapi()["paths"]
    described = {
        f"{method.upper()} {path}": operation["security"]
        for path, operations in paths.items()
        for method, operation in operations.items()
    }
    assert described == {name: [{"token": [scope] if scope else []}] for name, scope in TABLE.items()}


@pytest.mark.parametrize("role", Role)
def test_a_token_opens_what_its_persons_role_opens_and_no_more(house: House, role: Role) -> None:
    answers = house.answers(token_of(house.office, role, name=f"whole {role}"))
    closed = {name for name, scope in TABLE.items() if scope and not may(role, NEEDS[scope])}
    assert {name for name, status in answers.items() if status == 403} == closed
    assert not {name: status for name, status in answers.items() if status >= 500 and status != 503}


@pytest.mark.parametrize("missing", Scope)
def test_a_token_without_the_scope_is_refused(house: House, missing: Scope) -> None:
    others = tuple(scope for scope in EVERYTHING if scope is not missing)
    secret = token_of(house.office, "admin", *others, name=f"without {missing}")
    concerned = {name for name, scope in TABLE.items() if scope is missing}
    assert {name: house.ask(name, secret) for name in concerned} == dict.fromkeys(concerned, 403)
    narrow = token_of(house.office, "admin", missing, name=f"only {missing}")
    elsewhere = {name for name, scope in TABLE.items() if scope not in (missing, None)}
    assert {name: house.ask(name, narrow) for name in elsewhere} == dict.fromkeys(elsewhere, 403)


@pytest.mark.parametrize("secret", ["", "mergen_unknown"])
def test_without_a_token_that_was_issued_nothing_is_open(house: House, secret: str) -> None:
    assert house.answers(secret) == dict.fromkeys(TABLE, 401)


@pytest.mark.parametrize("role", Role)
def test_a_token_that_is_no_longer_in_force_opens_nothing(house: House, role: Role) -> None:
    shut, office = dict.fromkeys(TABLE, 401), house.office
    expired = token_of(office, role, name=f"expired {role}")
    office.clock.pass_(days=91)
    assert house.answers(expired) == shut
    revoked = token_of(office, role, name=f"revoked {role}")
    with office.database.write() as session:
        revoke(session, f"revoked {role}", actor="admin", now=office.clock())
    assert house.answers(revoked) == shut
    orphan = token_of(office, role, name=f"orphan {role}")
    with office.database.write() as session:
        disable(session, role, actor="admin", now=office.clock())
    assert house.answers(orphan) == shut
