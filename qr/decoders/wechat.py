"""WeChat's reader: a small network finds the code, a patient ZXing reads it.

It reads damaged, glaring, artistic and non-standard codes that every other open decoder misses, at twenty
times zxing-cpp's cost. The networks are Tencent's (`qr/wechat/README.md`).
"""

from hashlib import sha256
from importlib.resources import as_file, files
from pathlib import Path

import cv2
import numpy as np

from qr.charset import text_of
from qr.decoder import Pixels
from qr.errors import DecoderFailed, DecoderUnavailable, reason
from qr.geometry import quad
from qr.symbol import Symbol, SymbolFormat

NETWORKS = {
    "detect.prototxt": "e8acfc395caf443a47f15686a9b9207b36cb8f7e6ceb8fbaf6466665e68a9466",
    "detect.caffemodel": "cc49b8c9babaf45f3037610fe499df38c8819ebda29e90ca9f2e33270f6ef809",
    "sr.prototxt": "8ae41acba97e8b4a8e741ee350481e49b8e01d787193f470a4c95ee1c02d5b61",
    "sr.caffemodel": "e5d36889d8e6ef2f1c1f515f807cec03979320ac81792cd8fb927c31fd658ae3",
}
"""The files and their SHA-256 digests."""
_REINSTALL = "Mergen's own data files are missing or changed; install Mergen again."
_BUILD = "this OpenCV has no WeChat module; install opencv-contrib-python-headless 4.14 or a later 4."


class WeChatDecoder:
    """WeChat's detector and reader, QR codes only. Raises `DecoderUnavailable` without OpenCV's contributed
    modules or with networks other than those that were measured."""

    name = "wechat"
    formats: tuple[SymbolFormat, ...] = (SymbolFormat.QR,)

    def __init__(self) -> None:
        if not hasattr(cv2, "wechat_qrcode_WeChatQRCode"):
            raise DecoderUnavailable(self.name, _BUILD)
        self.version = f"{cv2.__version__} (networks {NETWORKS['detect.caffemodel'][:8]})"
        with as_file(files("qr") / "wechat") as folder:
            paths = [checked(folder / name, self.name) for name in NETWORKS]
            self._reader = cv2.wechat_qrcode_WeChatQRCode(*map(str, paths))

    def decode(self, image: Pixels) -> list[Symbol]:
        try:
            texts, places = self._reader.detectAndDecode(image)
        except UnicodeDecodeError as error:
            # OpenCV's binding cannot hand over what is not UTF-8, but the fault holds the first such code's
            # bytes. The places are lost with it; a cut-out holds its code in the middle.
            height, width = image.shape[:2]
            left, right, top, bottom = 0.4 * width, 0.6 * width, 0.4 * height, 0.6 * height
            place = [(left, top), (right, top), (right, bottom), (left, bottom)]
            return [self._symbol(error.object, place)]
        except (cv2.error, SystemError) as error:
            raise DecoderFailed(f"{self.name}: {reason(error)}") from error
        return [
            self._symbol(text.encode("utf-8"), np.asarray(place, dtype=float).tolist())
            for text, place in zip(texts, places, strict=True)
            if text
        ]

    def _symbol(self, raw: bytes, place: list[tuple[float, float]]) -> Symbol:
        return Symbol(
            text=text_of(raw), raw=raw, format=SymbolFormat.QR, position=quad(place), decoder=self.name
        )


def checked(path: Path, decoder: str) -> Path:
    """The path of a network whose digest is right. Raises `DecoderUnavailable`."""
    try:
        digest = sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise DecoderUnavailable(decoder, _REINSTALL) from error
    if digest != NETWORKS[path.name]:
        raise DecoderUnavailable(decoder, _REINSTALL)
    return path
