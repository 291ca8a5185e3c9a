"""The time that a camera wrote into a photo, as it may be shown."""

from datetime import datetime

YEARS = range(1970, 2200)


def camera_clock(taken_at: str, offset: str | None = None) -> datetime | None:
    """A camera's time as an instant where it wrote its offset too, else as local time without a zone; None
    for what is no time."""
    try:
        told = datetime.strptime(f"{taken_at}{offset or ''}", f"%Y:%m:%d %H:%M:%S{'%z' if offset else ''}")  # noqa: DTZ007 - most cameras tell no zone, and none is made up
    except ValueError:
        return None
    return told if told.year in YEARS else None
