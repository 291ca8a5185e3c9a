"""OpenCV's three readers of QR codes, each for a process of its own: two of them hang on some photos."""

from importlib.resources import as_file, files

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.harness import BenchmarkError
from benchmarks.peer_reading import PeerReader, reading, unopened
from qr.symbol import Reading

Colour = NDArray[np.uint8]
VERSION = cv2.__version__
FAULTS = (cv2.error, UnicodeDecodeError, SystemError)
NETWORKS = ("detect.prototxt", "detect.caffemodel", "sr.prototxt", "sr.caffemodel")


def colour_picture(image: bytes) -> Colour | None:
    """The picture as OpenCV opens it, BGR; None where it does not."""
    try:
        picture = cv2.imdecode(np.frombuffer(image, dtype=np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:
        return None
    return None if picture is None else np.asarray(picture, dtype=np.uint8)


class Detector(PeerReader):
    """`QRCodeDetector` on the picture as it is."""

    name = "OpenCV"
    version = VERSION

    def __init__(self) -> None:
        self._detector: cv2.QRCodeDetector | cv2.QRCodeDetectorAruco = cv2.QRCodeDetector()

    def look(self, image: bytes) -> Reading:
        """What stands in the picture of a file."""
        colour = colour_picture(image)
        return unopened() if colour is None else self.picture(colour)

    def picture(self, colour: Colour) -> Reading:
        """What stands in an opened picture."""
        try:
            return reading(self.name, filter(None, self.texts(colour)))
        except FAULTS as error:
            return Reading(error=str(error))

    def texts(self, colour: Colour) -> list[str]:
        """The texts, "" for a code that was found and not read."""
        _, texts, _, _ = self._detector.detectAndDecodeMulti(colour)
        return list(texts)


class ArucoDetector(Detector):
    """`QRCodeDetectorAruco`, which finds the finder patterns as markers."""

    name = "OpenCV Aruco"

    def __init__(self) -> None:
        super().__init__()
        self._detector = cv2.QRCodeDetectorAruco()


class WeChat(Detector):
    """WeChat's reader with its four networks."""

    name = "WeChat"

    def __init__(self) -> None:
        super().__init__()
        if not hasattr(cv2, "wechat_qrcode_WeChatQRCode"):
            raise BenchmarkError("this OpenCV has no WeChat reader: install opencv-contrib-python-headless")
        with as_file(files("qr") / "wechat") as folder:
            self._wechat = cv2.wechat_qrcode_WeChatQRCode(*(str(folder / name) for name in NETWORKS))

    def texts(self, colour: Colour) -> list[str]:
        texts, _ = self._wechat.detectAndDecode(colour)
        return list(texts)
