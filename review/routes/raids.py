"""Sheets of raids, for who leads volunteers: written on a phone, with photos, printed, and found again."""

from http import HTTPStatus
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, File, Form, Path, UploadFile
from starlette.responses import RedirectResponse, Response

from models.raid import Moment
from pipeline.photos import Sent
from pipeline.raids import change_raid, keep_raid, list_raids, photos_of, seen_raid
from review.desk import Desk, desk_of
from review.errors import BadForm, Refused
from review.raid_form import FAULTS, RaidForm, SentRaid, today
from review.raid_photos import RaidOf, onlooker, put_to_raid
from review.rights import Right
from review.routes.photos import MOST_AT_ONCE, NO_PHOTOS, intake_of
from review.routes.queue import LARGEST_ID, MaybeId
from review.visits import Sending, Visit, Visiting, person_with

router = APIRouter(prefix="/raids")
AtDesk = Annotated[Desk, Depends(desk_of)]
RaidId = Annotated[int, Path(ge=1, le=LARGEST_ID)]
PAGE_LENGTH = 30


@router.get("")
def show_raids(desk: AtDesk, caller: Visiting, before: MaybeId = 0) -> Response:
    """The form for a new sheet, and the sheets that one may see."""
    person_with(caller, Right.SEND)
    return _list(desk, caller, today(_zone(desk), desk.now()), before=before)


@router.post("")
def keep(desk: AtDesk, caller: Sending, form: SentRaid) -> Response:
    """Store a sheet; photos come next."""
    person = person_with(caller, Right.SEND)
    try:
        sheet = form.sheet(_zone(desk), desk.now())
    except BadForm as error:
        return _list(desk, caller, form, fault=FAULTS[error.fault])
    with desk.database.write() as session:
        raid_id = keep_raid(session, sheet, actor=person.name, now=desk.now()).id
    return _to(raid_id)


@router.get("/{raid_id}")
def show_raid(raid_id: RaidId, desk: AtDesk, caller: Visiting, clear: bool = False) -> Response:
    """One sheet, to be read, printed, put right, and given photos."""
    person_with(caller, Right.SEND)
    return _sheet(desk, caller, raid_id, clear=clear)


@router.post("/{raid_id}")
def change(raid_id: RaidId, desk: AtDesk, caller: Sending, form: SentRaid) -> Response:
    """Put a sheet right."""
    person = person_with(caller, Right.SEND)
    try:
        sheet = form.sheet(_zone(desk), desk.now())
    except BadForm as error:
        return _sheet(desk, caller, raid_id, form=form, fault=FAULTS[error.fault])
    with desk.database.write() as session:
        raid = seen_raid(session, raid_id, onlooker(person))
        change_raid(session, raid, sheet, actor=person.name, now=desk.now())
    return _to(raid_id)


@router.post("/{raid_id}/photos")
def add_photos(
    raid_id: RaidId,
    desk: AtDesk,
    caller: Sending,
    moment: Annotated[Moment, Form()] = Moment.BEFORE,
    photo: Annotated[list[UploadFile], File()] = NO_PHOTOS,
) -> Response:
    """Take photos in, as the volunteers' page does, and put them to the raid."""
    person, intake = person_with(caller, Right.SEND), intake_of(desk)
    if len(photo) > MOST_AT_ONCE:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    with desk.database.read() as session:
        raid = RaidOf(raid=seen_raid(session, raid_id, onlooker(person)), moment=moment)
    answers = []
    with intake.place():
        for each in photo:
            sent = Sent(file_name=each.filename or "photo", note=raid.place, sender=person.name)
            answers.append(intake.take(desk.database.read, each.file.read(), sent))
            put_to_raid(desk, raid, answers[-1])
    return _sheet(desk, caller, raid_id, answers=answers)


def _list(desk: Desk, caller: Visit, form: RaidForm, *, before: int = 0, fault: str = "") -> Response:
    looking = onlooker(person_with(caller, Right.SEND))
    with desk.database.read() as session:
        rows = list_raids(session, looking, before, PAGE_LENGTH + 1)
    context = {
        "visit": caller,
        "raids": rows[:PAGE_LENGTH],
        "more": rows[PAGE_LENGTH - 1].id if len(rows) > PAGE_LENGTH else None,
        "form": form,
        "fault": fault,
        "sees_all": looking.sees_all,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if fault else HTTPStatus.OK
    return desk.page("raids.html", caller.language, context, status)


def _sheet(desk: Desk, caller: Visit, raid_id: int, **more: object) -> Response:
    """The page of a raid; `more` are a form that was refused with its fault, answers to photos, and whether
    these are shown in clear."""
    with desk.database.read() as session:
        raid = seen_raid(session, raid_id, onlooker(person_with(caller, Right.SEND)))
        photos = photos_of(session, raid_id)
    context = {
        "visit": caller,
        "raid": raid,
        "photos": photos,
        "form": RaidForm.of(raid, _zone(desk)),
        "fault": "",
        "answers": [],
        "clear": False,
        "open": desk.intake is not None,
        "office": desk.config.office,
        **more,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if context["fault"] else HTTPStatus.OK
    return desk.page("raid.html", caller.language, context, status)


def _zone(desk: Desk) -> ZoneInfo:
    return ZoneInfo(desk.config.time_zone)


def _to(raid_id: int) -> Response:
    return RedirectResponse(f"/raids/{raid_id}", HTTPStatus.SEE_OTHER)
