"""What can go wrong in this room.

    QrError
    ├── DecoderUnavailable   a decoder's library is not on this machine; the others go on
    ├── DecoderFailed        a decoder gave up on one picture; it costs that attempt
    ├── PictureError         the bytes are no picture that can be read, or one above a limit
    ├── StepLost             a step on an image killed the child process, took too long or raised
    ├── ReaderNotStarted     an isolated reader's process could not build its reader
    └── ReaderClosed         an isolated reader was asked to read after `close()`

`Reader.read` raises none of the first three, `IsolatedReader.read` none of the first four: a bad picture
gives a `Reading` with `error` set, a lost attempt one with `failures`.
"""


class QrError(Exception):
    """Any fault of this room."""


class DecoderUnavailable(QrError):
    """A decoder's library is missing. The message says what to install."""

    def __init__(self, decoder: str, remedy: str) -> None:
        super().__init__(f"The {decoder} decoder is not available: {remedy}")
        self.decoder = decoder


class DecoderFailed(QrError):
    """A decoder raised on one picture."""


class PictureError(QrError):
    """The bytes cannot be looked at as a picture. `width` and `height` are 0 unless the header told them."""

    def __init__(self, message: str, width: int = 0, height: int = 0) -> None:
        super().__init__(message)
        self.width = width
        self.height = height


class StepLost(QrError):
    """A step on an image did not end well. `step` is empty where none had begun; `child_is_well` tells
    whether the child waits for the next request."""

    def __init__(self, step: str, cause: str, *, child_is_well: bool = False) -> None:
        super().__init__(cause)
        self.step = step
        self.child_is_well = child_is_well


class ReaderNotStarted(QrError):
    """The child process could not build the reader: a fault of this installation, not of an image."""


class ReaderClosed(QrError):
    """The reader was closed."""


def reason(error: BaseException) -> str:
    """What an exception of a library says, for a person."""
    if isinstance(error, MemoryError):
        return "not enough memory"
    # OpenCV's own words, without its version, file and line.
    return getattr(error, "err", "") or str(error) or type(error).__name__
