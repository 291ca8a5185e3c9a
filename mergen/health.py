"""Whether each real part of Mergen works on this machine, and how to mend what does not."""

import asyncio
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from classifiers import scorer as scorers
from classifiers.document import Document
from classifiers.errors import ClassifierError, ImageTextUnavailable
from classifiers.image_text import LANGUAGES, ImageTextReader
from classifiers.model_store import ModelStore
from crawler.chromium import find_chromium
from crawler.errors import BrowserUnavailable
from crawler.screenshot import started
from mergen.settings import Settings
from models.database import Database
from models.errors import StoreError
from pipeline.errors import BadAuthority, BadKey
from pipeline.signing import load_key
from pipeline.timestamps import Authorities
from qr.decoders import available

NO_PROXY = "http://127.0.0.1:9"  # the browser opens no page
INSTALL = "apt-get install -y --no-install-recommends"


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """The state of one part. `advice` says how to mend it; empty where it works. A part that is not
    `needed` only makes Mergen see less."""

    part: str
    works: bool
    detail: str
    advice: str = ""
    needed: bool = True


Check = Callable[[Settings], list[Health]]


def check_all(settings: Settings) -> list[Health]:
    """Try every part for real."""
    return [health for check in CHECKS for health in check(settings)]


def check_store(settings: Settings) -> list[Health]:
    try:
        database = Database(settings.database_url)
    except StoreError as error:
        return [Health(part="store", works=False, detail="no address of a store", advice=str(error))]
    name = database.url.render_as_string(hide_password=True)
    try:
        database.check()
        with database.write() as session:
            session.connection()
    except StoreError as error:
        return [Health(part="store", works=False, detail=name, advice=str(error))]
    finally:
        database.close()
    return [Health(part="store", works=True, detail=name)]


def check_folders(settings: Settings) -> list[Health]:
    return [_writable("evidence folder", settings.evidence), _writable("export folder", settings.exports)]


def _writable(part: str, folder: Path) -> Health:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"mergen")
    except OSError as error:
        advice = f"{error.strerror}: check the owner, the permissions and the free space of {folder}"
        return Health(part=part, works=False, detail=str(folder), advice=advice)
    return Health(part=part, works=True, detail=str(folder))


def check_browser(settings: Settings) -> list[Health]:
    path = find_chromium(str(settings.browser_path or ""))
    if path is None:
        where = f"at {settings.browser_path}" if settings.browser_path else "on this machine"
        advice = f"{INSTALL} chromium (or: playwright install chromium); without it, script pages stay empty"
        return [Health(part="browser", works=False, detail=f"no Chromium {where}", advice=advice)]
    try:
        version = asyncio.run(_browser_version(str(path)))
    except BrowserUnavailable as error:
        return [Health(part="browser", works=False, detail=str(path), advice=str(error))]
    return [Health(part="browser", works=True, detail=f"Chromium {version} ({path})")]


async def _browser_version(path: str) -> str:
    async with started(NO_PROXY, path) as browser:
        return browser.version


def check_decoders(_settings: Settings) -> list[Health]:
    found = available()
    ready = [Health(part=f"decoder {d.name}", works=True, detail=d.version) for d in found.ready]
    missing = [
        Health(part="decoder", works=False, detail="missing", advice=str(error)) for error in found.missing
    ]
    return ready + missing


def check_image_text(settings: Settings) -> list[Health]:
    try:
        ImageTextReader(tessdata=settings.tessdata)
    except ImageTextUnavailable as error:
        return [
            Health(part="text in pictures", works=False, detail="no OCR", advice=str(error), needed=False)
        ]
    return [Health(part="text in pictures", works=True, detail=f"Tesseract: {', '.join(LANGUAGES)}")]


def check_scorer(settings: Settings) -> list[Health]:
    try:
        scorer = scorers.load(ModelStore(settings.models).active_folder, own=settings.lexicons)
        scorer.score([Document(text="Сайт городской библиотеки")])
    except ClassifierError as error:
        return [Health(part="scorer", works=False, detail="cannot be used", advice=str(error))]
    return [Health(part="scorer", works=True, detail=scorer.name)]


def check_clock(_settings: Settings) -> list[Health]:
    now, zone = datetime.now(UTC), time.strftime("%Z %z")
    if now.year < 2026:
        advice = "set the clock (timedatectl set-ntp true): evidence is worth nothing with a wrong time"
        return [Health(part="clock", works=False, detail=f"{now:%Y-%m-%d %H:%M} UTC", advice=advice)]
    return [Health(part="clock", works=True, detail=f"{now:%Y-%m-%d %H:%M:%S} UTC, local zone {zone}")]


def check_evidence(settings: Settings) -> list[Health]:
    return [_key(settings), _authorities(settings)]


def _key(settings: Settings) -> Health:
    if not settings.seal_key.exists():
        advice = "mergen seal --new-key; without a key, deliveries are unsigned and days are not sealed"
        return Health(part="seal key", works=False, detail="none", advice=advice, needed=False)
    try:
        key = load_key(settings.seal_key, settings.seal_passphrase.get_secret_value())
    except BadKey as error:
        return Health(part="seal key", works=False, detail=str(settings.seal_key), advice=str(error))
    return Health(part="seal key", works=True, detail=f"Ed25519 {key.public}")


def _authorities(settings: Settings) -> Health:
    part = "trusted time"
    try:
        authorities = Authorities(settings.timestamp_authorities, settings.timestamp_roots)
    except BadAuthority as error:
        return Health(part=part, works=False, detail="cannot be used", advice=str(error))
    if not authorities.addresses:
        advice = "name authorities (MERGEN_TIMESTAMP_AUTHORITIES); without one, time is our own"
        return Health(part=part, works=False, detail="no authority", advice=advice, needed=False)
    return Health(part=part, works=True, detail=", ".join(authorities.addresses))


CHECKS: tuple[Check, ...] = (
    check_store,
    check_folders,
    check_evidence,
    check_browser,
    check_decoders,
    check_image_text,
    check_scorer,
    check_clock,
)
