"""Originals that commands read: each time is written down."""

from pathlib import Path

from mergen.options import person
from mergen.settings import load

BY_HAND = "read from the folder of evidence by hand"


def write_down_original(path: Path) -> None:
    """Write into the custody log that somebody reads a file, where it is a stored original. Raises
    StoreError."""
    settings = load()
    if not path.resolve().is_relative_to((settings.evidence / "blobs").resolve()):
        return
    from mergen.composition import Workshop  # noqa: PLC0415 - most files are no originals
    from pipeline.events import VIEWED, record  # noqa: PLC0415

    with Workshop(settings) as workshop, workshop.database.write() as session:
        subject = ("blob", path.resolve().name)
        record(session, VIEWED, subject, actor=person(), at=workshop.clock(), why=BY_HAND)
