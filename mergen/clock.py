"""The clock, which everything else is handed."""

import ctypes
import struct
from datetime import UTC, datetime

_UNSYNCHRONISED = 0x0040
# struct timex of Linux: modes, offset, freq, maxerror, esterror, status (adjtimex(2)); we set nothing.
_TIMEX, _ROOM = "@I4xqqqqi", 512


def utc_now() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


def clock_source() -> str:
    """What the machine's clock is kept by, as the kernel knows it: so a reader can tell how far its times are
    to be believed where nobody stamped them."""
    room = ctypes.create_string_buffer(_ROOM)
    try:
        answer = ctypes.CDLL(None).adjtimex(room)
    except (OSError, AttributeError):
        answer = -1
    if answer < 0:
        return "system clock; the machine does not tell what it is kept by"
    _modes, _offset, _frequency, error, _estimate, status = struct.unpack_from(_TIMEX, room)
    if status & _UNSYNCHRONISED:
        return "system clock, kept by no time server"
    return f"system clock, kept by a time server within {error / 1000:.0f} ms"
