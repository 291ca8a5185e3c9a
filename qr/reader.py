"""Image bytes to symbols."""

import time
from collections.abc import Callable, Sequence

from qr.attempt import Attempt, plan_for
from qr.decoder import Decoder, Located, Pixels
from qr.decoders import available
from qr.errors import DecoderFailed, DecoderUnavailable, PictureError
from qr.limits import ReadLimits
from qr.picture import Frame, open_picture
from qr.symbol import Reading
from qr.tally import Tally

# Raised when the same decoders would give another result: another plan, another choice of character set.
REVISION = 1


class Reader:
    """Reads the codes of one image after another. Not for several threads at once.

    `decoders` are by default those that this machine can run; `missing` says which others there are and
    what to install for them. A decoder that hangs or crashes takes the process with it: for images from
    outside use `qr.worker.IsolatedReader`.
    """

    def __init__(
        self,
        decoders: Sequence[Decoder] | None = None,
        limits: ReadLimits | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        found = available() if decoders is None else None
        self.decoders = found.ready if found else tuple(decoders or ())
        self.missing: tuple[DecoderUnavailable, ...] = found.missing if found else ()
        self.limits = limits or ReadLimits()
        self._plan = plan_for(self.decoders)
        self._clock = clock

    @property
    def version(self) -> str:
        """Changes whenever the same image may give another reading: the key for caching results."""
        parts = (f"{decoder.name} {decoder.version}" for decoder in self.decoders)
        return f"reader {REVISION}; " + ", ".join(parts)

    def read(self, data: bytes, *, deep: bool = False) -> Reading:
        """Reads every frame of an image within the limits. Never raises for what is in `data`.

        The fast pass is one decoder on the image as it is, and one more where a code was located and not
        read. The deep pass goes on until every located code is read or `limits.deep_seconds` are spent.
        """
        try:
            picture = open_picture(data, self.limits)
        except PictureError as error:
            return Reading(width=error.width, height=error.height, error=str(error))
        tally, failures = Tally(), list[str]()
        deadline = self._clock() + self.limits.deep_seconds if deep else None
        try:
            for frame in picture.frames():
                self._read_frame(frame, deadline, tally, failures)
        except PictureError as error:
            if not tally.symbols:
                return Reading(width=error.width, height=error.height, error=str(error))
            failures.append(str(error))
        return Reading(
            width=picture.width,
            height=picture.height,
            symbols=tally.symbols,
            unread=tally.unread,
            failures=tuple(dict.fromkeys(failures)),
        )

    def _read_frame(self, frame: Frame, deadline: float | None, tally: Tally, failures: list[str]) -> None:
        session = _Session(frame.index, failures)
        for grey in (frame.grey, frame.on_black):
            if grey is None or session.tally.symbols:
                continue
            session.run(self._plan.fast, grey)
            if session.tally.unread:
                session.run(self._plan.cued, grey)
            for attempt in self._plan.deep if deadline is not None else ():
                if session.complete or self._clock() > (deadline or 0):
                    break
                session.run((attempt,), grey)
        tally.add(Located(symbols=session.tally.symbols, unread=session.tally.unread), frame.index)


class _Session:
    """The attempts on one frame."""

    def __init__(self, frame: int, failures: list[str]) -> None:
        self.tally = Tally()
        self._frame = frame
        self._failures = failures

    @property
    def complete(self) -> bool:
        """Whether something was read and no located code is left."""
        return bool(self.tally.symbols) and not self.tally.unread

    def run(self, attempts: Sequence[Attempt], grey: Pixels) -> None:
        for attempt in attempts:
            try:
                self.tally.add(attempt.run(grey), self._frame)
            except DecoderFailed as error:
                self._failures.append(str(error))
