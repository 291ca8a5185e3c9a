"""What a coordinator writes into the sheet of a raid."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Annotated, Self
from zoneinfo import ZoneInfo

from fastapi import Depends, Request

from models.raid import Raid
from pipeline.raids import Sheet
from review.errors import BadForm
from review.languages import N_
from review.reasons import clean_note

FIELDS = ("day", "begun", "ended", "place", "people", "names", "agreed", "found", "painted", "note")
MOST_PEOPLE, MOST_MARKS, LONGEST = 1_000, 100_000, 500
FIRST_YEAR = 2000
FAULTS = {
    "place": N_("Say where it was: town, streets or district."),
    "time": N_(
        "Give the day as 2026-03-14 and times as 10:30. A raid ends after it began and is not to come."
    ),
    "people": N_("Say how many people there were: 1 to 1,000."),
    "counts": N_("Give whole numbers. No more can be painted over than were found."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RaidForm:
    """The fields as they were sent, by name."""

    said: dict[str, str] = field(default_factory=lambda: dict.fromkeys(FIELDS, ""))

    @classmethod
    def of(cls, raid: Raid, zone: ZoneInfo) -> Self:
        """The form as it shows a sheet, in the office's own time."""
        begun = raid.begun_at.astimezone(zone)
        ended = raid.ended_at.astimezone(zone) if raid.ended_at is not None else None
        texts = {name: getattr(raid, name) for name in ("place", "names", "agreed", "note")}
        counts = {name: str(getattr(raid, name)) for name in ("people", "found", "painted")}
        times = {"begun": f"{begun:%H:%M}", "ended": f"{ended:%H:%M}" if ended else ""}
        return cls(said={"day": f"{begun:%Y-%m-%d}", **times, **texts, **counts})

    def sheet(self, zone: ZoneInfo, now: datetime) -> Sheet:
        """The sheet. Raises BadForm."""
        place = clean_note(self.said["place"])
        if not place:
            raise BadForm("place")
        begun_at, ended_at = self._times(zone, now)
        people = self._number("people", MOST_PEOPLE, "people")
        found, painted = (self._number(name, MOST_MARKS, "counts") for name in ("found", "painted"))
        if people < 1:
            raise BadForm("people")
        if painted > found:
            raise BadForm("counts")
        names, agreed, note = (clean_note(self.said[name]) for name in ("names", "agreed", "note"))
        return Sheet(
            begun_at=begun_at,
            ended_at=ended_at,
            place=place,
            people=people,
            names=names,
            agreed=agreed,
            found=found,
            painted=painted,
            note=note,
        )

    def _times(self, zone: ZoneInfo, now: datetime) -> tuple[datetime, datetime | None]:
        begun = self._moment("begun", zone)
        ended = self._moment("ended", zone) if self.said["ended"].strip() else None
        if ended is not None and ended <= begun:
            ended += timedelta(days=1)  # it went on past midnight
        if begun > now or (ended is not None and ended - begun > timedelta(hours=18)):
            raise BadForm("time")
        return begun, ended

    def _moment(self, name: str, zone: ZoneInfo) -> datetime:
        try:
            day, clock = (self.said[each].strip() for each in ("day", name))
            local = datetime.combine(date.fromisoformat(day), time.fromisoformat(clock), tzinfo=zone)
        except ValueError as error:
            raise BadForm("time") from error
        if local.year < FIRST_YEAR:
            raise BadForm("time")
        return local

    def _number(self, name: str, most: int, fault: str) -> int:
        text = self.said[name].strip() or "0"
        if not text.isdecimal() or len(text) > 7 or int(text) > most:
            raise BadForm(fault)
        return int(text)


def today(zone: ZoneInfo, now: datetime) -> RaidForm:
    """An empty form for a raid of today."""
    empty = RaidForm()
    return replace(empty, said=empty.said | {"day": f"{now.astimezone(zone):%Y-%m-%d}"})


async def sent_raid(request: Request) -> RaidForm:
    """The form that a request carries."""
    form = await request.form()
    return RaidForm(said={name: str(form.get(name, ""))[:LONGEST] for name in FIELDS})


SentRaid = Annotated[RaidForm, Depends(sent_raid)]
