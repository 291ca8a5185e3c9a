"""Photos that a program sends for people."""

from collections.abc import Iterator

import pytest
from httpx2 import Response
from sqlalchemy import select

from models.image import Photo
from qr.worker import IsolatedReader
from review.intake import LARGEST_PHOTO
from tests.review.conftest import Office
from tests.review.factory import code_picture, picture
from tests.review.programs import Program, problem_of


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
