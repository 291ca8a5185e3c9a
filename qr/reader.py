"""Image bytes to symbols."""

import time
from collections.abc import Callable, Sequence

from qr.cascade import plan_for
from qr.decoder import Decoder
from qr.decoders import available
from qr.errors import DecoderUnavailable, PictureError
from qr.hint import hints
from qr.limits import ReadLimits
from qr.picture import open_picture
from qr.places import CodeDetector
from qr.session import Session, Tools
from qr.symbol import Reading
from qr.tally import Tally
from qr.watch import NO_WATCH, OPEN, Watch, watched

# Raised when the same decoders would give another result: another plan, another choice of character set.
REVISION = 4


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
        self._detector = _detector() if decoders is None else None
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
        tally, session, first = Tally(), self._session(watch, deep=deep), None
        try:
            for frame in watched(picture.frames(), watch):
                if frame.index and session.is_late:
                    break
                first = frame.grey if first is None else first
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
            hints=hints(first, tally.unread) if deep and first is not None and not tally.symbols else (),
        )

    def _session(self, watch: Watch, *, deep: bool) -> Session:
        until = self._clock() + self.limits.deep_seconds
        tools = Tools(
            plan=self._plans[deep],
            watch=watch,
            detector=self._detector if deep else None,
            is_late=lambda: self._clock() > until,
        )
        return Session(tools)


def _detector() -> CodeDetector | None:
    """None where the networks are missing: `decoders.available` says so."""
    try:
        return CodeDetector()
    except DecoderUnavailable:
        return None
