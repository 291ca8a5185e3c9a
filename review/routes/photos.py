"""The page from which volunteers send photos. It never shows where a photo leads."""

from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from starlette.responses import FileResponse, JSONResponse, Response

from pipeline.photos import Sent
from review.code_words import HINTS
from review.desk import Desk, desk_of
from review.errors import Refused
from review.intake import Answer, Outcome, receipts
from review.reasons import clean_note
from review.rights import Right
from review.visits import Sending, Visit, Visiting, person_with

router = APIRouter(prefix="/photos")
AtDesk = Annotated[Desk, Depends(desk_of)]
WORKER = Path(__file__).parents[1] / "static" / "photos-worker.js"
# Its reach is /photos itself, which lies above its folder.
WORKER_HEADERS = {"Cache-Control": "no-cache", "Service-Worker-Allowed": "/photos"}
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
class PhotoForm:
    """What the page sends: photos, and what holds for all of them."""

    photos: tuple[UploadFile, ...]
    note: str
    place: tuple[float, float] | None

    def sent(self, photo: UploadFile, sender: str) -> Sent:
        """What comes with one of them."""
        latitude, longitude = self.place or (None, None)
        return Sent(
            file_name=photo.filename or "photo",
            note=self.note,
            sender=sender,
            latitude=latitude,
            longitude=longitude,
        )


def photo_form(
    photo: Annotated[list[UploadFile], File()] = NO_PHOTOS,
    note: Annotated[str, Form(max_length=10_000)] = "",
    latitude: Degrees = "",
    longitude: Degrees = "",
) -> PhotoForm:
    place = position(latitude, longitude)
    return PhotoForm(photos=tuple(photo), note=clean_note(note), place=place)


@router.post("")
def send(
    request: Request, desk: AtDesk, caller: Sending, form: Annotated[PhotoForm, Depends(photo_form)]
) -> Response:
    """Take photos in and answer each; as JSON to the page's script."""
    person = person_with(caller, Right.SEND)
    if desk.intake is None:
        raise Refused(HTTPStatus.NOT_FOUND)
    if len(form.photos) > MOST_AT_ONCE:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    answers = [
        desk.intake.take(desk.database.read, photo.file.read(), form.sent(photo, person.name))
        for photo in form.photos
    ]
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse({"answers": [answer_words(desk, caller.language, each) for each in answers]})
    return _page(desk, caller, answers)


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
    response.headers["Permissions-Policy"] = (
        "camera=(), geolocation=(self), microphone=(), payment=(), usb=()"
    )
    return response
