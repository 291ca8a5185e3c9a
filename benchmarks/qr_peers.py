"""Other readers, as their users call them, behind the form of Mergen's reader."""

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import cast

import numpy as np
import segno
import zxingcpp
from PIL import Image
from pyzbar import pyzbar

from benchmarks import peer_boofcv, peer_opencv
from benchmarks.harness import BenchmarkError, cpu_seconds
from benchmarks.peer_reading import PeerReader, Read, Side, grey_picture, reading, unopened
from qr.reader import Reader
from qr.symbol import Reading
from qr.worker import IsolatedReader, WorkerLimits

QR_FAMILY = zxingcpp.BarcodeFormats(
    (zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.MicroQRCode, zxingcpp.BarcodeFormat.RMQRCode)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """Another reader. `open` starts what it needs and ends it again; the argument is the limit in seconds
    for a picture."""

    name: str
    open: Callable[[float], AbstractContextManager[Side]]


def zxing_alone(image: bytes) -> Reading:
    """zxing-cpp on the grey picture, QR family only, with its defaults."""
    grey = grey_picture(image)
    if grey is None:
        return unopened()
    found = zxingcpp.read_barcodes(np.asarray(grey), formats=QR_FAMILY, text_mode=zxingcpp.TextMode.Plain)
    return reading("zxing-cpp", (code.text for code in found))


def pyzbar_alone(image: bytes) -> Reading:
    """pyzbar on the grey picture, told to look for QR codes only, which is its fastest way. On some photos
    it fails on an orientation that it does not know: they count as not read."""
    grey = grey_picture(image)
    return unopened() if grey is None else pyzbar_reading(grey)


def pyzbar_reading(grey: Image.Image) -> Reading:
    """What pyzbar reads on a grey picture."""
    try:
        found = pyzbar.decode(grey, symbols=[pyzbar.ZBarSymbol.QRCODE])
    except ValueError as error:
        return Reading(error=str(error))
    return reading("pyzbar", (symbol.data.decode("utf-8", "replace") for symbol in found))


class PeersOrder(PeerReader):
    """pyzbar, then OpenCV's `QRCodeDetector`, each also on the inverted picture; the first library that
    gives anything has the last word. So does the one peer that reads codes from the street."""

    version = peer_opencv.VERSION

    def __init__(self) -> None:
        self._opencv = peer_opencv.Detector()

    def look(self, image: bytes) -> Reading:
        """What stands in the picture of a file."""
        grey = grey_picture(image)
        colour = peer_opencv.colour_picture(image)
        if grey is None or colour is None:
            return unopened()
        tries: tuple[Callable[[], Reading], ...] = (
            lambda: pyzbar_reading(grey),
            lambda: pyzbar_reading(grey.point(lambda level: 255 - level)),
            lambda: self._opencv.picture(colour),
            lambda: self._opencv.picture(255 - colour),
        )
        found = (attempt() for attempt in tries)
        return next((each for each in found if each.symbols), Reading())


def _both_pictures(image: bytes) -> object:
    return grey_picture(image), peer_opencv.colour_picture(image)


@contextmanager
def _here(read: Read, _: float) -> Iterator[Side]:
    yield Side(read=read, opens=grey_picture)


@contextmanager
def _apart(
    make: Callable[[], object], seconds: float, opens: Callable[[bytes], object] = peer_opencv.colour_picture
) -> Iterator[Side]:
    # The child asks for `read` and `version` and nothing else of a `Reader`.
    limits = WorkerLimits(seconds=seconds)
    with IsolatedReader(cast(Callable[[], Reader], make), limits) as isolated:
        _check(isolated.read)  # starts its process, so that starting it is not counted
        yield Side(read=isolated.read, opens=opens, clock=cpu_seconds)


def _check(read: Read) -> None:
    picture = io.BytesIO()
    segno.make(PLAIN, micro=False).save(picture, kind="png", scale=8)
    found = read(picture.getvalue())
    if PLAIN not in {symbol.text for symbol in found.symbols}:
        raise BenchmarkError(f"a peer does not read a plain code: {found.error or 'nothing found'}")


@contextmanager
def _boofcv(_: float) -> Iterator[Side]:
    with peer_boofcv.detector() as read:
        yield Side(read=read, opens=grey_picture, clock=cpu_seconds)


ZXING = Peer(name="zxing-cpp", open=partial(_here, zxing_alone))
PYZBAR = Peer(name="pyzbar", open=partial(_here, pyzbar_alone))
OPENCV = Peer(name="OpenCV", open=partial(_apart, peer_opencv.Detector))
ARUCO = Peer(name="OpenCV Aruco", open=partial(_apart, peer_opencv.ArucoDetector))
WECHAT = Peer(name="WeChat", open=partial(_apart, peer_opencv.WeChat))
BOOFCV = Peer(name="BoofCV", open=_boofcv)
ORDER = Peer(name="peer's order", open=partial(_apart, PeersOrder, opens=_both_pictures))
TOGETHER = "five together"
PLAIN = "https://qala.example/"


def peers(wanted: Sequence[str] = ()) -> tuple[Peer, ...]:
    """Those of the names, or all that run here; BoofCV needs its Python package and Java. Raises
    `BenchmarkError` for a name that is not known or does not run."""
    boofcv = (BOOFCV,) if peer_boofcv.is_here() else ()
    known = (ZXING, PYZBAR, OPENCV, ARUCO, WECHAT, *boofcv, ORDER)
    names = [peer.name for peer in known]
    for name in wanted:
        if name not in names:
            raise BenchmarkError(f"there is no peer {name} here; there are {', '.join(names)}")
    return tuple(peer for peer in known if not wanted or peer.name in wanted)


def five(chosen: Sequence[Peer]) -> tuple[str, ...]:
    """The names of the five whose readings count together: BoofCV, where it runs, in the place of OpenCV's
    weaker detector. Empty unless all five were chosen."""
    names = {peer.name for peer in chosen}
    last = BOOFCV if BOOFCV.name in names else ARUCO
    members = tuple(peer.name for peer in (ZXING, PYZBAR, OPENCV, WECHAT, last))
    return members if set(members) <= names else ()
