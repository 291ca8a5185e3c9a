"""Photos that look like earlier ones, and the same code photographed twice at one place.

Two photos are near where their perceptual hashes differ in few bits: pHash (DCT) finds, dHash (gradients)
confirms. On 90 real photos every copy that was recompressed, halved, brightened or cut by up to 3 % lay
within these limits, and no two photos of different things did: the nearest differed in 14 bits of pHash.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import imagehash
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.image import Photo, PhotoBand, Symbol
from qr.errors import PictureError
from qr.limits import ReadLimits
from qr.picture import open_picture

MOST_PHASH = 9
MOST_DHASH = 10
MOST_NEAR = 20
BANDS, BAND_BITS = 4, 16
# Of nine differing bits in four bands, one band has two at most (Norouzi, Punjani & Fleet 2012).
_BAND_RADIUS = MOST_PHASH // BANDS
# A picture of one colour looks like every other.
_FEATURELESS = 4.0
BESIDE_METRES = 50.0
_EARTH_METRES = 6_371_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A photo's perceptual hashes, 64 bits each."""

    phash: int
    dhash: int

    def resembles(self, other: "Look") -> bool:
        return (self.phash ^ other.phash).bit_count() <= MOST_PHASH and (
            self.dhash ^ other.dhash
        ).bit_count() <= MOST_DHASH


def look_of(data: bytes, limits: ReadLimits | None = None) -> Look | None:
    """The look of a photo as displayed (turned by its EXIF orientation); None where it shows nothing. For
    bytes that a reader in a process of its own has come through with."""
    try:
        grey = next(open_picture(data, limits or ReadLimits()).frames()).grey
    except (PictureError, StopIteration):
        return None
    if float(grey.std()) < _FEATURELESS:
        return None
    image = Image.fromarray(grey)
    phash, dhash = (int(str(made), 16) for made in (imagehash.phash(image), imagehash.dhash(image)))
    return Look(phash=phash, dhash=dhash)


def band_keys(look: Look) -> tuple[int, ...]:
    """The keys under which a photo is found: 16 bits of its pHash each, with the band's number above."""
    return tuple(band << BAND_BITS | look.phash >> band * BAND_BITS & 0xFFFF for band in range(BANDS))


def near_photos(session: Session, look: Look, *, but: str) -> tuple[str, ...]:
    """The digests of stored photos that look like this one, nearest first, at most `MOST_NEAR`, not `but`.

    Every photo within `MOST_PHASH` bits is found; of a million, the index leaves some ten thousand.
    """
    keys = [key for exact in band_keys(look) for key in _around(exact)]
    query = (
        select(Photo.sha256, Photo.phash, Photo.dhash)
        .join(PhotoBand, PhotoBand.photo_id == Photo.id)
        .where(PhotoBand.key.in_(keys), Photo.sha256 != but)
        .distinct()
    )
    found = {
        digest: (look.phash ^ other.phash).bit_count()
        for digest, phash, dhash in session.execute(query)
        if phash and dhash and look.resembles(other := Look(phash=int(phash, 16), dhash=int(dhash, 16)))
    }
    return tuple(sorted(found, key=lambda digest: (found[digest], digest))[:MOST_NEAR])


def add_look(session: Session, photo: Photo, look: Look) -> None:
    """Remember a photo's look, so that later ones find it."""
    photo.phash, photo.dhash = f"{look.phash:016x}", f"{look.dhash:016x}"
    session.add_all(PhotoBand(key=key, photo_id=photo.id) for key in band_keys(look))


def same_code_beside(session: Session, photo: Photo) -> tuple[str, ...]:
    """The digests of other photos that show a code with the same payload within `BESIDE_METRES`: the same
    sticker photographed again, or a second one on the same wall. Only a person can tell which."""
    here = _place(photo)
    if here is None:
        return ()
    payloads = select(Symbol.payload_id).where(Symbol.image_sha256 == photo.sha256)
    query = (
        select(Photo)
        .where(
            Photo.sha256 != photo.sha256,
            Photo.sha256.in_(select(Symbol.image_sha256).where(Symbol.payload_id.in_(payloads))),
        )
        .order_by(Photo.id)
    )
    places = ((other.sha256, _place(other)) for other in session.scalars(query))
    beside = [digest for digest, place in places if place and _metres(here, place) <= BESIDE_METRES]
    return tuple(beside[:MOST_NEAR])


def _around(key: int) -> Iterator[int]:
    """All keys of the same band that differ in at most `_BAND_RADIUS` bits."""
    for count in range(_BAND_RADIUS + 1):
        for bits in combinations(range(BAND_BITS), count):
            yield key ^ sum(1 << bit for bit in bits)


def _place(photo: Photo) -> tuple[float, float] | None:
    """Where a photo was taken: as its sender says, else as its camera does."""
    said: Sequence[tuple[float | None, float | None]] = (
        (photo.latitude, photo.longitude),
        (photo.camera_latitude, photo.camera_longitude),
    )
    for latitude, longitude in said:
        if latitude is not None and longitude is not None:
            return latitude, longitude
    return None


def _metres(one: tuple[float, float], two: tuple[float, float]) -> float:
    """The distance on a sphere (haversine formula)."""
    (lat1, lon1), (lat2, lon2) = (tuple(map(math.radians, place)) for place in (one, two))
    half = (
        math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * _EARTH_METRES * math.asin(math.sqrt(min(1.0, half)))
