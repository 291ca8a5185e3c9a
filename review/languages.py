"""The interface in Kazakh, Russian and English; English is the source and needs no catalogue."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_datetime, format_timedelta
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

CATALOGUES = Path(__file__).parent / "locale"
SOURCE = "en"
FALLBACK = "ru"
NAMES = {"kk": "Қазақша", "ru": "Русский", "en": "English"}


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "translate this later"
    """Mark a message for the catalogues; it is translated where it is shown."""
    return message


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language of the interface."""

    code: str
    locale: Locale
    translations: NullTranslations
    zone: ZoneInfo

    def instant(self, value: datetime) -> str:
        """A date with its time, in the office's zone."""
        return _instant(value, self.zone, self.locale)

    def clock(self, value: datetime) -> str:
        """A time as a clock showed it whose zone is not known; where it is, as every instant."""
        return _clock(value, self.locale) if value.tzinfo is None else self.instant(value)

    def ago(self, value: datetime, now: datetime) -> str:
        """How long ago something was, in words."""
        return format_timedelta(value - now, add_direction=True, locale=self.locale)

    def number(self, value: float) -> str:
        return _decimal(value, self.locale)

    def percent(self, value: float) -> str:
        return _percent(value, self.locale)


# A list shows the same few numbers over and over, and formatting one takes Babel a tenth of a millisecond.
@lru_cache(4096)
def _instant(value: datetime, zone: ZoneInfo, locale: Locale) -> str:
    return format_datetime(value, "medium", tzinfo=zone, locale=locale)


@lru_cache(4096)
def _clock(value: datetime, locale: Locale) -> str:
    return format_datetime(value, "medium", locale=locale)


@lru_cache(4096)
def _decimal(value: float, locale: Locale) -> str:
    return format_decimal(value, locale=locale)


@lru_cache(4096)
def _percent(value: float, locale: Locale) -> str:
    return format_percent(value, locale=locale)


def load_languages(zone: str) -> dict[str, Language]:
    """Every language, its catalogue read from the `.po` file, so that there is nothing to compile."""
    return {
        code: Language(
            code=code, locale=Locale.parse(code), translations=_translations(code), zone=ZoneInfo(zone)
        )
        for code in NAMES
    }


def preferred_language(accept_language: str) -> str:
    """The best language for an `Accept-Language` header (RFC 9110, 12.5.4)."""
    weighed: list[tuple[float, int, str]] = []
    for index, part in enumerate(accept_language.split(",")[:20]):
        tag, _, parameters = part.partition(";")
        weighed.append((-_quality(parameters), index, _base(tag.strip())))
    return next((code for quality, _, code in sorted(weighed) if quality < 0 and code in NAMES), FALLBACK)


def _quality(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return min(1.0, max(0.0, float(value)))
    except ValueError:
        return 0.0


def _base(tag: str) -> str:
    try:
        return Locale.parse(tag, sep="-").language
    except (ValueError, UnknownLocaleError):
        return ""


def _translations(code: str) -> NullTranslations:
    if code == SOURCE:
        return NullTranslations()
    with (CATALOGUES / code / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalogue = read_po(file, locale=code)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)
