"""The composition root: settings become the parts that commands work with.

Each part is imported where it is built: together they take seconds to load, and most commands need few.
"""

import platform
from collections.abc import Callable, Mapping
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
    from exports.context import ExportContext, Signature
    from exports.proof import Proof
    from exports.shop import Record
    from mergen.settings import Settings
    from models.custody import Scene
    from models.database import Database
    from pipeline.backups.making import Places
    from pipeline.blobs import FolderBlobs
    from pipeline.photos import PhotoDesk
    from pipeline.pictures import Pictures, TextReader
    from pipeline.resources import TelegramPreview
    from pipeline.road import Tools
    from pipeline.sealing import Office, Sealer
    from pipeline.timestamps import Authorities
    from pipeline.witness import Witness
    from qr.pool import ReaderPool
    from review.provider import Provider


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

        database = Database(self.settings.database_url, scene=self.scene, witness=self.witness)
        self._closing.callback(database.close)
        database.check()
        return database

    @property
    def scene(self) -> "Scene":
        """From where and under which authority the custody log is written."""
        return scene_of(self.settings, self.clock)

    @property
    def custody_folder(self) -> Path:
        """Where witnesses write down how far the custody log has come."""
        return self.settings.evidence / "custody"

    @cached_property
    def witness(self) -> "Witness":
        from pipeline.witness import Witness

        return Witness(self.custody_folder, platform.node())

    @cached_property
    def authorities(self) -> "Authorities":
        """The time-stamping authorities. Raises BadAuthority."""
        from pipeline.timestamps import Authorities

        return Authorities(self.settings.timestamp_authorities, self.settings.timestamp_roots)

    @property
    def sealer(self) -> "Sealer":
        """Seals the store. Raises BadKey, BadAuthority."""
        from pipeline.sealing import Sealer
        from pipeline.signing import load_key

        key = load_key(self.settings.seal_key, self.settings.seal_passphrase.get_secret_value())
        return Sealer(self.database, self.blobs, self.warc_folder, key, self.authorities)

    def prove(self, manifest: bytes) -> "Proof":
        """What lets others check a manifest: signed where there is a key, stamped by every authority.

        Raises BadKey, BadAuthority.
        """
        from exports.proof import Proof, Stamp
        from pipeline.signing import load_key
        from pipeline.timestamps import Token

        stamps = tuple(
            Stamp(authority=answer.authority, token=answer.data)
            if isinstance(answer, Token)
            else Stamp(authority=answer.authority, reason=answer.reason)
            for answer in self.authorities.stamp(manifest)
        )
        if not self.settings.seal_key.exists():
            return Proof(stamps=stamps)
        key = load_key(self.settings.seal_key, self.settings.seal_passphrase.get_secret_value())
        return Proof(signature=key.sign(manifest), public_key=key.public_pem, stamps=stamps)

    def sign_package(self, data: bytes) -> "Signature | None":
        """Signs a package by itself, where there is a key. Raises BadKey."""
        from exports.context import Signature
        from pipeline.signing import load_key

        if not self.settings.seal_key.exists():
            return None
        key = load_key(self.settings.seal_key, self.settings.seal_passphrase.get_secret_value()).for_packages
        return Signature(value=key.sign(data), public_key=key.public_der)

    def office(self, actor: str = "mergen") -> "Office":
        """Who seals, now."""
        from pipeline.sealing import Office

        return Office(name=self.settings.office, software=software(), actor=actor, now=self.clock())

    @cached_property
    def blobs(self) -> "FolderBlobs":
        from pipeline.blobs import FolderBlobs

        return FolderBlobs(self.settings.evidence / "blobs")

    @property
    def warc_folder(self) -> Path:
        return self.settings.evidence / "warc"

    def export_context(self, actor: str, language: str | None = None) -> "ExportContext":
        """What an export by `actor` has to know; its dossiers in the office's language without another."""
        from exports.context import ExportContext

        return ExportContext(
            now=self.clock(),
            actor=actor,
            read_blob=self.blobs.get,
            read_records=self.read_records,
            language=language or self.settings.language,
            time_zone=self.settings.time_zone,
            office=self.settings.office,
            software=software(),
            sign=self.sign_package,
            prove=self.prove,
            people=self.settings.people,
        )

    @property
    def provider(self) -> "Provider | None":
        """The office's provider of identities, if it has one. Raises BadSettings."""
        from mergen.providing import provider_of

        return provider_of(self.settings, self.clock)

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
    def reader(self) -> "ReaderPool":
        from qr.pool import ReaderPool

        return self._closing.enter_context(ReaderPool())

    @cached_property
    def text_reader(self) -> "TextReader | None":
        from mergen import image_text

        return image_text.text_reader(self.settings.tessdata, self.settings.image_text_seconds)

    @cached_property
    def scorer(self) -> "Scorer":
        from classifiers.model_store import ModelStore
        from classifiers.scorer import load

        return load(ModelStore(self.settings.models).active_folder, own=self.settings.lexicons)

    def scorer_with(self, trial: Mapping[str, bytes]) -> "Scorer":
        """The scorer as it would be with these files among the office's own lexicons. Raises LexiconError."""
        from classifiers.model_store import ModelStore
        from classifiers.scorer import load

        return load(ModelStore(self.settings.models).active_folder, own=self.settings.lexicons, trial=trial)

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
        return PhotoDesk(self.database, self.blobs, self.pictures, leads, self.scorer, self.clock)

    def road_tools(self, run_id: int) -> "Tools":
        """The tools of one run; each process writes WARC files of its own."""
        from crawler.focus import Focus
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
            order=Focus(explore=self.settings.explore),
        )

    def versions(self) -> dict[str, Any]:
        """What a run worked with, so that its results can be repeated; and who ran it, by which way out and
        by which clock."""
        from mergen.clock import clock_source
        from mergen.options import person

        settings = self.settings
        told = {"obey_robots", "retries", "explore", "image_text_seconds", "telegram_preview", "time_zone"}
        return {
            "mergen": version("mergen"),
            "python": platform.python_version(),
            "scrapy": version("scrapy"),
            "reader": self.reader.version,
            "image_text": self.text_reader.version if self.text_reader else None,
            "scorer": self.scorer.name,
            "host": platform.node(),
            "system": platform.platform(),
            "who": person(),
            "authority": settings.authority,
            "egress": {"by": "guard on this machine, directly", "allowed": list(settings.egress_allow)},
            "clock": clock_source(),
            "settings": settings.model_dump(mode="json", include=told),
        }


def scene_of(settings: "Settings", clock: Callable[[], datetime] = utc_now) -> "Scene":
    """Where these settings have the custody log written."""
    from zoneinfo import ZoneInfo

    from models.custody import Scene

    return Scene(zone=ZoneInfo(settings.time_zone), authority=settings.authority, clock=clock)


def software() -> str:
    """Mergen's name and version, as archives carry it."""
    return f"Mergen {version('mergen')}"
