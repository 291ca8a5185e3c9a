"""The page from which volunteers send photos. It never shows where a photo leads."""

from dataclasses import dataclass, replace
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, UploadFile
from fastapi import Path as PathParameter
from starlette.responses import FileResponse, JSONResponse, Response

from pipeline.photos import Sent
from review.code_words import HINTS
from review.desk import Desk, desk_of
from review.errors import Refused
from review.intake import LARGEST_PHOTO, Answer, Intake, Outcome, receipts
from review.pieces import Piece
from review.raid_photos import RaidOf, put_to_raid, raid_of
from review.reasons import clean_note
from review.rights import Right
from review.visits import Sending, Visit, Visiting, person_with

router = APIRouter(prefix="/photos")
AtDesk = Annotated[Desk, Depends(desk_of)]
WORKER = Path(__file__).parents[1] / "static" / "photos-worker.js"
# Its reach is /photos itself and /raids, which lie above its folder.
WORKER_HEADERS = {"Cache-Control": "no-cache", "Service-Worker-Allowed": "/"}
MOST_AT_ONCE = 12
NO_PHOTOS: list[UploadFile] = []
PERMISSIONS = "camera=(), geolocation=(self), microphone=(), payment=(), usb=()"
Degrees = Annotated[str, Form(max_length=30)]


@router.get("")
def show(desk: AtDesk, caller: Visiting) -> Response:
    """The form, and what became of the photos that one sent."""
    return _page(desk, caller)


@router.get("/worker.js")
def worker() -> Response:
    """The service worker that opens the page without a line."""
    return FileResponse(WORKER, media_type="text/javascript", headers=WORKER_HEADERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What holds for all photos of a form."""

    note: str
    place: tuple[float, float] | None

    def sent(self, file_name: str | None, sender: str) -> Sent:
        """What comes with one of them."""
        latitude, longitude = self.place or (None, None)
        return Sent(
            file_name=file_name or "photo",
            note=self.note,
            sender=sender,
            latitude=latitude,
            longitude=longitude,
        )


def about(
    note: Annotated[str, Form(max_length=10_000)] = "", latitude: Degrees = "", longitude: Degrees = ""
) -> About:
    return About(note=clean_note(note), place=position(latitude, longitude))


SaidAbout = Annotated[About, Depends(about)]


def sender(caller: Sending) -> Visit:
    """A visit of somebody who may send photos, before their form is looked at. Raises Refused."""
    person_with(caller, Right.SEND)
    return caller


@router.post("")
def send(
    desk: AtDesk,
    caller: Sending,
    said: SaidAbout,
    photo: Annotated[list[UploadFile], File()] = NO_PHOTOS,
) -> Response:
    """Take photos in and answer each."""
    person, intake = person_with(caller, Right.SEND), intake_of(desk)
    if len(photo) > MOST_AT_ONCE:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    with intake.place():
        answers = [
            intake.take(desk.database.read, each.file.read(), said.sent(each.filename, person.name))
            for each in photo
        ]
    return _page(desk, caller, answers)


def intake_of(desk: Desk) -> Intake:
    """Who takes photos in. Raises Refused where nobody does."""
    if desk.intake is None:
        raise Refused(HTTPStatus.NOT_FOUND)
    return desk.intake


def one_piece(
    piece: Annotated[UploadFile, File()],
    offset: Annotated[int, Form(ge=0, le=LARGEST_PHOTO)],
    whole: Annotated[int, Form(ge=0, le=LARGEST_PHOTO)],
) -> Piece:
    return Piece(offset=offset, whole=whole, data=piece.file.read())


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """What comes with the pieces of a photo: its name, what is said about it, and the raid it belongs to."""

    name: str
    said: About
    raid: RaidOf | None

    def sent(self, sender: str) -> Sent:
        """What is kept with the photo; one of a raid is where the raid was, if nothing else is said."""
        note = self.said.note or (self.raid.place if self.raid is not None else "")
        return replace(self.said, note=note).sent(self.name, sender)


def coming(
    said: SaidAbout,
    raid: Annotated[RaidOf | None, Depends(raid_of)],
    name: Annotated[str, Form(max_length=1000)] = "",
) -> Coming:
    return Coming(name=name, said=said, raid=raid)


@router.post("/pieces/{key}")
def add_piece(
    key: Annotated[str, PathParameter(pattern="^[0-9a-f]{32}$")],
    desk: AtDesk,
    caller: Annotated[Visit, Depends(sender)],
    coming: Annotated[Coming, Depends(coming)],
    piece: Annotated[Piece, Depends(one_piece)],
) -> Response:
    """Add a piece to a photo that the page's script sends: `have` is how much is here by now, and `answer`
    comes once it is whole. A piece that belongs elsewhere is not taken (409), and `have` says where to go
    on. With a `raid` it is put to that raid's sheet. Where too many photos wait to be read, what came is kept
    and the page's script asks again (429)."""
    person, intake = person_with(caller, Right.SEND), intake_of(desk)

    def take(data: bytes) -> Answer:
        with intake.place():
            return intake.take(desk.database.read, data, coming.sent(person.name))

    came = desk.pieces.add(person.name, key, piece, take)
    if coming.raid is not None and came.answer is not None:
        put_to_raid(desk, coming.raid, came.answer)
    words = answer_words(desk, caller.language, came.answer) if came.answer is not None else None
    status = HTTPStatus.OK if came.fits else HTTPStatus.CONFLICT
    return JSONResponse({"have": came.have, "answer": words}, status)


def position(latitude: str, longitude: str) -> tuple[float, float] | None:
    """Degrees as a form sends them; None for what is no place on earth."""
    try:
        lat, lon = float(latitude), float(longitude)
    except ValueError:
        return None
    return (lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else None


def answer_words(desk: Desk, language: str, answer: Answer) -> dict[str, Any]:
    """An answer as a program reads it, its hints in the sender's language."""
    say = desk.renderer.languages[language].translations.gettext
    return {
        "outcome": answer.outcome.value,
        "receipt": answer.receipt,
        "alike": answer.alike,
        "hints": [say(HINTS[hint]) for hint in answer.hints if hint in HINTS],
    }


def _page(desk: Desk, caller: Visit, answers: list[Answer] | None = None) -> Response:
    person = person_with(caller, Right.SEND)
    with desk.database.read() as session:
        sent = receipts(session, person.name)
    context = {
        "visit": caller,
        "receipts": sent,
        "answers": answers or [],
        "outcomes": Outcome,
        "open": desk.intake is not None,
    }
    response = desk.page("photos.html", caller.language, context)
    response.headers["Permissions-Policy"] = PERMISSIONS
    return response
