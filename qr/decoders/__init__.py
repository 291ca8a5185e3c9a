"""The decoders, and which of them this machine can run."""

from dataclasses import dataclass

from qr.decoder import Decoder
from qr.decoders.opencv import OpenCvDecoder
from qr.decoders.wechat import WeChatDecoder
from qr.decoders.zbar import ZbarDecoder
from qr.decoders.zxing import ZxingDecoder, ZxingGlobalDecoder, ZxingMatrixDecoder
from qr.errors import DecoderUnavailable
from qr.grid.decoder import GridDecoder

DECODERS: tuple[type[Decoder], ...] = (
    ZxingDecoder,
    ZxingGlobalDecoder,
    ZxingMatrixDecoder,
    ZbarDecoder,
    OpenCvDecoder,
    WeChatDecoder,
    GridDecoder,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Available:
    """The decoders that can run here, and for each other one why not."""

    ready: tuple[Decoder, ...]
    missing: tuple[DecoderUnavailable, ...] = ()


def available(kinds: tuple[type[Decoder], ...] = DECODERS) -> Available:
    """Makes one decoder of each kind; a missing library takes out its decoder and no other."""
    ready: list[Decoder] = []
    missing: list[DecoderUnavailable] = []
    for kind in kinds:
        try:
            ready.append(kind())
        except DecoderUnavailable as error:
            missing.append(error)
    return Available(ready=tuple(ready), missing=tuple(missing))
