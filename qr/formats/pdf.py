"""PDF pages (ISO 32000), drawn one by one."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
from pypdfium2 import PdfDocument, PdfiumError, PdfPage, raw

from qr.decoder import Pixels
from qr.errors import PictureError, reason
from qr.formats.size import check_size
from qr.frame import Frame
from qr.limits import ReadLimits

_POINTS_PER_INCH = 72
_DOTS_PER_INCH = 200  # a code of 2 cm and 45 modules then has 3.5 pixels a module
_LONGEST_SIDE = 3000
_LOCKED = "The PDF is locked with a password. Save a copy without one and try again."


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfPicture:
    """A document. Width and height are those of its first page as drawn; a frame is a page."""

    width: int
    height: int
    document: PdfDocument
    limits: ReadLimits

    def frames(self) -> Iterator[Frame]:
        """See `qr.picture.Picture`."""
        spent = 0
        for index in range(min(len(self.document), self.limits.max_frames)):
            grey = self._drawn(index, grayscale=True)
            spent += grey.size
            if index and spent > self.limits.max_pixels:
                return
            yield Frame(index=index, grey=grey, colour=partial(self._drawn, index))

    def _drawn(self, index: int, *, grayscale: bool = False) -> Pixels:
        try:
            page = self.document[index]
            try:
                scale = _scale(page)
                check_size(*_size(page, scale), self.limits)
                bitmap = page.render(
                    scale=scale, grayscale=grayscale, rev_byteorder=True, may_draw_forms=False
                )
                drawn = np.array(bitmap.to_numpy(), dtype=np.uint8)
                bitmap.close()
            finally:
                page.close()
        except (PdfiumError, ValueError, MemoryError) as error:
            raise _damaged(error, self.width, self.height, index) from error
        return drawn[..., 0] if drawn.ndim == 3 and grayscale else drawn


def is_pdf(data: bytes) -> bool:
    """By the header, which readers find although other bytes stand before it."""
    return data[:1024].lstrip().startswith(b"%PDF-")


def open_pdf(data: bytes, limits: ReadLimits) -> PdfPicture:
    """Reads the document's structure and its first page's size. Raises `PictureError`."""
    try:
        document = PdfDocument(data)
        if not len(document):
            raise PictureError("The PDF has no pages.")
        page = document[0]
        width, height = _size(page, _scale(page))
    except PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise PictureError(_LOCKED) from error
        raise _damaged(error, 0, 0) from error
    return PdfPicture(width=width, height=height, document=document, limits=limits)


def _scale(page: PdfPage) -> float:
    """Pixels a point: a page that says it is as large as a house is drawn smaller."""
    longest: float = max(page.get_size())
    return min(_DOTS_PER_INCH / _POINTS_PER_INCH, _LONGEST_SIDE / max(longest, 1.0))


def _size(page: PdfPage, scale: float) -> tuple[int, int]:
    width, height = page.get_size()
    return int(np.ceil(width * scale)), int(np.ceil(height * scale))


def _damaged(error: Exception, width: int, height: int, index: int = 0) -> PictureError:
    where = f" (page {index + 1})" if index else ""
    return PictureError(f"The PDF{where} is damaged or cut short: {reason(error)}", width, height)
