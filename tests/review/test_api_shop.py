"""One shop as a program reads it, and its pictures."""

from sqlalchemy import select

from models.capture import Capture
from review.scopes import Scope
from tests.review.conftest import Office
from tests.review.factory import Street, picture
from tests.review.programs import Program, problem_of


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
        said = {"text": "On it 1g - 9000", "quote": "1g - 9000"}
        street.photo(digest, latitude=49.8, longitude=73.1, note="at the stop", **said)
        capture = session.scalars(select(Capture).where(Capture.url == "https://qala.example/")).one()
        capture.origin, capture.reference = "photo", digest

    def photo(program: Program) -> dict[str, object]:
        entry = program.get(f"/shops/{shops[0]}").json()["faces"][0]["entry"]
        told: dict[str, object] = entry["photo"]
        return told

    assert photo(Program.of(office, "reviewer", Scope.SHOPS_READ, name="a"))["said_at"] is None
    placed = Program.of(office, "reviewer", Scope.SHOPS_READ, Scope.PLACES_READ, name="b")
    assert photo(placed)["said_at"] == {"latitude": 49.8, "longitude": 73.1}
    words = photo(placed)["words"]
    assert isinstance(words, dict)
    assert (words["text"], words["label"], words["score"]) == ("On it 1g - 9000", "sale", 0.91)
    assert [sign["quote"] for sign in words["signals"]] == ["1g - 9000"]
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
