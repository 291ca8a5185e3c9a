"""Months as an office counts them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Self
from zoneinfo import ZoneInfo

FORM = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month of the calendar."""

    year: int
    month: int

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The month that `str` wrote; None for anything else."""
        found = FORM.fullmatch(text)
        return cls(year=int(found[1]), month=int(found[2])) if found else None

    @classmethod
    def of(cls, moment: datetime, zone: str) -> Self:
        """The month in which an instant lies, in the office's zone."""
        local = moment.astimezone(ZoneInfo(zone))
        return cls(year=local.year, month=local.month)

    def span(self, zone: str) -> tuple[datetime, datetime]:
        """Its first instant, and the first one after it."""
        after = self.later(1)
        tz = ZoneInfo(zone)
        return datetime(self.year, self.month, 1, tzinfo=tz), datetime(after.year, after.month, 1, tzinfo=tz)

    def later(self, months: int) -> Self:
        """The month so many months later; earlier for a negative number."""
        count = self.year * 12 + self.month - 1 + months
        return type(self)(year=count // 12, month=count % 12 + 1)

    def up_to(self, count: int) -> Iterator[Self]:
        """The last `count` months up to this one, the earliest first."""
        return (self.later(number) for number in range(1 - count, 1))
