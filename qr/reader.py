"""Image bytes to symbols."""

import time
from collections.abc import Callable, Sequence

from qr.attempt import Attempt, Plan, plan_for
from qr.decoder import Decoder, Located, Pixels
from qr.decoders import available
from qr.errors import DecoderFailed, DecoderUnavailable, PictureError
from qr.frame import Frame
from qr.limits import ReadLimits
from qr.picture import open_picture
from qr.symbol import Reading
from qr.tally import Tally
from qr.watch import NO_WATCH, OPEN, Watch, watched

# Raised when the same decoders would give another result: another plan, another choice of character set.
REVISION = 2


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
        self._plans = {deep: plan_for(self.decoders, deep=deep) for deep in (False, True)}
        self._clock = clock

    @property
    def version(self) -> str:
        """Changes whenever the same image may give another reading: the key for caching results."""
        parts = (f"{decoder.name} {decoder.version}" for decoder in self.decoders)
        return f"reader {REVISION}; " + ", ".join(parts)

    def read(self, data: bytes, *, deep: bool = False, watch: Watch = NO_WATCH) -> Reading:
        """Reads every frame of an image within the limits. Never raises for what is in `data`.

        The fast pass makes a few cheap attempts and stops when every located code is read. The deep pass
        goes on with dearer ones until then, or until `limits.deep_seconds` are spent; then no further frame
        is begun either. `watch` is asked before each step.
        """
        watch.allows(OPEN)
        try:
            picture = open_picture(data, self.limits)
        except PictureError as error:
            return Reading(width=error.width, height=error.height, error=str(error))
        tally = Tally()
        session = _Session(self._plans[deep], watch, self._clock, self._clock() + self.limits.deep_seconds)
        try:
            for frame in watched(picture.frames(), watch):
                if frame.index and session.is_late:
                    break
                tally.add(session.read(frame), frame.index)
        except PictureError as error:
            if not tally.symbols:
                return Reading(width=error.width, height=error.height, error=str(error))
            session.failures.append(str(error))
        return Reading(
            width=picture.width,
            height=picture.height,
            symbols=tally.symbols,
            unread=tally.unread,
            failures=tuple(dict.fromkeys(session.failures)),
        )


class _Session:
    """The attempts on one image."""

    def __init__(self, plan: Plan, watch: Watch, clock: Callable[[], float], deadline: float) -> None:
        self.failures: list[str] = []
        self._plan = plan
        self._watch = watch
        self._clock = clock
        self._deadline = deadline

    @property
    def is_late(self) -> bool:
        """Whether the time is spent."""
        return self._clock() > self._deadline

    def read(self, frame: Frame) -> Located:
        """A see-through frame is read on white, and on black if that gave nothing."""
        tally = Tally()
        for grey in (frame.grey, frame.on_black):
            if grey is not None and not tally.symbols:
                self._attempt_all(grey, tally)
        return Located(symbols=tally.symbols, unread=tally.unread)

    def _attempt_all(self, grey: Pixels, tally: Tally) -> None:
        for attempt in self._plan.always:
            self._attempt(attempt, grey, tally)
        for attempt in self._plan.until_read:
            if (tally.symbols and not tally.unread) or self.is_late:
                return
            self._attempt(attempt, grey, tally)

    def _attempt(self, attempt: Attempt, grey: Pixels, tally: Tally) -> None:
        if not self._watch.allows(f"{attempt.decoder.name}/{attempt.name}"):
            return
        try:
            tally.add(attempt.run(grey))
        except DecoderFailed as error:
            self.failures.append(str(error))
