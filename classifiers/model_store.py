"""The models of an office: every version is kept, one is active, and the way back is always open."""

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from classifiers.errors import ModelError
from classifiers.model import VERSION, Card, load_model

SHIPPED = "shipped"
HISTORY = "history.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """From `at` (ISO 8601) on, `version` was active; `by` names who chose it."""

    version: str
    at: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A model of the store; `fault` says why it cannot be used with this code, and is empty if it can."""

    version: str
    card: Card | None
    active: bool
    fault: str


class ModelStore:
    """`folder` holds a folder for each version and a history that is only added to; its last line names the
    active version. Without a history the shipped model is active."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def active(self) -> str:
        """The active version: `shipped`, or the name of a version of this store. ModelError for a broken
        history."""
        uses = self.history()
        return uses[-1].version if uses else SHIPPED

    @property
    def active_folder(self) -> Path | None:
        """Where the active model lies; None for the shipped one."""
        return self.folder_of(self.active)

    def folder_of(self, version: str) -> Path | None:
        """Where a version lies; None for the shipped one. ModelError for one that is not there."""
        if version == SHIPPED:
            return None
        if version not in self.versions():
            raise ModelError(f"there is no model {version} in {self._folder}. See: mergen model list")
        return self._folder / version

    def versions(self) -> list[str]:
        """The versions of this store, oldest first."""
        cards = self._folder.glob("*/model.json")
        return sorted((path.parent.name for path in cards), key=_number)

    def history(self) -> list[Use]:
        """Which version was made active when and by whom, oldest first."""
        path = self._folder / HISTORY
        try:
            lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
            return [Use(**json.loads(line)) for line in lines if line.strip()]
        except (OSError, ValueError, TypeError) as error:
            raise ModelError(f"{path} cannot be read: {error}. Restore it from a backup.") from error

    def keep(self, train: Callable[[Path, str], object]) -> str:
        """Have `train` write a model into a folder under a new version name; gives the name. What fails half
        way leaves no version behind."""
        version = f"{VERSION}.{_number(self.versions()[-1]) + 1 if self.versions() else 1}"
        waiting = self._folder / f".{version}"
        shutil.rmtree(waiting, ignore_errors=True)
        waiting.mkdir(parents=True)
        try:
            train(waiting, version)
            waiting.rename(self._folder / version)
        except BaseException:
            shutil.rmtree(waiting, ignore_errors=True)
            raise
        return version

    def use(self, version: str, *, by: str, at: datetime) -> None:
        """Make a version active. ModelError when it is not there or does not fit this code."""
        load_model(self.folder_of(version))
        self._folder.mkdir(parents=True, exist_ok=True)
        line = json.dumps(asdict(Use(version=version, at=at.isoformat(), by=by)), ensure_ascii=False) + "\n"
        with (self._folder / HISTORY).open("a", encoding="utf-8") as history:
            history.write(line)
            history.flush()
            os.fsync(history.fileno())

    def roll_back(self, *, by: str, at: datetime) -> str:
        """Make the version active that the active one replaced; gives its name. ModelError where the active
        one replaced none."""
        before = SHIPPED
        replaced: dict[str, str] = {}
        for use in self.history():
            if use.version != before and use.version not in replaced:
                replaced[use.version] = before
            before = use.version
        if self.active not in replaced or self.active == SHIPPED:
            raise ModelError(
                "the shipped model is active: there is nothing to go back to (mergen model list)"
            )
        self.use(replaced[self.active], by=by, at=at)
        return self.active

    def kept(self) -> list[Kept]:
        """The shipped model and every version, oldest first."""
        return [self._kept(version) for version in (SHIPPED, *self.versions())]

    def _kept(self, version: str) -> Kept:
        active = version == self.active
        try:
            return Kept(
                version=version, card=load_model(self.folder_of(version)).card, active=active, fault=""
            )
        except ModelError as error:
            return Kept(version=version, card=None, active=active, fault=str(error))


def _number(version: str) -> int:
    last = version.rpartition(".")[2]
    return int(last) if last.isdigit() else 0
