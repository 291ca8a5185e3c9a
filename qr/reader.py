"""Image bytes to symbols."""

import time
from collections.abc import Callable, Sequence
from importlib.metadata import version

from qr.cascade import plan_for
from qr.decoder import Decoder
from qr.decoders import DECODERS, available
from qr.decoders.zxing import ZxingLinearDecoder
from qr.errors import DecoderUnavailable, PictureError
from qr.limits import ReadLimits
from qr.picture import LIBRARIES, open_picture
from qr.places import CodeDetector
from qr.session import Session, Tools
from qr.symbol import Reading
from qr.tally import Tally
from qr.watch import NO_WATCH, OPEN, Watch, watched

LATE = "the time for one image was spent: not every attempt was made"
# Raised when the same decoders would give another result: another plan, another choice of character set.
REVISION = 7


class Reader:
    """Reads the codes of one image after another. Not for several threads at once.

    `decoders` are by default those that this machine can run; `missing` says which others there are and
    what to install for them. With `linear`, one-dimensional codes are read too. A decoder that hangs or
    crashes takes the process with it: for images from outside use `qr.worker.IsolatedReader`.
    """

    def __init__(
        self,
        decoders: Sequence[Decoder] | None = None,
        limits: ReadLimits | None = None,
        clock: Callable[[], float] = time.monotonic,
        *,
        linear: bool = False,
    ) -> None:
        kinds = (*DECODERS, ZxingLinearDecoder) if linear else DECODERS
        found = available(kinds) if decoders is None else None
        self.decoders = found.ready if found else tuple(decoders or ())
        self.missing: tuple[DecoderUnavailable, ...] = found.missing if found else ()
        self.limits = limits or ReadLimits()
        self._plans = {deep: plan_for(self.decoders, deep=deep) for deep in (False, True)}
        self._detector = _detector() if decoders is None else None
        self._clock = clock

    @property
    def version(self) -> str:
        """Changes whenever the same image may give another reading: the key for caching results."""
        decoders = (f"{decoder.name} {decoder.version}" for decoder in self.decoders)
        openers = (f"{name} {version(name)}" for name in LIBRARIES)
        return f"reader {REVISION}; " + ", ".join((*decoders, *openers))

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
        tally, session = Tally(), self._session(watch, deep=deep)
        try:
            for frame in watched(picture.frames(), watch):
                if frame.index and session.is_late:
                    break
                tally.add(session.read(frame), frame.index)
        except PictureError as error:
            if not tally.symbols:
                return Reading(width=error.width, height=error.height, error=str(error))
            session.failures.append(str(error))
        if session.is_late:
            session.failures.append(LATE)
        return Reading(
            width=picture.width,
            height=picture.height,
            symbols=tally.symbols,
            unread=tally.unread,
            hints=session.hints(tally.unread) if deep and not tally.symbols else (),
            failures=tuple(dict.fromkeys(session.failures)),
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
