"""Working copies of photos: what is hidden in them, and what stays (R9)."""

from hashlib import sha256
from io import BytesIO

import cv2
import numpy as np
import pytest
import segno
import sqlalchemy as sa
from numpy.typing import NDArray
from PIL import Image

from models.capture import Blob
from models.image import Photo
from pipeline.leads import Leads
from pipeline.photos import PhotoDesk, Sent
from pipeline.privacy import found, working_copy
from qr.reader import Reader
from tests.pipeline.conftest import PREVIEW, Journey, scorer

CODE = "http://hidden.example/enter"


def drawn_face() -> NDArray[np.uint8]:
    """A face as a child would draw it, which is enough for a cascade."""
    picture = np.full((480, 1000, 3), (150, 160, 150), np.uint8)
    cv2.ellipse(picture, (320, 330), (150, 190), 0, 180, 360, (60, 60, 70), -1)
    cv2.ellipse(picture, (320, 240), (90, 120), 0, 0, 360, (150, 180, 215), -1)
    cv2.ellipse(picture, (320, 160), (95, 70), 0, 180, 360, (30, 30, 40), -1)
    for x in (285, 355):
        cv2.ellipse(picture, (x, 205), (24, 6), 0, 180, 360, (40, 40, 60), -1)
        cv2.ellipse(picture, (x, 222), (18, 9), 0, 0, 360, (70, 80, 100), -1)
        cv2.circle(picture, (x, 222), 7, (20, 20, 20), -1)
    cv2.ellipse(picture, (320, 265), (16, 10), 0, 0, 180, (110, 140, 180), -1)
    cv2.line(picture, (312, 225), (306, 262), (130, 160, 195), 4)
    cv2.ellipse(picture, (320, 300), (34, 9), 0, 0, 360, (70, 70, 140), -1)
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), 3), dtype=np.uint8)


@pytest.fixture(scope="module")
def photo() -> bytes:
    """A face beside a sticker, as a telephone would send it."""
    picture = Image.fromarray(drawn_face()[:, :, ::-1])
    code = BytesIO()
    segno.make_qr(CODE).save(code, kind="png", scale=8)
    picture.paste(Image.open(code).convert("RGB"), (640, 60))
    exif = Image.Exif()
    exif[0x010F] = "Example camera"
    buffer = BytesIO()
    picture.save(buffer, "JPEG", quality=92, exif=exif)
    return buffer.getvalue()


def test_r9_a_face_is_beyond_recognition_in_the_working_copy(photo: bytes) -> None:
    copy = working_copy(photo)
    assert copy is not None
    assert copy.hidden >= 1
    shown = cv2.imdecode(np.frombuffer(copy.data, np.uint8), cv2.IMREAD_COLOR)
    assert shown is not None
    assert [box for box in found(np.asarray(shown, dtype=np.uint8)) if box[0] < 500] == []
    assert f"{copy.hidden} places hidden" in copy.made_by


def test_r9_nothing_but_pixels_is_in_the_working_copy(photo: bytes) -> None:
    copy = working_copy(photo)
    assert copy is not None
    assert dict(Image.open(BytesIO(photo)).getexif())
    assert not dict(Image.open(BytesIO(copy.data)).getexif())


def test_a_code_is_read_in_the_working_copy_too(photo: bytes) -> None:
    [symbol] = Reader().read(photo, deep=True).symbols
    copy = working_copy(photo, [symbol.position])
    assert copy is not None
    assert [each.text for each in Reader().read(copy.data, deep=True).symbols] == [CODE]


def test_what_is_no_picture_has_no_working_copy() -> None:
    assert working_copy(b"no picture") is None


def test_r9_the_original_is_kept_as_it_came_and_the_copy_says_what_made_it(
    local_journey: Journey, photo: bytes
) -> None:
    leads = Leads(depth=1, preview=PREVIEW)
    journey = local_journey
    desk = PhotoDesk(journey.database, journey.blobs, journey.pictures, leads, scorer(), journey.clock)
    desk.take(photo, Sent(file_name="wall.jpg"))
    with journey.database.read() as session:
        row = session.scalars(sa.select(Photo)).one()
        copy = session.get_one(Blob, row.working_sha256)
    assert row.sha256 == sha256(photo).hexdigest()
    assert journey.blobs.get(row.sha256) == photo
    assert copy.derived_from == row.sha256
    assert "OpenCV" in copy.made_by
