"""What is watched, as a program changes it."""

from tests.review.conftest import Office
from tests.review.programs import Program, problem_of


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
