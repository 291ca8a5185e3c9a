"""The reader for codes that no other decoder reads."""

from collections.abc import Iterator

import cv2
import numpy as np

from qr.decoder import Pixels
from qr.errors import DecoderFailed
from qr.geometry import quad
from qr.grid.codewords import Words, modules_of, words_of
from qr.grid.contrast import contrast_of
from qr.grid.finder import finders_of
from qr.grid.formats import Format, formats_of
from qr.grid.layout import Soft
from qr.grid.modules import light_of, views
from qr.grid.plane import best_plane, projected, refined
from qr.grid.stream import Message, Unreadable, message_of
from qr.grid.triple import Triple, triples_of
from qr.grid.warp import Warp, bent, flat
from qr.symbol import Symbol, SymbolFormat

_LONGEST, _SHORTEST = 600, 300
_MODULE = 7.0
_FIRST_AGREEMENT, _AGREEMENT = 0.2, 0.4
_FORMAT_AGREEMENT = 0.35
_LIKENESS = 0.6
_PROOF, _PROOF_WITH_FLAWS = 22.0, 40.0


class GridDecoder:
    """Reads one QR code in a picture that holds little else."""

    name = "grid"
    version = "1"
    formats: tuple[SymbolFormat, ...] = (SymbolFormat.QR,)

    def decode(self, image: Pixels) -> list[Symbol]:
        try:
            return self._decode(image)
        except (cv2.error, np.linalg.LinAlgError) as error:
            raise DecoderFailed(f"{self.name}: {error}") from error

    def _decode(self, image: Pixels) -> list[Symbol]:
        grey = (
            image if image.ndim == 2 else np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
        )
        if min(grey.shape) < 21:
            return []
        for light, finders in finders_of(grey):
            picture = np.asarray(255 - grey if light else grey, dtype=np.uint8)
            for triple in triples_of(finders)[:3]:
                for found in self._at(picture, triple):
                    return [found]
        return []

    def _at(self, grey: Pixels, triple: Triple) -> Iterator[Symbol]:
        scale = min(1.0, _MODULE / triple.module)
        picture = grey
        if scale < 1:
            picture = np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
        contrast = contrast_of(picture, triple.module * scale)
        corners = [each * scale for each in triple.corners()]
        planes = [best_plane(contrast, corners, version, 3.5) for version in triple.versions()]
        planes.sort(key=lambda plane: -plane.agreement)
        for plane in planes[:2]:
            if plane.agreement < _FIRST_AGREEMENT:
                break
            best = refined(contrast, plane)
            if best.agreement < _AGREEMENT:
                continue
            for warp in (bent(contrast, best, 2, 3), flat(best), bent(contrast, best, 3, 5)):
                found = self._symbol(picture, warp, 1 / scale)
                if found:
                    yield found

    def _symbol(self, grey: Pixels, warp: Warp, scale: float) -> Symbol | None:
        weighed = views(light_of(grey, warp), warp.plane.layout)
        layout = warp.plane.layout
        for form in formats_of(np.asarray(sum(weighed[:3])), layout):
            if form.agreement < _FORMAT_AGREEMENT:
                break
            words = words_of(weighed, layout, form)
            message = None if words is None else self._message(words, weighed, warp, form)
            if message is not None:
                return self._made(message, warp, scale)
        return None

    def _message(self, words: Words, weighed: list[Soft], warp: Warp, form: Format) -> Message | None:
        layout = warp.plane.layout
        dark = modules_of(words.sequence, layout, form)
        best = 0.0
        for view in weighed:
            modules = np.ascontiguousarray(view.T if form.mirrored else view).ravel()[layout.data]
            best = max(best, float((modules * np.where(dark, 1, -1)).sum() / (np.abs(modules).sum() + 1e-6)))
        if best < _LIKENESS:
            return None
        try:
            message = message_of(words.data, layout.version)
        except Unreadable:
            return None
        proof = words.surplus + (0 if message.flaws else message.proof)
        return message if proof >= (_PROOF_WITH_FLAWS if message.flaws else _PROOF) else None

    def _made(self, message: Message, warp: Warp, scale: float) -> Symbol:
        side = warp.plane.layout.side
        corners = np.array([(0, 0), (side, 0), (side, side), (0, side)], dtype=np.float32)
        x, y = projected(warp.plane.matrix[None], corners)
        return Symbol(
            text=message.text,
            raw=message.raw,
            format=SymbolFormat.QR,
            position=quad(zip((x.ravel() * scale).tolist(), (y.ravel() * scale).tolist(), strict=True)),
            decoder=self.name,
        )
