"""Deciding through the API: in a person's name, once, on what was seen."""

import hashlib
import io
import zipfile

import pytest
from pydantic import BaseModel

from exports.exporter import EXPORTERS
from models.decision import Ground, Verdict
from review.api.decisions import Confirm, Reject
from review.api.exports import WantedPacket
from review.reasons import REASONS
from review.scopes import Scope
from tests.review.conftest import Office
from tests.review.programs import Program, problem_of


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
