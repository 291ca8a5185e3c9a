"""The composition root: settings become the parts that commands work with.

Each part is imported where it is built: together they take seconds to load, and most commands need few.
"""

import platform
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from mergen.clock import utc_now

if TYPE_CHECKING:
    from classifiers.score import Scorer
    from exports.shop import Record
    from mergen.settings import Settings
    from models.database import Database
    from pipeline.backups.making import Places
    from pipeline.blobs import FolderBlobs
    from pipeline.photos import PhotoDesk
    from pipeline.pictures import Pictures, TextReader
    from pipeline.resources import TelegramPreview
    from pipeline.road import Tools
    from qr.worker import IsolatedReader


class Workshop:
    """Everything a command may need, built when it is first asked for and closed at the end."""

    def __init__(self, settings: "Settings", clock: Callable[[], datetime] = utc_now) -> None:
        self.settings = settings
        self.clock = clock
        self._closing = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.close()

    @cached_property
    def database(self) -> "Database":
        """The store, open and up to date. Raises StoreError."""
        from models.database import Database

        database = Database(self.settings.database_url)
        self._closing.callback(database.close)
        database.check()
        return database

    @cached_property
    def blobs(self) -> "FolderBlobs":
        from pipeline.blobs import FolderBlobs

        return FolderBlobs(self.settings.evidence / "blobs")

    @property
    def warc_folder(self) -> Path:
        return self.settings.evidence / "warc"

    def read_records(self, record: "Record") -> tuple[bytes, ...]:
        """A capture's records as they lie in the archive, for exports."""
        from pipeline.members import read_members
        from pipeline.warc import WarcPosition

        position = WarcPosition(file=record.file, offset=record.offset, length=record.length)
        return read_members(self.warc_folder, position)

    @property
    def places(self) -> "Places":
        """Where the store keeps its files, for backups. Keys and passwords are no part of it."""
        from pipeline.backups.making import Places

        own = {"models": self.settings.models, "lexicons": self.settings.lexicons}
        folders = {name: folder for name, folder in own.items() if folder is not None}
        return Places(evidence=self.settings.evidence, folders=folders)

    @cached_property
    def reader(self) -> "IsolatedReader":
        from qr.worker import IsolatedReader

        return self._closing.enter_context(IsolatedReader())

    @cached_property
    def text_reader(self) -> "TextReader | None":
        from mergen import image_text

        return image_text.text_reader(self.settings.tessdata, self.settings.image_text_seconds)

    @cached_property
    def scorer(self) -> "Scorer":
        from classifiers.model_store import ModelStore
        from classifiers.scorer import load

        return load(ModelStore(self.settings.models).active_folder, own=self.settings.lexicons)

    @cached_property
    def pictures(self) -> "Pictures":
        from pipeline.pictures import Pictures

        return Pictures(self.database, self.reader, self.text_reader)

    @cached_property
    def preview(self) -> "TelegramPreview":
        from pipeline.resources import TelegramPreview

        return TelegramPreview(base=self.settings.telegram_preview)

    @property
    def photo_desk(self) -> "PhotoDesk":
        from pipeline.leads import Leads
        from pipeline.photos import PhotoDesk

        leads = Leads(depth=2, preview=self.preview)
        return PhotoDesk(self.database, self.blobs, self.pictures, leads, self.clock)

    def road_tools(self, run_id: int) -> "Tools":
        """The tools of one run; each process writes WARC files of its own."""
        from pipeline.evidence import Evidence
        from pipeline.retries import Retries
        from pipeline.road import Tools
        from pipeline.warc import WarcArchive

        name = f"run-{run_id:06}-{self.clock():%Y%m%dT%H%M%S%fZ}"
        warc = WarcArchive(self.warc_folder, name, software())
        return Tools(
            database=self.database,
            evidence=Evidence(self.blobs, warc),
            pictures=self.pictures,
            scorer=self.scorer,
            preview=self.preview,
            clock=self.clock,
            retries=Retries(times=self.settings.retries),
        )

    def versions(self) -> dict[str, Any]:
        """What a run worked with, so that its results can be repeated."""
        return {
            "mergen": version("mergen"),
            "python": platform.python_version(),
            "scrapy": version("scrapy"),
            "reader": self.reader.version,
            "image_text": self.text_reader.version if self.text_reader else None,
            "scorer": self.scorer.name,
            "host": platform.node(),
        }


def software() -> str:
    """Mergen's name and version, as archives carry it."""
    return f"Mergen {version('mergen')}"
