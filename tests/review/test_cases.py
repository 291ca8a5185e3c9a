"""Restricted cases: what is in one is nowhere for who is not assigned to it, whatever they may else."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response
from sqlalchemy import select
from starlette.testclient import TestClient

from crawler.request import SEED
from models.case import Sight
from models.database import Database
from models.decision import Decision, Verdict
from models.image import Symbol
from models.run import Run
from models.target import Target
from models.user import Role
from pipeline.blind_looks import in_sample
from pipeline.blobs import FolderBlobs
from pipeline.cases import (
    Clerk,
    assign,
    find_case,
    list_cases,
    open_case,
    put_shop,
    put_target,
    unassign,
)
from pipeline.decisions import Judgement, decide
from pipeline.errors import BadCase, UnknownShop
from pipeline.recapture import recapture
from pipeline.targets import Watch, add_target
from review.app import create_app
from review.rights import Right, may
from review.similar import similar_shops
from tests.review.conftest import ORIGIN, Browser, Office, hidden
from tests.review.factory import ANYBODY, NOW, Street, picture
from tests.review.programs import token_of, whole_config
from tests.review.test_access import TABLE
from tests.review.test_api_access import BODIES
from tests.review.test_api_access import TABLE as OPERATIONS

OF_CASES = ("{shop_id}", "{decision_id}", "{sha256}", "{target_id}", "{run_id}")
ADDRESSED = [route for route in TABLE if any(name in route for name in OF_CASES)]
"""The routes that name a shop, a picture, a decision, a target or a run in their address."""
WATCHED = ("/targets", "/schedules", "/runs", "/alarms", "/failures", "/harvest")
LISTS = ("/", "/?state=all", "/?state=confirmed", "/?state=all&case=1", "/?state=all&label=sale", "/overview")
NOTHING = {
    "shop_id": 999,
    "decision_id": 999,
    "symbol_id": 999,
    "target_id": 999,
    "run_id": 999,
    "sha256": "0" * 64,
}
SECRET = ("taynik", "ТАЙНА")
CLERK = Clerk(name="lead", now=NOW)


@dataclass
class Vault:
    """An office with an open shop, and a confirmed one in a restricted case with pictures of every kind."""

    office: Office
    open_shop: int
    shop: int
    decision: int
    pictures: dict[str, str]
    symbol: int
    target: int
    run: int
    browsers: dict[Role, Browser]

    def addresses(self, route: str) -> Iterator[str]:
        """The route with the numbers of what is in the case."""
        path = route.partition(" ")[2]
        for digest in self.pictures.values() if "{sha256}" in path else ("",):
            names = {"shop_id": self.shop, "decision_id": self.decision, "symbol_id": self.symbol}
            names |= {"target_id": self.target, "run_id": self.run}
            yield path.format(sha256=digest, **names)

    def ask(self, browser: Browser, route: str, path: str) -> Response:
        if route.startswith("GET"):
            return browser.get(path)
        page = browser.get("/keys").text
        token = hidden(page, "csrf_token") if "csrf_token" in page else ""
        fields = {"csrf_token": token, "note": "x", "verdict": "unsure", "seen": "x"}
        return browser.send(path, headers=ORIGIN, **fields)


@pytest.fixture(scope="module")
def vault(furnished: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    folder = tmp_path_factory.mktemp("cases")
    shutil.copy(furnished, folder / "mergen.db")
    database = Database(f"sqlite:///{folder}/mergen.db")
    office = Office(database=database, blobs=FolderBlobs(folder / "blobs"))
    with database.write() as session:
        street = Street(session, office.blobs)
        shots = {name: street.blob(picture(colour=name), kind="screenshot") for name in ("red", "green")}
        open_shop = street.shop("qala.example", title="QALA", screenshot_sha256=shots["green"])
        wall, code = street.code("https://go.example/wall"), street.code("https://taynik.example/q")
        street.photo(wall)
        shop = street.shop("taynik.example", title="ТАЙНА", screenshot_sha256=shots["red"])
        led = {"origin": "photo", "reference": wall}
        street.shows(street.face(shop, "taynik-2.example", title="ТАЙНА", **led), code)
        said = Judgement(verdict=Verdict.CONFIRMED, reason="offer")
        decision = decide(session, open_shop, said, actor="lead", now=NOW)
        while not in_sample(decision.id + 1):
            decision = decide(session, open_shop, said, actor="lead", now=NOW)
        decision = decide(session, shop, said, actor="lead", now=NOW)
        case = open_case(session, "Operation", restricted=True, clerk=CLERK)
        put_shop(session, case, shop, clerk=CLERK)
        target, _ = add_target(
            session, "https://taynik.example/", Watch(), provenance=SEED, actor="lead", now=NOW
        )
        put_target(session, case, str(target.id), clerk=CLERK)
        run = Run(key="taynik", started_at=NOW, heartbeat_at=NOW, target_id=target.id)
        session.add(run)
        session.flush()
        names = {"target": target.id, "run": run.id}
        symbol = session.scalars(select(Symbol.id).where(Symbol.image_sha256 == code)).one()
    pictures = {"screenshot": shots["red"], "image": code, "photo": wall}
    browsers = {role: office.signed_in(role) for role in Role}
    numbers = {"open_shop": open_shop, "shop": shop, "decision": decision.id, "symbol": symbol, **names}
    yield Vault(office=office, pictures=pictures, browsers=browsers, **numbers)
    database.close()


@pytest.mark.parametrize("role", Role)
def test_no_address_gives_out_anything_of_a_case_to_who_is_not_assigned(vault: Vault, role: Role) -> None:
    browser, before = vault.browsers[role], vault.office.decisions(vault.shop)
    for route in ADDRESSED:
        nothing = route.partition(" ")[2].format(**NOTHING)
        as_if_none = vault.ask(browser, route, nothing).status_code
        for path in vault.addresses(route):
            answer = vault.ask(browser, route, path)
            assert answer.status_code == as_if_none, path
            assert not [word for word in SECRET if word in answer.text], path
    assert vault.office.decisions(vault.shop) == before
    assert not [event for event in vault.office.events("viewed") if event.actor == role]


def test_the_api_gives_out_nothing_of_a_case_to_the_token_of_who_is_not_assigned(vault: Vault) -> None:
    before = vault.office.decisions(vault.shop)
    client = TestClient(create_app(whole_config(vault.office)))
    client.headers = {"Authorization": f"Bearer {token_of(vault.office, 'admin')}"}

    def ask(operation: str, path: str) -> Any:
        method = operation.partition(" ")[0]
        body = BODIES.get(path.rpartition("/")[2]) if method == "POST" else {} if method == "PUT" else None
        return client.request(method, f"/api{path}", json=body)

    for operation in (name for name in OPERATIONS if any(each in name for each in OF_CASES)):
        as_if_none = ask(operation, operation.partition(" ")[2].format(**NOTHING)).status_code
        for path in vault.addresses(operation):
            answer = ask(operation, path)
            assert answer.status_code == as_if_none, f"{operation}: {path}"
            assert not [word for word in SECRET if word in answer.text], path
    for path in ("/shops?state=all", "/shops/counts", "/targets"):
        answer = client.get(f"/api{path}")
        assert answer.status_code == 200
        assert not [word for word in SECRET if word in answer.text], path
    assert vault.office.decisions(vault.shop) == before


@pytest.mark.parametrize("role", [role for role in Role if may(role, Right.SEE)])
def test_no_list_names_what_is_in_a_case_to_who_is_not_assigned(vault: Vault, role: Role) -> None:
    browser = vault.browsers[role]
    watched = WATCHED if may(role, Right.WATCH) else ()
    pages = [browser.get(path) for path in (*LISTS, *watched, f"/shops/{vault.open_shop}")]
    assert {page.status_code for page in pages} == {200}
    assert not [word for word in SECRET for page in pages if word in page.text]
    assert "Operation" not in "".join(page.text for page in pages)
    assert str(vault.shop) not in browser.get(f"/shops/{vault.open_shop}/next?state=all").headers["location"]
    if role in TABLE["GET /second-look"]:
        assert browser.get("/second-look").status_code == 200


@pytest.mark.parametrize("role", [role for role in Role if may(role, Right.SEE)])
def test_who_is_assigned_sees_it_as_any_other_shop_until_they_are_taken_off(vault: Vault, role: Role) -> None:
    browser, database = vault.browsers[role], vault.office.database
    with database.write() as session:
        assert assign(session, find_case(session, "Operation"), role, clerk=CLERK)
    listed = browser.get("/?state=all&case=1").text
    assert "ТАЙНА" in listed
    assert "QALA" not in listed
    assert '<option value="1" selected>Operation' in listed
    assert "Case: Operation" in browser.get(f"/shops/{vault.shop}").text
    for route in ("GET /evidence/{sha256}/preview", "GET /evidence/{sha256}/blurred"):
        assert {browser.get(path).status_code for path in vault.addresses(route)} == {200}
    with database.write() as session:
        unassign(session, find_case(session, "Operation"), role, clerk=CLERK)
    assert browser.get(f"/shops/{vault.shop}").status_code == 404


def test_a_page_that_is_watched_for_a_shop_of_a_case_is_in_it_too(vault: Vault) -> None:
    with vault.office.database.write() as session:
        assert recapture(session, vault.shop, actor="lead", now=NOW) == 2
        watched = session.scalars(select(Target.id).where(Target.url.contains("taynik"))).all()
        assert set(watched) == set(session.scalars(Sight("admin").hidden_targets))
    assert "taynik" not in vault.browsers[Role.ADMIN].get("/targets").text


def test_a_picture_that_an_open_shop_shows_too_is_shown_to_everybody(office: Office) -> None:
    with office.database.write() as session:
        street = Street(session, office.blobs)
        both = street.blob(picture(), kind="screenshot")
        street.shop("qala.example", screenshot_sha256=both)
        shop = street.shop("taynik.example", screenshot_sha256=both)
        put_shop(session, open_case(session, "Operation", restricted=True, clerk=CLERK), shop, clerk=CLERK)
    assert office.signed_in("analyst").get(f"/evidence/{both}/preview").status_code == 200
    [event] = office.events("viewed")
    assert (event.actor, event.detail["shops"], event.detail["why"]) == ("analyst", [1], "review")
    assert event.detail["from"]


def test_without_a_restricted_case_everybody_sees_everything(office: Office, shops: list[int]) -> None:
    with office.database.write() as session:
        put_shop(session, open_case(session, "Week 9", restricted=False, clerk=CLERK), shops[0], clerk=CLERK)
    page = office.signed_in("analyst").get("/").text
    assert page.count('<td class="cell-shop">') == 3
    assert "Week 9" in page


def test_a_decided_shop_of_a_case_is_no_likeness_for_others(vault: Vault) -> None:
    with vault.office.database.read() as session:
        seen = similar_shops(session, vault.open_shop, "sale", Sight("lead"))
        assert [each.shop_id for each in seen] == [vault.shop]
        assert similar_shops(session, vault.open_shop, "sale", ANYBODY) == ()


def test_who_may_not_see_a_shop_decides_nothing_on_it(vault: Vault) -> None:
    with vault.office.database.write() as session, pytest.raises(UnknownShop, match=f"no shop {vault.shop}"):
        said = Judgement(verdict=Verdict.REJECTED, reason="x")
        decide(session, vault.shop, said, actor="admin", now=NOW)


def test_faces_that_are_left_out_of_a_shop_stay_in_its_case(office: Office, shops: list[int]) -> None:
    with office.database.write() as session:
        case = open_case(session, "Operation", restricted=True, clerk=CLERK)
        put_shop(session, case, shops[0], clerk=CLERK)
        said = Judgement(verdict=Verdict.CONFIRMED, reason="offer", leave_out=frozenset({2}))
        decide(session, shops[0], said, actor="lead", now=NOW)
        apart = session.scalars(select(Decision.shop_id).order_by(Decision.id.desc())).first()
        [view] = list_cases(session)
    assert view.shops == (shops[0], apart)
    assert office.signed_in("admin").get(f"/shops/{apart}").status_code == 404


@pytest.mark.parametrize("name", ["", " ", "7", "x" * 101, "a\u202eb"])
def test_a_case_has_a_name_that_can_be_told_from_a_number(office: Office, name: str) -> None:
    with office.database.write() as session, pytest.raises(BadCase, match="is no name"):
        open_case(session, name, restricted=False, clerk=CLERK)


def test_every_step_with_a_case_is_in_the_custody_log(office: Office, shops: list[int]) -> None:
    with office.database.write() as session:
        case = open_case(session, "Operation", restricted=True, clerk=CLERK)
        put_shop(session, case, shops[0], clerk=CLERK)
        put_shop(session, case, shops[0], clerk=CLERK)
        assign(session, case, "analyst", clerk=CLERK)
        put_shop(session, None, shops[0], clerk=CLERK)
    for kind, count in {"case_opened": 1, "case_put": 1, "case_assigned": 2, "case_taken_out": 1}.items():
        assert [event.actor for event in office.events(kind)] == ["lead"] * count
