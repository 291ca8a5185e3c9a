"""Photos from volunteers: kept, answered at once, never a word of where they lead."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import pytest
from starlette.testclient import TestClient

from models.capture import Capture
from models.handover import Handover
from models.image import Photo
from pipeline.cards import refresh
from pipeline.leads import Leads
from pipeline.photos import PhotoDesk
from pipeline.pictures import Pictures
from pipeline.resources import TelegramPreview
from qr.worker import IsolatedReader
from review.app import create_app
from review.intake import MOST_WAITING, Answer, Outcome
from review.pieces import Arrived, Piece, Pieces
from review.routes.photos import position
from review.scopes import Scope
from tests.pipeline.conftest import scorer
from tests.review.conftest import Browser, Office, hidden
from tests.review.factory import NOW, Street, code_picture, picture
from tests.review.programs import token_of

LINK = "https://go.example/wall-7"


@pytest.fixture(scope="module")
def reader() -> Any:
    with IsolatedReader() as reader:
        yield reader


@pytest.fixture
def browser_of(office: Office, reader: IsolatedReader) -> Callable[[str], Browser]:
    """A browser of a person, each on a server of its own, of an office that takes photos in."""

    def desk() -> PhotoDesk:
        pictures = Pictures(office.database, reader, None)
        leads = Leads(depth=2, preview=TelegramPreview(base="https://t.me/s/"))
        return PhotoDesk(office.database, office.blobs, pictures, leads, scorer(), office.clock)

    def signed_in(name: str) -> Browser:
        app = create_app(replace(office.config(), photos=desk))
        browser = Browser(TestClient(app, headers={"Accept-Language": "en"}))
        browser.sign_in(name)
        return browser

    return signed_in


def post(browser: Browser, *photos: bytes, headers: dict[str, str] | None = None, **fields: str) -> Any:
    token = hidden(browser.get("/photos").text, "csrf_token")
    files = [("photo", (f"wall-{number}.png", data, "image/png")) for number, data in enumerate(photos)]
    return browser.client.post(
        "/photos",
        data={"csrf_token": token, **fields},
        files=files,
        headers={"Origin": "http://testserver", **(headers or {})},
    )


def test_many_photos_are_answered_one_by_one_and_kept_with_note_and_place(
    office: Office, browser_of: Callable[[str], Browser]
) -> None:
    browser = browser_of("volunteer")
    code, wall = code_picture(LINK), picture()
    files = (code, wall, b"no picture", code)
    page = post(browser, *files, note="behind the <b>stop", latitude="49.8", longitude="73.1")
    assert page.status_code == 200
    for words in ("Read. Thank you.", "nothing could be read", "no photo that can be used", "known already"):
        assert words in page.text, words
    assert "go.example" not in page.text
    assert "behind the &lt;b&gt;stop" in page.text
    assert "being looked at" in page.text
    with office.database.read() as session:
        photos = session.query(Photo).order_by(Photo.id).all()
    assert [(photo.sender, photo.latitude) for photo in photos] == [("volunteer", 49.8)] * 2
    assert f"Receipt {photos[0].id}" in page.text


def put(browser: Browser, whole: bytes, offset: int, length: int = 100, key: str = "ab" * 16) -> Any:
    token = hidden(browser.get("/photos").text, "csrf_token")
    fields = {"csrf_token": token, "offset": str(offset), "whole": str(len(whole)), "name": "wall.png"}
    piece = {"piece": ("piece", whole[offset : offset + length])}
    headers = {"Origin": "http://testserver"}
    return browser.client.post(f"/photos/pieces/{key}", data=fields, files=piece, headers=headers)


def test_a_photo_in_pieces_goes_on_where_the_line_broke(
    office: Office, browser_of: Callable[[str], Browser]
) -> None:
    browser, photo = browser_of("volunteer"), code_picture(LINK)
    assert put(browser, photo, 0).json() == {"have": 100, "answer": None}
    lost = put(browser, photo, 0)  # as after a reload, which knows nothing of the first
    assert (lost.status_code, lost.json()) == (409, {"have": 100, "answer": None})
    assert put(browser_of("analyst"), photo, 100).status_code == 409  # another's photo is not gone on with
    whole = put(browser, photo, 100, len(photo)).json()
    assert whole["answer"]["outcome"] == "read"
    assert "example" not in str(whole)
    again = put(browser, photo, 100, len(photo))  # the answer was lost on the way
    assert (again.status_code, again.json()["answer"]) == (200, whole["answer"])
    with office.database.read() as session:
        kept = session.query(Photo).one()
    assert (kept.file_name, kept.sender) == ("wall.png", "volunteer")
    assert office.blobs.get(kept.sha256) == photo


def test_a_photo_in_pieces_goes_on_at_another_server_and_leaves_no_file_behind(
    office: Office, browser_of: Callable[[str], Browser]
) -> None:
    photo = code_picture(LINK)
    assert put(browser_of("volunteer"), photo, 0).json()["have"] == 100
    assert [len(file.read_bytes()) for file in office.uploads.iterdir()] == [100]
    whole = put(browser_of("volunteer"), photo, 100, len(photo)).json()
    assert whole["answer"]["outcome"] == "read"
    assert list(office.uploads.iterdir()) == []
    again = put(browser_of("volunteer"), photo, 100, len(photo)).json()
    assert again["answer"] == whole["answer"]


def test_unfinished_photos_are_let_go_after_a_day(
    office: Office, browser_of: Callable[[str], Browser]
) -> None:
    photo = code_picture(LINK)
    put(browser_of("volunteer"), photo, 0)
    office.clock.pass_(hours=11)
    browser = browser_of("volunteer")
    assert put(browser, photo, 100).json()["have"] == 200
    put(browser, photo, 0, key="cd" * 16)
    office.clock.pass_(hours=14)
    assert put(browser_of("volunteer"), photo, 200).json()["have"] == 0
    assert len(list(office.uploads.iterdir())) == 1


def test_of_two_who_bring_the_last_piece_one_has_the_photo_read_and_both_are_answered(
    office: Office,
) -> None:
    calls: list[bytes] = []

    def take(data: bytes) -> Answer:
        time.sleep(0.3)
        calls.append(data)
        return Answer(outcome=Outcome.READ, receipt=7)

    def add(_number: int) -> Arrived:
        pieces = Pieces(office.database, office.uploads, office.clock)
        return pieces.add("volunteer", "ab" * 16, Piece(offset=0, whole=4, data=b"wall"), take)

    with ThreadPoolExecutor(2) as pool:
        came = list(pool.map(add, range(2)))
    assert calls == [b"wall"]
    assert [each.answer for each in came] == [Answer(outcome=Outcome.READ, receipt=7)] * 2
    assert sorted(each.fits for each in came) == [False, True]


def test_a_photo_whose_file_is_gone_is_asked_for_anew(office: Office) -> None:
    pieces = Pieces(office.database, office.uploads, office.clock)
    read = Answer(outcome=Outcome.READ, receipt=7)

    def bring(offset: int, data: bytes) -> Arrived:
        piece = Piece(offset=offset, whole=4, data=data)
        return pieces.add("volunteer", "ab" * 16, piece, lambda _data: read)

    assert bring(0, b"wa").have == 2
    [file] = office.uploads.iterdir()
    file.unlink()
    assert (bring(2, b"ll").have, bring(2, b"ll").fits) == (0, False)
    assert bring(0, b"wall").answer == read


class Overtaken(Pieces):
    """The photo's file goes before it can be read: it was let go, or another took it in, with `answer`."""

    answer: Answer | None = None

    def _claim(self, sender: str, key: str) -> bool:
        claimed = super()._claim(sender, key)
        self._path(sender, key).unlink()
        if self.answer is not None:
            self._done(sender, key, self.answer)
        return claimed


def test_a_photo_that_goes_before_it_is_read_is_asked_for_anew_and_not_refused(office: Office) -> None:
    pieces = Overtaken(office.database, office.uploads, office.clock)
    read, unusable = Answer(outcome=Outcome.READ, receipt=7), Answer(outcome=Outcome.UNUSABLE)

    def bring(offset: int, data: bytes) -> Arrived:
        piece = Piece(offset=offset, whole=4, data=data)
        return pieces.add("volunteer", "ab" * 16, piece, lambda _data: unusable)

    assert bring(0, b"wall").answer is None
    assert (bring(4, b"").have, bring(4, b"").fits) == (0, False)
    pieces.answer = read
    assert bring(0, b"wall").answer == bring(4, b"").answer == read


def test_a_photo_whose_reading_fails_can_be_brought_again(office: Office) -> None:
    pieces = Pieces(office.database, office.uploads, office.clock)
    whole = Piece(offset=0, whole=4, data=b"wall")

    def fail(_data: bytes) -> Answer:
        raise OSError("the reader died")

    with pytest.raises(OSError, match="died"):
        pieces.add("volunteer", "ab" * 16, whole, fail)
    read = Answer(outcome=Outcome.READ, receipt=7)
    rest = Piece(offset=4, whole=4, data=b"")
    assert pieces.add("volunteer", "ab" * 16, rest, lambda _data: read).answer == read


@pytest.mark.parametrize(
    "changed", [{"key": "../../etc"}, {"key": "AB" * 16}, {"offset": 30 * 2**20}, {"offset": -1}]
)
def test_a_piece_that_cannot_be_is_refused(browser_of: Callable[[str], Browser], changed: Any) -> None:
    assert put(browser_of("volunteer"), b"x", **({"offset": 0} | changed)).status_code in (404, 422)


def test_a_sender_sees_what_became_of_their_own_photos_only(
    office: Office, browser_of: Callable[[str], Browser]
) -> None:
    browser = browser_of("volunteer")
    post(browser, code_picture(LINK))
    with office.database.write() as session:
        digest = session.query(Photo).one().sha256
        street = Street(session, office.blobs)
        shop = street.shop("qala.example")
        capture = session.query(Capture).one()
        capture.origin, capture.reference = "photo", digest
        session.add(Handover(resource_id=1, sent_at=NOW, next_at=NOW, blocked_at=NOW))
        refresh(session, [shop])
    assert "The shop was closed. Thank you." in browser.get("/photos").text
    assert "The shop was closed" not in browser_of("analyst").get("/photos").text


def test_a_volunteer_begins_at_the_photos_and_the_worker_is_served(
    browser_of: Callable[[str], Browser],
) -> None:
    browser = browser_of("volunteer")
    page = browser.get("/photos")
    assert "geolocation=(self)" in page.headers["permissions-policy"]
    worker = browser.get("/photos/worker.js")
    assert worker.headers["content-type"].startswith("text/javascript")
    assert browser.client.post("/photos", content=b"x" * 100, headers={"Content-Length": "99999999"})


def test_without_a_desk_the_page_says_so(office: Office) -> None:
    assert "not taken in on this server" in office.signed_in("volunteer").get("/photos").text


@pytest.mark.parametrize(
    ("latitude", "longitude", "place"),
    [
        ("49.8", "73.1", (49.8, 73.1)),
        ("91", "0", None),
        ("nan", "0", None),
        ("", "", None),
        ("1e999", "0", None),
    ],
)
def test_a_place_is_on_earth_or_none(
    latitude: str, longitude: str, place: tuple[float, float] | None
) -> None:
    assert position(latitude, longitude) == place


def test_who_sends_while_many_wait_is_asked_to_send_again(
    office: Office, browser_of: Callable[[str], Browser]
) -> None:
    browser, photo = browser_of("volunteer"), code_picture(LINK)
    intake = browser.client.app.state.desk.intake  # type: ignore[attr-defined]
    bearer = {"Authorization": f"Bearer {token_of(office, 'volunteer', Scope.PHOTOS_WRITE)}"}
    with ExitStack() as others:
        for _ in range(MOST_WAITING):
            others.enter_context(intake.place())
        assert post(browser, picture()).status_code == 429
        assert put(browser, photo, 0).json()["have"] == 100  # what only comes and is not read yet is kept
        assert put(browser, photo, 100, len(photo)).status_code == 429
        denied = browser.client.post("/api/photos", files={"photo": ("a.png", photo)}, headers=bearer)
        assert (denied.status_code, denied.headers["Retry-After"]) == (429, "60")
    assert post(browser, picture()).status_code == 200
    assert put(browser, photo, len(photo), 0).json()["answer"]["outcome"] == "read"
