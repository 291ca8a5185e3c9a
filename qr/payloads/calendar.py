"""Appointments: VEVENT, alone or in a VCALENDAR (iCalendar, RFC 5545)."""

import re

from qr.payloads.kinds import Payload, PayloadKind, fields
from qr.payloads.lines import content_lines

_BEGIN = re.compile(r"(?i)BEGIN:V(?:CALENDAR|EVENT)\b")
_WHEN = re.compile(r"\d{8}(?:T\d{6}Z?)?")


def parse_calendar(text: str) -> Payload | None:
    """The first appointment; `value` is its beginning and its summary. Fields: `summary`, `start`, `end`,
    `location`, `description`. Times are as written: `YYYYMMDD` or `YYYYMMDDThhmmss`, with `Z` in UTC.
    Addresses inside are found by `qr.payload.find`."""
    if not _BEGIN.match(text):
        return None
    said = _first_event(content_lines(text))
    start, summary = _when(said.get("DTSTART", "")), " ".join(said.get("SUMMARY", "").split())
    value = ";".join(filter(None, [start, summary]))
    if not value:
        return None
    details = fields(
        summary=summary,
        start=start,
        end=_when(said.get("DTEND", "")),
        location=said.get("LOCATION", ""),
        description=said.get("DESCRIPTION", ""),
    )
    return Payload(kind=PayloadKind.CALENDAR, text=text, value=value, fields=details)


def _first_event(lines: list[tuple[str, str]]) -> dict[str, str]:
    """The properties of the first event, without those of an alarm or a time zone beside it."""
    begun = next((index for index, line in enumerate(lines) if _is(line, "BEGIN", "VEVENT")), 0)
    said: dict[str, str] = {}
    for line in lines[begun + 1 :]:
        if line[0] in ("BEGIN", "END"):
            break
        said.setdefault(*line)
    return said


def _is(line: tuple[str, str], name: str, value: str) -> bool:
    return line[0] == name and line[1].upper() == value


def _when(value: str) -> str:
    return value.upper() if _WHEN.fullmatch(value.upper()) else ""
