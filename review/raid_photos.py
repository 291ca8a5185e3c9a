"""Photos that are put to the sheet of a raid, whichever way they come."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Form

from models.raid import Moment, Raid
from pipeline.raids import Onlooker, add_photo, seen_raid
from review.desk import Desk, desk_of
from review.intake import Answer
from review.person import Person
from review.rights import Right
from review.visits import Sending, person_with

LARGEST_ID = 2**31 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class RaidOf:
    """The raid that a photo belongs to, and whether it was taken before painting or after."""

    raid: Raid
    moment: Moment

    @property
    def place(self) -> str:
        """Where it was taken."""
        return self.raid.place


def onlooker(person: Person) -> Onlooker:
    """Who may see where photos were taken sees all sheets; everybody else their own."""
    return Onlooker(name=person.name, sees_all=person.may(Right.LOCATE))


def raid_of(
    desk: Annotated[Desk, Depends(desk_of)],
    caller: Sending,
    raid: Annotated[int, Form(ge=0, le=LARGEST_ID)] = 0,
    moment: Annotated[Moment, Form()] = Moment.BEFORE,
) -> RaidOf | None:
    """The raid that a form names, None for a photo of its own. Raises UnknownRaid."""
    person = person_with(caller, Right.SEND)
    if not raid:
        return None
    with desk.database.read() as session:
        return RaidOf(raid=seen_raid(session, raid, onlooker(person)), moment=moment)


def put_to_raid(desk: Desk, raid: RaidOf, answer: Answer) -> None:
    """Put a photo that was taken in to its raid; one that is there stays as it is."""
    if answer.receipt is not None:
        with desk.database.write() as session:
            add_photo(session, raid.raid, answer.receipt, raid.moment)
