"""What the benchmarks of codes look at: photos of codes, and pictures without one."""

import base64
import binascii
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks import generated
from benchmarks.harness import Options, spread
from benchmarks.qr_corpus import OTHER_CODES, Photo, holds_a_code, photos, pictures

QUICK_PHOTOS = 60
QUICK_EMPTY = 60
GENERATED_PHOTOS = 60
QUICK_GENERATED = 6
IN_A_PAGE = re.compile(rb"data:image/(?:png|jpeg|gif|webp);base64,([A-Za-z0-9+/=]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Empty:
    """A picture without a code, and what kind it is: the folder that it is in."""

    image: bytes
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Photos of QR codes, photos of other codes, pictures without a code, and whether they are `real`."""

    photos: list[Photo]
    others: list[Photo]
    empty: list[Empty]
    kind: str


@contextmanager
def qr_input(options: Options) -> Iterator[Given]:
    """The real data where there are any, else invented pictures. Raises `BenchmarkError` without a truth."""
    folder = options.real("qr")
    if folder is not None:
        yield _real(folder, options)
        return
    with tempfile.TemporaryDirectory(prefix="mergen-benchmark-") as name:
        count = QUICK_GENERATED if options.quick else GENERATED_PHOTOS
        empty = [Empty(image=image, kind="generated") for image in generated.pictures(count)]
        yield Given(photos=_generated(Path(name), count), others=[], empty=empty, kind="generated")


def empty_pictures(data: Path) -> list[Empty]:
    """The pictures of `data/qr/neg` that hold no code, and those within the pages of `data/pages`."""
    root = data / "qr" / "neg"
    found = [
        Empty(image=path.read_bytes(), kind=path.relative_to(root).parts[0] if path.parent != root else "neg")
        for path in pictures(root)
    ]
    inside: dict[bytes, None] = {}
    for page in sorted((data / "pages").rglob("*.html")):
        inside.update(dict.fromkeys(_inside(page.read_bytes())))
    found += [Empty(image=image, kind="in a page") for image in inside]
    return [picture for picture in found if not holds_a_code(picture.image)]


def _inside(page: bytes) -> Iterator[bytes]:
    for match in IN_A_PAGE.finditer(page):
        try:
            yield base64.b64decode(match[1], validate=True)
        except binascii.Error:  # cut short by whoever saved the page
            continue


def _real(folder: Path, options: Options) -> Given:
    every = [photo for photo in photos(folder.parent, others=True) if options.wants(photo.set)]
    others = [photo for photo in every if photo.set.startswith(OTHER_CODES)]
    corpus = [photo for photo in every if not photo.set.startswith(OTHER_CODES)]
    empty = empty_pictures(folder.parent)
    if options.quick:
        corpus, empty, others = spread(corpus, QUICK_PHOTOS), spread(empty, QUICK_EMPTY), []
    return Given(photos=corpus, others=others, empty=empty, kind="real")


def _generated(folder: Path, count: int) -> list[Photo]:
    corpus = []
    for code in generated.codes(count):
        path = folder / code.name
        path.write_bytes(code.image)
        corpus.append(Photo(path=path, set="generated", texts=frozenset((code.text,)), unknown=0))
    return corpus
