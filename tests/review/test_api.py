"""The API: the same work as on the pages, in a person's name and through their token."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from httpx2 import Response
from pydantic import BaseModel
from sqlalchemy import select
from starlette.testclient import TestClient

from crawler.request import SEED
from exports.exporter import EXPORTERS
from models.capture import Capture
from models.database import Database
from models.decision import Ground, Verdict
from models.image import Photo, Symbol
from models.token import ApiToken
from models.user import Role
from pipeline.blobs import FolderBlobs
from pipeline.cases import Clerk, assign, find_case, open_case, put_shop, put_target
from pipeline.events import record
from pipeline.targets import Watch, add_target
from qr.worker import IsolatedReader
from review.accounts import disable, enable
from review.api.decisions import Confirm, Reject
from review.api.exports import WantedPacket
from review.api.paging import place_cursor, read_place
from review.app import create_app
from review.errors import BadToken
from review.intake import LARGEST_PHOTO
from review.reasons import REASONS
from review.scopes import Scope
from review.shop_row import Order, Shelf, ShopFilter
from review.shops import list_shops
from review.tokens import NewToken, issue, revoke
from tests.review.conftest import Office
from tests.review.factory import ANYBODY, NOW, Street, code_picture, picture
from tests.review.programs import Program, token_of, whole_config

PROBLEM = "application/problem+json"


def problem_of(answer: Response) -> str:
    """Which problem an answer tells."""
    assert answer.headers["content-type"] == PROBLEM
    told = answer.json()
    assert told["status"] == answer.status_code
    return str(told["type"]).removeprefix("urn:mergen:")


# --- tokens ---------------------------------------------------------------------------------------------


def test_a_token_says_whose_it_is_and_what_it_opens(office: Office) -> None:
    me = Program.of(office, "analyst", Scope.SHOPS_READ, Scope.DECISIONS_WRITE, name="bot").get("/me").json()
    assert (me["person"], me["role"], me["token"], me["scopes"]) == (
        "analyst",
        "analyst",
        "bot",
        ["shops:read"],
    )


def test_only_a_digest_of_a_token_is_kept_and_its_use_is_noted(office: Office) -> None:
    secret = token_of(office, "reviewer", name="bot")
    with office.database.read() as session:
        before = session.scalars(select(ApiToken)).one()
    assert before.token_sha256 == hashlib.sha256(secret.encode()).hexdigest()
    assert before.last_used_at is None
    Program.of(office, "reviewer", name="other").get("/me")
    with office.database.read() as session:
        used = session.scalars(select(ApiToken.last_used_at).where(ApiToken.name == "other")).one()
    assert used == office.clock.now
    assert not [event for event in office.events("token_issued") if secret in json.dumps(event.detail)]


def test_a_token_ends_with_its_time_its_revocation_and_its_person(office: Office) -> None:
    program = Program.of(office, "reviewer", name="bot")
    assert program.get("/me").status_code == 200
    with office.database.write() as session:
        disable(session, "reviewer", actor="admin", now=NOW)
    assert program.get("/me").status_code == 401
    with office.database.write() as session:
        enable(session, "reviewer", actor="admin", now=NOW)
    assert program.get("/me").status_code == 200
    office.clock.pass_(days=91)
    assert program.get("/me").status_code == 401
    fresh = Program.of(office, "reviewer", name="fresh")
    with office.database.write() as session:
        revoke(session, "fresh", actor="admin", now=office.clock())
    answer = fresh.get("/me")
    assert (answer.status_code, problem_of(answer)) == (401, "unauthorized")
    assert 'error="invalid_token"' in answer.headers["www-authenticate"]


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        ({"user": "nobody"}, "no account"),
        ({"name": " bot"}, "visible characters"),
        ({"name": "taken"}, "already"),
        ({"scopes": ()}, "what the token is for"),
        ({"scopes": (Scope.DECISIONS_WRITE,)}, "needs the right to decide"),
        ({"lifetime": timedelta(days=400)}, "lasts 1 to"),
    ],
)
def test_a_token_that_cannot_be_is_not_made(office: Office, wanted: dict[str, object], why: str) -> None:
    token_of(office, "analyst", Scope.SHOPS_READ, name="taken")
    facts = {"name": "bot", "user": "analyst", "scopes": (Scope.SHOPS_READ,), **wanted}
    with office.database.write() as session, pytest.raises(BadToken, match=why):
        issue(session, NewToken(**facts), actor="admin", now=NOW)  # type: ignore[arg-type]


def test_cookies_open_nothing_here_and_tokens_open_no_page(office: Office, shops: list[int]) -> None:
    browser = office.signed_in("admin")
    assert browser.get("/shops/1").status_code == 200
    assert browser.get("/api/shops/1").status_code == 401
    assert Program.of(office, "admin").client.get("/shops/1", follow_redirects=False).status_code == 303


def test_a_program_that_asks_too_often_is_told_when_to_come_again(office: Office) -> None:
    program = Program.of(office, "analyst", programs="2 per minute")
    answers = [program.get("/me") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].headers["retry-after"] == "60"
    assert problem_of(answers[2]) == "too-many-requests"


# --- the queue and a shop -------------------------------------------------------------------------------


def test_the_queue_is_told_a_page_at_a_time_each_shop_once(office: Office, shops: list[int]) -> None:
    program = Program.of(office, "analyst", Scope.SHOPS_READ)
    told: list[int] = []
    cursor: dict[str, str] = {}
    while True:
        page = program.get("/shops", limit=1, **cursor).json()
        told += [shop["id"] for shop in page["items"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert told == shops
    only = program.get("/shops", language="kk", order="oldest").json()["items"]
    assert [shop["keys"] for shop in only] == [["sapfir.example"]]
    assert program.get("/shops/counts", label="sale").json()["waiting"] == 1
    assert program.get(f"/shops/{shops[0]}/next").json() == {"id": shops[1]}


def test_a_cursor_leads_to_the_place_that_it_was_made_of(office: Office, shops: list[int]) -> None:
    with office.database.read() as session:
        rows = list_shops(session, ShopFilter(), ANYBODY)
    assert [read_place(place_cursor(row.place)) for row in rows] == [row.place for row in rows]
    assert read_place("_" * 36).shop_id == 2**31 - 1


def test_a_shop_is_told_with_its_quotes_by_family_and_what_it_was_joined_by(
    office: Office, shops: list[int]
) -> None:
    told = Program.of(office, "analyst", Scope.SHOPS_READ).get(f"/shops/{shops[0]}").json()
    assert [face["key"] for face in told["faces"]] == ["qala.example", "t.me/qala_vitrina_"]
    quotes = {family["family"]: family["kinds"][0]["quotes"] for family in told["families"]}
    assert quotes["E"] == ["@qala_vitrina_"]
    signal = next(each for each in told["signals"] if each["family"] == "B")
    assert told["page"]["text"][signal["start"] : signal["end"]] == signal["quote"]
    assert (told["shared_hosts"], told["people_needed"], told["held"]) == (["t.me"], 2, None)


def test_where_a_photo_was_taken_is_told_to_a_token_for_places_only(office: Office, shops: list[int]) -> None:
    with office.database.write() as session:
        street = Street(session, office.blobs)
        digest = street.code("https://qala.example/")
        street.photo(digest, latitude=49.8, longitude=73.1, note="at the stop")
        capture = session.scalars(select(Capture).where(Capture.url == "https://qala.example/")).one()
        capture.origin, capture.reference = "photo", digest

    def photo(program: Program) -> dict[str, object]:
        entry = program.get(f"/shops/{shops[0]}").json()["faces"][0]["entry"]
        told: dict[str, object] = entry["photo"]
        return told

    assert photo(Program.of(office, "reviewer", Scope.SHOPS_READ, name="a"))["said_at"] is None
    placed = Program.of(office, "reviewer", Scope.SHOPS_READ, Scope.PLACES_READ, name="b")
    assert photo(placed)["said_at"] == {"latitude": 49.8, "longitude": 73.1}
    assert photo(Program.of(office, "analyst", name="c"))["said_at"] is None


def test_that_a_picture_was_looked_at_is_written_down_with_the_token(office: Office) -> None:
    with office.database.write() as session:
        street = Street(session, office.blobs)
        digest = street.blob(picture(), kind="screenshot")
        street.shop("qala.example", screenshot_sha256=digest)
    program = Program.of(office, "analyst", Scope.EVIDENCE_READ, name="bot")
    assert program.get(f"/evidence/{digest}/blurred").headers["content-type"] == "image/jpeg"
    assert office.events("viewed") == []
    assert program.get(f"/evidence/{digest}/preview").status_code == 200
    [event] = office.events("viewed")
    assert (event.actor, event.subject_id, event.detail["token"]) == ("analyst", digest, "bot")
    assert event.detail["from"] == "testclient"
    assert problem_of(program.get(f"/evidence/{'0' * 64}/preview")) == "no-picture"


# --- deciding -------------------------------------------------------------------------------------------


def test_a_decision_is_the_persons_through_the_token_and_counts_once(
    office: Office, shops: list[int]
) -> None:
    program = Program.of(office, "reviewer", name="bot")
    seen = program.seen(shops[0])
    said = {
        "verdict": "confirmed",
        "reason": "dead_drop",
        "ground": "acquisition",
        "note": "x  y",
        "seen": seen,
    }
    first, again = (program.post(f"/shops/{shops[0]}/decisions", said) for _ in range(2))
    assert first.json() == again.json()
    assert first.json()["shop"]["confirmers"] == 1
    [decision] = office.decisions(shops[0])
    assert (decision.decided_by, decision.reason, decision.ground) == (
        "reviewer",
        "dead_drop: x y",
        "acquisition",
    )
    [event] = office.events("confirmed")
    assert (event.actor, event.detail["token"]) == ("reviewer", "bot")
    assert {event.detail.get("token") for event in office.events("stored")} >= {"bot"}


def test_who_decides_on_what_has_changed_is_told_so(office: Office, shops: list[int]) -> None:
    program, other = Program.of(office, "reviewer"), Program.of(office, "admin")
    seen = program.seen(shops[0])
    assert other.confirm(shops[0]).status_code == 200
    late = program.confirm(shops[0], seen=seen)
    assert (late.status_code, problem_of(late)) == (409, "shop-moved")
    assert len(office.decisions(shops[0])) == 1


def test_a_shop_that_somebody_has_open_is_left_to_them(office: Office, shops: list[int]) -> None:
    program, browser = Program.of(office, "admin"), office.signed_in("reviewer")
    browser.get(f"/shops/{shops[0]}")
    assert program.get(f"/shops/{shops[0]}").json()["held"]["by"] == "reviewer"
    for refused in (program.confirm(shops[0]), program.client.put(f"/api/shops/{shops[0]}/lease")):
        assert (refused.status_code, problem_of(refused)) == (409, "shop-held")
        assert refused.json()["held_by"] == "reviewer"
    browser.get("/")
    assert program.client.put(f"/api/shops/{shops[0]}/lease").json()["by"] == "admin"
    assert "admin" in browser.get(f"/shops/{shops[0]}").text
    assert program.client.delete(f"/api/shops/{shops[0]}/lease").status_code == 204
    assert program.confirm(shops[0]).status_code == 200


def test_faces_can_be_left_out_and_undo_takes_them_back(office: Office, shops: list[int]) -> None:
    program = Program.of(office, "reviewer")
    apart = program.get(f"/shops/{shops[0]}").json()["faces"][1]["id"]
    decided = program.confirm(shops[0], leave_out=[apart]).json()
    assert (decided["shop"]["size"], decided["decision"]["covers"]) == (1, 1)
    undone = program.post(f"/shops/{shops[0]}/undo", {"seen": decided["seen"]}).json()
    assert (undone["decision"]["verdict"], program.get(f"/shops/{shops[0]}").json()["shop"]["size"]) == (
        "unsure",
        2,
    )
    every = [face["id"] for face in program.get(f"/shops/{shops[0]}").json()["faces"]]
    assert problem_of(program.confirm(shops[0], leave_out=every)) == "nothing-left"


@pytest.mark.parametrize(
    "wrong",
    [
        {"ground": None},
        {"reason": "report"},
        {"reason": ""},
        {"verdict": "deleted"},
        {"seen": "1"},
        {"more": 1},
    ],
)
def test_a_confirmation_needs_its_reason_and_its_ground(
    office: Office, shops: list[int], wrong: dict[str, object]
) -> None:
    answer = Program.of(office, "reviewer").confirm(shops[0], **wrong)
    assert (answer.status_code, problem_of(answer)) == (422, "invalid-request")
    assert answer.json()["errors"][0]["at"].startswith("body")
    assert office.decisions(shops[0]) == []


def test_notes_recaptures_and_skips_are_the_persons(office: Office, shops: list[int]) -> None:
    program = Program.of(office, "reviewer", name="bot")
    assert program.post(f"/shops/{shops[0]}/notes", {"text": " two\nlines "}).json()["text"] == "two lines"
    assert program.post(f"/shops/{shops[0]}/recapture").json() == {"pages": 2}
    assert program.post(f"/shops/{shops[0]}/skip").status_code == 204
    assert program.get(f"/shops/{shops[1]}/next").json() == {"id": shops[2]}
    for kind in ("noted", "recapture_asked", "skipped"):
        [event] = office.events(kind)
        assert (event.actor, event.subject_id, event.detail["token"]) == ("reviewer", str(shops[0]), "bot")
    assert problem_of(program.post("/shops/999/skip")) == "no-such-shop"


# --- handing over ---------------------------------------------------------------------------------------


def test_a_packet_leaves_when_two_people_confirmed_and_not_before(office: Office, shops: list[int]) -> None:
    exporter = Program.of(office, "exporter", Scope.EXPORTS_WRITE, name="hand-over")
    path, wanted = f"/shops/{shops[0]}/exports", {"format": "jsonl"}
    assert problem_of(exporter.post(path, wanted)) == "not-confirmed"
    for name in ("one", "two"):
        Program.of(office, "reviewer", name=name).confirm(shops[0])
    assert problem_of(exporter.post(path, wanted)) == "not-confirmed"
    assert office.events("exported") == []
    Program.of(office, "admin").confirm(shops[0])
    packet = exporter.post(path, wanted)
    assert (packet.status_code, packet.headers["content-type"]) == (200, "application/zip")
    files = zipfile.ZipFile(io.BytesIO(packet.content))
    manifest = files.read(next(name for name in files.namelist() if name.endswith("/manifest.json")))
    digest = hashlib.sha256(manifest).hexdigest()
    assert packet.headers["mergen-manifest-sha256"] == digest
    [event] = office.events("exported")
    facts = (event.actor, event.detail["token"], event.detail["manifest_sha256"])
    assert facts == ("exporter", "hand-over", digest)
    assert exporter.post(path, {"format": "pdf", "language": "kk"}).status_code == 200


def test_the_description_names_the_reasons_and_formats_that_there_are() -> None:
    def known(model: type[BaseModel], field: str) -> set[str]:
        return set(model.model_json_schema()["properties"][field]["enum"])

    codes = {verdict: {reason.code for reason in REASONS if reason.verdict is verdict} for verdict in Verdict}
    assert known(Confirm, "reason") == codes[Verdict.CONFIRMED]
    assert known(Reject, "reason") == codes[Verdict.REJECTED]
    assert known(WantedPacket, "format") == {exporter.name for exporter in EXPORTERS}
    assert Confirm.model_json_schema()["$defs"]["Ground"]["enum"] == [ground.value for ground in Ground]


# --- photos, targets, figures ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def reader() -> Iterator[IsolatedReader]:
    with IsolatedReader() as reader:
        yield reader


def test_a_photo_is_answered_with_a_receipt_and_never_with_where_it_leads(
    office: Office, reader: IsolatedReader
) -> None:
    program = Program.of(office, "volunteer", name="bot", reader=reader)

    def send(data: bytes, **fields: str) -> Response:
        return program.client.post("/api/photos", files={"photo": ("wall.png", data)}, data=fields)

    first = send(code_picture("https://go.example/wall-7"), note="stop", place="49.8,73.1")
    assert (first.status_code, first.json()["outcome"]) == (200, "read")
    assert "go.example" not in first.text
    again = send(code_picture("https://go.example/wall-7")).json()
    assert (again["outcome"], again["receipt"]) == ("known", first.json()["receipt"])
    unread = send(picture(), language="en").json()
    assert (unread["outcome"], unread["hints"][0]["code"]) == ("again", "no_code_seen")
    assert unread["hints"][0]["says"].startswith("No code was seen")
    with office.database.read() as session:
        photo = session.scalars(select(Photo).order_by(Photo.id)).first()
    assert photo is not None
    assert (photo.sender, photo.latitude, photo.longitude, photo.note) == ("volunteer", 49.8, 73.1, "stop")
    assert {event.detail["token"] for event in office.events("received")} == {"bot"}
    told = program.get("/photos", limit=1).json()
    assert [each["number"] for each in told["items"]] == [2]
    assert program.get("/photos", cursor=told["next"]).json()["items"][0]["fate"] == "waiting"
    assert program.get("/photos/1").json()["note"] == "stop"
    assert Program.of(office, "reviewer").get("/photos/1").status_code == 404


def test_what_is_no_photo_or_too_large_is_refused(office: Office, reader: IsolatedReader) -> None:
    program = Program.of(office, "volunteer", reader=reader)
    files = [(b"no picture", 415), (b"", 415), (b"\0" * (LARGEST_PHOTO + 1), 413)]
    for data, status in files:
        answer = program.client.post("/api/photos", files={"photo": ("wall.png", data)})
        assert answer.status_code == status
        problem_of(answer)
    huge = {"Content-Length": "99999999"}
    assert (
        problem_of(program.client.post("/api/photos", content=b"x", headers=huge))
        == "request-entity-too-large"
    )
    assert program.client.post("/api/photos", json={"photo": "x"}).status_code == 415
    program.client.headers.pop("Authorization")
    assert program.client.post("/api/photos", files={"photo": ("wall.png", b"x")}).status_code == 401


def test_a_server_that_takes_no_photos_in_says_so(office: Office) -> None:
    answer = Program.of(office, "volunteer").client.post("/api/photos", files={"photo": ("a.png", picture())})
    assert (answer.status_code, problem_of(answer)) == (503, "service-unavailable")


def test_targets_are_added_changed_paused_and_stopped_in_the_persons_name(office: Office) -> None:
    program = Program.of(office, "analyst", name="bot")
    added = program.post("/targets", {"address": "@qala_vitrina_", "every": "0 6 * * *", "note": "tip"})
    assert (added.status_code, added.json()["url"]) == (201, "https://t.me/s/qala_vitrina_")
    again = program.post("/targets", {"address": "@qala_vitrina_", "every": "0 7 * * *"})
    assert (again.status_code, again.json()) == (200, added.json())
    program.post("/targets", {"address": "https://sapfir.example/"})
    page = program.get("/targets", limit=1).json()
    rest = program.get("/targets", cursor=page["next"]).json()
    urls = [each["url"] for each in page["items"] + rest["items"]]
    assert urls == ["https://sapfir.example/", "https://t.me/s/qala_vitrina_"]
    where = f"/targets/{added.json()['id']}"
    assert program.client.put(f"/api{where}", json={"every": "0 7 * * *"}).json()["every"] == "0 7 * * *"
    assert program.post(f"{where}/pause").json()["state"] == "paused"
    assert program.post(f"{where}/now").status_code == 409
    assert program.get("/targets", state="paused").json()["items"][0]["id"] == added.json()["id"]
    assert program.post(f"{where}/resume").json()["state"] == "watched"
    assert program.post(f"{where}/now").json()["state"] == "due"
    assert program.client.delete(f"/api{where}").status_code == 204
    assert (program.get(where).json()["state"], program.client.delete(f"/api{where}").status_code) == (
        "removed",
        404,
    )
    for kind in ("watch_changed", "paused", "unpaused", "made_due", "unwatched"):
        assert [(event.actor, event.detail["token"]) for event in office.events(kind)] == [("analyst", "bot")]
    for wrong in ("http://", "https://127.0.0.1/", "http://10.0.0.1:8080/"):
        assert problem_of(program.post("/targets", {"address": wrong})) == "bad-target"
    never = {"address": "https://a.example/", "every": "daily"}
    assert problem_of(program.post("/targets", never)) == "bad-target"


def test_what_is_in_a_restricted_case_is_nowhere_for_who_is_not_assigned(
    office: Office, shops: list[int]
) -> None:
    with office.database.write() as session:
        clerk = Clerk(name="lead", now=NOW)
        case = open_case(session, "Operation", restricted=True, clerk=clerk)
        put_shop(session, case, shops[0], clerk=clerk)
        street = Street(session, office.blobs)
        wall = street.code("https://qala.example/q")
        shown = session.scalars(select(Capture.id).where(Capture.url == "https://qala.example/")).one()
        street.shows(shown, wall)
        symbol = session.scalars(select(Symbol.id).where(Symbol.image_sha256 == wall)).one()
        target, _ = add_target(
            session, "https://qala.example/", Watch(), provenance=SEED, actor="lead", now=NOW
        )
        put_target(session, case, str(target.id), clerk=clerk)
    program = Program.of(office, "admin")
    one, unknown = f"/shops/{shops[0]}", "/shops/999"
    assert program.get(one).json() == program.get(unknown).json()
    assert [shop["id"] for shop in program.get("/shops", state="all").json()["items"]] == shops[1:]
    assert program.get("/shops/counts").json()["all"] == 2
    assert program.get("/shops", case=1).json()["items"] == []
    said = {"verdict": "unsure", "seen": "0-0000000000000000"}
    sent = {
        "decisions": said,
        "undo": {"seen": said["seen"]},
        "notes": {"text": "x"},
        "exports": {"format": "csv"},
    }
    for name in (*sent, "skip", "recapture"):
        assert problem_of(program.post(f"{one}/{name}", sent.get(name))) == "no-such-shop", name
    assert program.client.put(f"/api{one}/lease").status_code == 404
    pictures = [f"/evidence/{wall}/{way}" for way in ("blurred", "preview", f"symbols/{symbol}")]
    assert {problem_of(program.get(path)) for path in pictures} == {"no-picture"}
    assert office.events("viewed") == []
    assert program.get("/targets").json()["items"] == []
    assert program.get(f"/targets/{target.id}").status_code == 404
    assert program.post("/targets", {"address": "https://qala.example/"}).status_code == 404
    assert office.decisions(shops[0]) == []
    with office.database.write() as session:
        assign(session, find_case(session, "Operation"), "admin", clerk=clerk)
    assert program.get(one).json()["shop"]["case"] == "Operation"
    assert {program.get(path).status_code for path in pictures} == {200}
    assert program.get(f"/targets/{target.id}").status_code == 200


def test_the_figures_are_those_of_the_overview(office: Office, shops: list[int]) -> None:
    Program.of(office, "reviewer").confirm(shops[0])
    with office.database.write() as session:
        record(session, "blocked", ("shop", shops[0]), actor="admin", at=office.clock())
    told = Program.of(office, "analyst", Scope.OVERVIEW_READ).get("/overview", month="2026-03").json()
    assert (told["counts"]["confirmed"], told["counts"]["blocked"], told["decisions"]) == (1, 1, 1)
    assert told["counts"]["precision"] == 1.0
    assert told["raids"] == {"raids": 0, "people": 0, "found": 0, "painted": 0}


# --- problems -------------------------------------------------------------------------------------------


def test_every_refusal_is_a_problem_that_says_what_to_do(office: Office) -> None:
    program = Program.of(office, "reviewer")
    shop = {"verdict": "unsure", "seen": "0-0000000000000000"}
    answers = {
        "no-such-shop": program.post("/shops/999/decisions", shop),
        "not-found": program.get("/nowhere"),
        "method-not-allowed": program.client.patch("/api/targets"),
        "unsupported-media-type": program.client.post("/api/shops/1/notes", content=b"text=x"),
        "invalid-request": program.client.post(
            "/api/shops/1/notes", content=b"{", headers={"Content-Type": "application/json"}
        ),
        "length-required": program.client.post(
            "/api/shops/1/notes", content=iter([b"{}"]), headers={"Content-Type": "application/json"}
        ),
    }
    assert {name: problem_of(answer) for name, answer in answers.items()} == {name: name for name in answers}
    assert answers["method-not-allowed"].headers["allow"] == "GET, POST"
    assert all(answer.json()["detail"] for answer in answers.values())
    assert answers["not-found"].headers["x-content-type-options"] == "nosniff"


def test_a_fault_of_ours_is_a_problem_too(office: Office) -> None:
    def broken(_actor: str, _language: str | None) -> object:
        raise RuntimeError("no export today")

    app = create_app(replace(whole_config(office), exports=broken))  # type: ignore[arg-type]
    headers = {"Authorization": f"Bearer {token_of(office, 'admin')}"}
    client = TestClient(app, headers=headers, raise_server_exceptions=False)
    answer = client.post("/api/shops/1/exports", json={"format": "csv"})
    assert (answer.status_code, problem_of(answer)) == (500, "our-fault")
    assert "no export today" not in answer.text


@pytest.mark.parametrize("shelf", Shelf)
def test_every_shelf_and_order_can_be_asked_for(office: Office, shops: list[int], shelf: Shelf) -> None:
    program = Program.of(office, "analyst", Scope.SHOPS_READ)
    assert {program.get("/shops", state=shelf, order=order).status_code for order in Order} == {200}


def test_tokens_queue_and_decisions_work_on_both_databases(store: Database, tmp_path: Path) -> None:
    office = Office(database=store, blobs=FolderBlobs(tmp_path / "blobs"))
    with store.write() as session:
        street = Street(session, office.blobs)
        street.person("reviewer", Role.REVIEWER)
        shops = [street.shop(f"qala-{number}.example", score=0.5 + number / 10) for number in range(3)]
    program = Program.of(office, "reviewer", name="bot")
    first = program.get("/shops", limit=2).json()
    rest = program.get("/shops", limit=2, cursor=first["next"]).json()
    assert [shop["id"] for shop in first["items"] + rest["items"]] == shops[::-1]
    assert program.get("/shops", cursor="A" * 36).json()["items"] == []
    assert program.confirm(shops[0]).json()["shop"]["state"] == "confirmed"
    assert program.get("/photos", cursor="_" * 8).json() == {"items": [], "next": None}
    assert program.get("/overview").json()["counts"]["confirmed"] == 1
    [event] = office.events("confirmed")
    assert (event.actor, event.detail["token"]) == ("reviewer", "bot")
    with store.write() as session:
        revoke(session, "bot", actor="admin", now=office.clock())
    assert program.get("/me").status_code == 401
