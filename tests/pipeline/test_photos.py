"""Photos that come twice, and codes that point to what is known."""

from pathlib import Path

import sqlalchemy as sa

from models.capture import Blob
from models.decision import Event
from models.image import Photo
from models.target import Target
from pipeline.leads import Leads
from pipeline.photos import PhotoDesk, Sent, TakenIn
from pipeline.targets import remove_target
from tests.pipeline.conftest import PREVIEW, Journey
from tests.pipeline.visits import code_png

SHOP = "http://hidden.example/enter"


def take(journey: Journey, sent: Sent, data: bytes = code_png(SHOP)) -> TakenIn:
    leads = Leads(depth=2, preview=PREVIEW)
    return PhotoDesk(journey.database, journey.blobs, journey.pictures, leads, journey.clock).take(data, sent)


def kinds(journey: Journey) -> list[str]:
    with journey.database.read() as session:
        return list(session.scalars(sa.select(Event.kind).where(Event.kind != "begun").order_by(Event.id)))


def test_a_photo_that_comes_again_adds_what_its_sender_knows(journey: Journey) -> None:
    first = take(journey, Sent(file_name="a.png", sender="aigul", note="a wall"))
    again = take(journey, Sent(file_name="b.png", sender="marat", note="here", latitude=49.8, longitude=73.1))
    assert (first.known, again.known) == (False, True)
    with journey.database.read() as session:
        photo = session.scalars(sa.select(Photo)).one()
        event = session.scalars(sa.select(Event).where(Event.kind == "received_again")).one()
    assert (photo.file_name, photo.sender, photo.note) == ("a.png", "aigul", "a wall")
    assert (photo.latitude, photo.longitude) == (49.8, 73.1)
    assert (event.actor, event.detail) == ("marat", {"note": "here"})


def test_a_photo_in_the_form_of_phones_tells_when_and_where(journey: Journey) -> None:
    heic = (Path(__file__).parents[1] / "qr" / "data" / "code.heic").read_bytes()
    assert take(journey, Sent(file_name="a.heic"), heic).targets == ("https://vitrina.example/qala",)
    with journey.database.read() as session:
        photo = session.scalars(sa.select(Photo)).one()
        assert session.get_one(Blob, photo.sha256).media_type == "image/heic"
    assert photo.taken_at == "2026:03:02 06:00:00"
    assert (photo.latitude, photo.longitude) == (49.8, 73.1)


def test_a_code_that_points_to_a_watched_address_changes_nothing_but_is_recorded(journey: Journey) -> None:
    take(journey, Sent(file_name="a.png"))
    with journey.database.read() as session:
        before = session.scalars(sa.select(Target)).one()
    taken = take(journey, Sent(file_name="b.png", note="another"), code_png(SHOP) + b"\0")
    assert taken.targets == (SHOP,)
    with journey.database.read() as session:
        after = session.scalars(sa.select(Target)).one()
    assert (after.reference, after.note, after.next_due_at) == (
        before.reference,
        before.note,
        before.next_due_at,
    )
    assert kinds(journey) == ["received", "watched", "received", "named"]


def test_an_address_that_a_person_stopped_watching_stays_so(journey: Journey) -> None:
    take(journey, Sent(file_name="a.png"))
    with journey.database.write() as session:
        remove_target(session, SHOP, actor="aigul", now=journey.clock())
    assert take(journey, Sent(file_name="a.png")).targets == ()
