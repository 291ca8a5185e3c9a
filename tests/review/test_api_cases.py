"""Restricted cases, through the API."""

from sqlalchemy import select

from crawler.request import SEED
from models.capture import Capture
from models.image import Symbol
from pipeline.cases import Clerk, assign, find_case, open_case, put_shop, put_target
from pipeline.targets import Watch, add_target
from tests.review.conftest import Office
from tests.review.factory import NOW, Street
from tests.review.programs import Program, problem_of


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
