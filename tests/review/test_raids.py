"""Sheets of raids, written on a phone and counted in the month's report."""

from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from models.raid import Raid, RaidPhoto
from pipeline.figures import figures
from pipeline.forgetting import forget
from pipeline.photos import Sent
from review.app import create_app
from review.intake import Answer, Outcome
from tests.review.conftest import ORIGIN, Browser, Office, hidden
from tests.review.factory import Street, picture

SHEET = {
    "place": "Maikuduk, Stroitelei 1–12",
    "day": "2026-03-01",
    "begun": "23:00",
    "ended": "01:30",
    "people": "14",
    "names": "Kyran, Tulpar",
    "agreed": "district police",
    "found": "36",
    "painted": "33",
    "note": "",
}


class Taken:
    """Answers for photos whose rows are there already; what reads for real has its tests in test_photos."""

    def place(self) -> AbstractContextManager[None]:
        return nullcontext()

    def __init__(self, numbers: list[int | None]) -> None:
        self._numbers = numbers

    def take(self, _reading: object, _data: bytes, _sent: Sent) -> Answer:
        number = self._numbers.pop(0)
        outcome = Outcome.UNUSABLE if number is None else Outcome.READ
        return Answer(outcome=outcome, receipt=number)


def send(browser: Browser, path: str = "/raids", **changed: str) -> int:
    token = {"csrf_token": hidden(browser.get("/raids").text, "csrf_token")}
    answer = browser.client.post(path, data=SHEET | changed | token, headers=ORIGIN, follow_redirects=False)
    return answer.status_code


def raids(office: Office) -> list[Raid]:
    with office.database.read() as session:
        return list(session.scalars(select(Raid).order_by(Raid.id)))


def test_a_sheet_is_kept_put_right_and_found_again(office: Office) -> None:
    volunteer = office.signed_in("volunteer")
    assert send(volunteer) == 303
    [raid] = raids(office)
    assert raid.begun_at == datetime(2026, 3, 1, 18, 0, tzinfo=UTC)
    assert raid.ended_at == raid.begun_at + timedelta(hours=2, minutes=30)
    assert (raid.people, raid.found, raid.painted, raid.kept_by) == (14, 36, 33, "volunteer")
    page = volunteer.get("/raids/1").text
    assert "Maikuduk, Stroitelei 1–12" in page
    assert "Left</th><td>3<" in page
    assert send(volunteer, "/raids/1", painted="36") == 303
    assert raids(office)[0].painted == 36
    assert [event.detail["painted"] for event in office.events("raid_kept")] == ["33"]
    assert [event.detail for event in office.events("raid_changed")] == [{"painted": "36"}]
    assert "painted over: 36 of 36" in volunteer.get("/raids").text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"place": "  "}, "Say where it was"),
        ({"day": "1 March"}, "Give the day as"),
        ({"day": "2026-03-09"}, "Give the day as"),
        ({"begun": "25:00"}, "Give the day as"),
        ({"begun": "02:00", "ended": "01:30"}, "Give the day as"),
        ({"people": "0"}, "how many people"),
        ({"people": "many"}, "how many people"),
        ({"painted": "37"}, "No more can be painted over"),
        ({"found": "-1", "painted": "0"}, "No more can be painted over"),
    ],
)
def test_a_sheet_that_cannot_be_is_asked_for_again(
    office: Office, changed: dict[str, str], said: str
) -> None:
    volunteer = office.signed_in("volunteer")
    token = {"csrf_token": hidden(volunteer.get("/raids").text, "csrf_token")}
    answer = volunteer.client.post("/raids", data=SHEET | changed | token, headers=ORIGIN)
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="Kyran, Tulpar"' in answer.text
    assert raids(office) == []


def test_a_persons_data_on_a_sheet_can_be_forgotten(office: Office) -> None:
    send(office.signed_in("volunteer"))
    with office.database.write() as session:
        [place] = forget(session, "Tulpar", reason="request 7", actor="admin", now=office.clock())
    assert (place.table, place.column) == ("raids", "names")
    assert raids(office)[0].names == "Kyran, ██████"


def test_others_sheets_are_seen_by_reviewers_and_not_by_volunteers(office: Office) -> None:
    send(office.signed_in("analyst"))
    volunteer, reviewer = office.signed_in("volunteer"), office.signed_in("reviewer")
    assert "Maikuduk" not in volunteer.get("/raids").text
    assert volunteer.get("/raids/1").status_code == 404
    assert send(volunteer, "/raids/1", place="elsewhere") == 404
    assert raids(office)[0].place.startswith("Maikuduk")
    assert "Maikuduk" in reviewer.get("/raids").text
    assert reviewer.get("/raids/1").status_code == 200


def test_photos_before_and_after_stand_on_the_sheet_blurred_until_asked_for(office: Office) -> None:
    with office.database.write() as session:
        street = Street(session, office.blobs)
        digests = [street.code(f"https://go.example/{name}") for name in ("a", "b")]
        for digest in digests:
            street.photo(digest, sender="volunteer")
    app = create_app(office.config())
    app.state.desk.intake = Taken([1, None, 2])
    volunteer = Browser(TestClient(app, headers={"Accept-Language": "en"}))
    volunteer.sign_in("volunteer")
    send(volunteer)
    token = {"csrf_token": hidden(volunteer.get("/raids/1").text, "csrf_token")}
    for moment, count in (("before", 2), ("after", 1)):
        files = [("photo", (f"{n}.png", picture(), "image/png")) for n in range(count)]
        fields = {"moment": moment} | token
        answer = volunteer.client.post("/raids/1/photos", data=fields, files=files, headers=ORIGIN)
        assert answer.status_code == 200
        assert "</b> Read. Thank you." in answer.text
        assert ("</b> This is no photo that can be used" in answer.text) is (moment == "before")
    with office.database.read() as session:
        rows = session.scalars(select(RaidPhoto).order_by(RaidPhoto.photo_id)).all()
        assert [(row.photo_id, row.moment) for row in rows] == [(1, "before"), (2, "after")]
    page = volunteer.get("/raids/1").text
    assert "Receipt 1" in page
    assert "/evidence/" not in page
    assert "go.example" not in page
    reviewer = office.signed_in("reviewer")
    assert f"/evidence/{digests[0]}/blurred" in reviewer.get("/raids/1").text
    assert f"/evidence/{digests[1]}/preview" in reviewer.get("/raids/1?clear=1").text


def test_raids_count_in_the_months_report(office: Office) -> None:
    analyst = office.signed_in("analyst")
    for changed in ({}, {"people": "6", "found": "4", "painted": "0"}, {"day": "2026-02-10"}):
        assert send(analyst, **changed) == 303
    since, until = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
    with office.database.read() as session:
        counts = figures(session, since, until).raids
    assert (counts.raids, counts.people, counts.found, counts.painted) == (2, 20, 40, 33)
    page = analyst.get("/overview?month=2026-03").text
    assert "Inscriptions painted over</bdi></th><td>33</td>" in page


@pytest.mark.parametrize("code", ["kk", "ru"])
def test_the_sheets_are_in_every_language(office: Office, code: str) -> None:
    volunteer = office.signed_in("volunteer")
    send(volunteer)
    token = hidden(volunteer.get("/raids").text, "csrf_token")
    volunteer.send("/language", csrf_token=token, language=code)
    for path in ("/raids", "/raids/1"):
        assert f'<html lang="{code}">' in volunteer.get(path).text
