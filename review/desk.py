"""What the routes of one application share, and how it is configured."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

from argon2 import PasswordHasher
from starlette.requests import Request
from starlette.responses import HTMLResponse

from exports.context import ExportContext
from exports.standing import FOUR_EYES
from models.database import Database
from pipeline.blobs import BlobStore
from pipeline.photos import PhotoDesk
from pipeline.resources import TelegramPreview
from review.accounts import PASSWORDS, PasswordCheck
from review.attempts import AttemptLimits, Attempts, Pace
from review.counts import Counts
from review.followers import Followers
from review.intake import Intake
from review.menu import Menu
from review.pending import Pending
from review.pictures import PictureDesk
from review.pieces import Pieces
from review.provider import Provider
from review.rendering import shared_renderer
from review.shared import Shared

SUMMARY_LASTS = 20.0
"""Seconds that what was counted over many crawls or shops may be old."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewConfig:
    """Everything the application needs. `secure_cookies` is to be true wherever it is reached over TLS;
    `clock` gives the time in UTC; `time_zone` is the one dates are shown in; `people` is how many must
    confirm a shop before it leaves; `office` is its name on reports; `photos` gives the
    desk that takes photos in, and is called when the first one comes; `uploads` is the folder of those that
    come in pieces; `exports` gives what an export has to
    know, for a person and a language; `preview` is where channels are read; `dry_runs` is called when a
    lexicon waits for its dry run, which must be done outside of this process; `provider` is the office's own
    provider of identities, if people may sign in through one."""

    database: Database
    blobs: BlobStore
    clock: Callable[[], datetime]
    secure_cookies: bool = True
    time_zone: str = "Asia/Almaty"
    session_lifetime: timedelta = timedelta(hours=12)
    attempts: AttemptLimits = field(default_factory=AttemptLimits)
    hasher: PasswordHasher = PASSWORDS
    people: int = FOUR_EYES
    office: str = ""
    photos: Callable[[], PhotoDesk] | None = None
    uploads: Path = Path("var/uploads")
    exports: Callable[[str, str | None], ExportContext] | None = None
    preview: TelegramPreview = field(default_factory=TelegramPreview)
    dry_runs: Callable[[], None] | None = None
    provider: Provider | None = None


class Desk:
    """The application's shared parts, built once from its configuration."""

    def __init__(self, config: ReviewConfig) -> None:
        self.config = config
        self.database = config.database
        self.renderer = shared_renderer(config.time_zone)
        self.pictures = PictureDesk(config.blobs)
        self.passwords = PasswordCheck(config.hasher)
        self.attempts = Attempts(config.attempts)
        self.menu = Menu()
        self.counts = Counts()
        self.summaries = Shared(SUMMARY_LASTS)
        self.intake = Intake(config.photos) if config.photos is not None else None
        self.pieces = Pieces(config.database, config.uploads, config.clock)
        self.pace = Pace(config.attempts.forms)
        self.programs = Pace(config.attempts.programs)
        self.pending = Pending(config.database)
        self.followers = Followers()

    def warm(self) -> None:
        """Do beforehand what the first visitors would wait for: compile the templates, look the menu up.
        Raises StoreError."""
        self.renderer.compile()
        with self.database.read() as session:
            self.menu.choices(session, self.now())

    def now(self) -> datetime:
        return self.config.clock()

    def cookie(self, name: str) -> str:
        """The cookie's full name; browsers keep `__Host-` cookies to TLS and to this very host."""
        return f"__Host-{name}" if self.config.secure_cookies else name

    def page(
        self, template: str, language: str, context: Mapping[str, Any], status: int = 200
    ) -> HTMLResponse:
        text = self.renderer.render(language, template, {"now": self.now(), **context})
        return HTMLResponse(text, status_code=status)


def desk_of(request: Request) -> Desk:
    """The desk of the application that serves `request`."""
    return cast("Desk", request.app.state.desk)
