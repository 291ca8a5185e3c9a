"""Photos that programs bring for people who saw a code in the street. Never a word of where one leads."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, File, Form, Path, Query, UploadFile
from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from pipeline.photos import Sent
from review.api.gate import AtDesk, Gate, with_scope
from review.api.paging import Limit, NumberCursor, number_cursor, read_number
from review.api.responses import ALWAYS, OF_BODIES, problems
from review.api.shape import LARGEST_ID, LONGEST_NOTE, Ask, Id, Shape
from review.bearers import Bearer
from review.code_words import HINTS
from review.desk import Desk
from review.errors import Crowded, Denied
from review.intake import LARGEST_PHOTO, Answer, Outcome, receipt_of, receipts
from review.languages import FALLBACK
from review.reasons import clean_note
from review.scopes import Scope

router = APIRouter(
    prefix="/photos",
    tags=["photos"],
    route_class=Gate,
    responses=problems(*ALWAYS, HTTPStatus.UNPROCESSABLE_ENTITY),
)
Sender = Annotated[Bearer, with_scope(Scope.PHOTOS_WRITE)]
Reader = Annotated[Bearer, with_scope(Scope.PHOTOS_READ)]
WAIT = 60
"""Seconds until a photo is to be sent again that finds too many before it."""
LATITUDE = r"-?([0-8]?[0-9](\.[0-9]{1,12})?|90(\.0{1,12})?)"
LONGITUDE = r"-?((1[0-7][0-9]|[0-9]?[0-9])(\.[0-9]{1,12})?|180(\.0{1,12})?)"
Place = Annotated[
    str,
    Form(
        pattern=f"^({LATITUDE},{LONGITUDE})?$",
        description="where it was taken: latitude and longitude in degrees (WGS 84), comma between",
        examples=["49.8019,73.1021"],
    ),
]


class Hint(Shape):
    """What the next photo should do better."""

    code: str = Field(examples=["closer"])
    says: str = Field(examples=["Go closer: the code is too small."])


class PhotoAnswer(Shape):
    """What became of a photo: `read` where a code or an address was read, `known` where this very photo came
    before, `again` where nothing could be read and the hints say why. `alike`: an earlier photo shows the
    same place."""

    outcome: Literal[Outcome.READ, Outcome.KNOWN, Outcome.AGAIN]
    receipt: Id
    alike: bool
    hints: tuple[Hint, ...]


class ReceiptShape(Shape):
    """What came of a photo: `waiting`, `confirmed`, `rejected` or `closed`."""

    number: Id
    received_at: datetime
    note: str
    fate: Literal["waiting", "confirmed", "rejected", "closed"]


class Receipts(Shape):
    """A page of receipts, the newest first."""

    items: tuple[ReceiptShape, ...]
    next: str | None


class ReceiptPage(Ask):
    """Which receipts are asked for."""

    cursor: NumberCursor | SkipJsonSchema[None] = None
    limit: Limit = 25


@router.post("", responses=problems(*OF_BODIES))
def send(
    desk: AtDesk,
    who: Sender,
    photo: Annotated[UploadFile, File(description="JPEG, PNG, WebP, HEIC …, at most 25 MB, as it was taken")],
    note: Annotated[str, Form(max_length=LONGEST_NOTE)] = "",
    place: Place = "",
    language: Annotated[Literal["kk", "ru", "en"], Form(description="of the hints")] = FALLBACK,  # type: ignore[assignment]
) -> PhotoAnswer:
    """Take a photo in. The same one may be sent again: it is kept once and has one receipt."""
    latitude, longitude = map(float, place.split(",")) if place else (None, None)
    sent = Sent(
        file_name=photo.filename or "photo",
        note=clean_note(note),
        sender=who.person.name,
        latitude=latitude,
        longitude=longitude,
        token=who.token,
    )
    data = photo.file.read()
    if len(data) > LARGEST_PHOTO:
        detail = f"A photo has at most {LARGEST_PHOTO // 2**20} MB"
        raise Denied(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail)
    return _answer(desk, language, _take(desk, data, sent))


@router.get("")
def list_receipts(desk: AtDesk, who: Reader, asked: Annotated[ReceiptPage, Query()]) -> Receipts:
    """What came of the photos that this token's person sent, by this program or another way."""
    before = read_number(asked.cursor) if asked.cursor else None
    with desk.database.read() as session:
        found = receipts(session, who.person.name, before=before, limit=asked.limit + 1)
    shown = found[: asked.limit]
    more = number_cursor(shown[-1].number) if len(found) > asked.limit else None
    return Receipts(items=tuple(map(ReceiptShape.model_validate, shown)), next=more)


@router.get("/{receipt}", responses=problems(HTTPStatus.NOT_FOUND))
def show_receipt(
    receipt: Annotated[int, Path(ge=1, le=LARGEST_ID)], desk: AtDesk, who: Reader
) -> ReceiptShape:
    """What came of one photo. That of somebody else is not found."""
    with desk.database.read() as session:
        found = receipt_of(session, who.person.name, receipt)
    if found is None:
        raise Denied(HTTPStatus.NOT_FOUND, f"{who.person.name} has no receipt {receipt}")
    return ReceiptShape.model_validate(found)


def _take(desk: Desk, data: bytes, sent: Sent) -> Answer:
    if desk.intake is None:
        raise Denied(HTTPStatus.SERVICE_UNAVAILABLE, "Photos are not taken in on this server")
    try:
        with desk.intake.place():
            return desk.intake.take(desk.database.read, data, sent)
    except Crowded as error:
        raise Denied(HTTPStatus.TOO_MANY_REQUESTS, str(error), {"Retry-After": str(WAIT)}) from error


def _answer(desk: Desk, language: str, answer: Answer) -> PhotoAnswer:
    if answer.outcome is Outcome.UNUSABLE or answer.receipt is None:
        raise Denied(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "This is no photo that can be read")
    say = desk.renderer.languages[language].translations.gettext
    hints = tuple(Hint(code=hint, says=say(HINTS[hint])) for hint in answer.hints if hint in HINTS)
    return PhotoAnswer(outcome=answer.outcome, receipt=answer.receipt, alike=answer.alike, hints=hints)
