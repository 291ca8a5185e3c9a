"""The dossier's own words in Kazakh, Russian and English, one file a language."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from exports.context import READING_ORDER
from exports.errors import BadExportOption


@cache
def words(language: str) -> dict[str, Any]:
    """The words by name. Raises BadExportOption for a language that the dossier is not written in."""
    if language not in READING_ORDER:
        raise BadExportOption(f"The dossier is written in {', '.join(READING_ORDER)}, not in {language!r}")
    file = resources.files("exports.dossier").joinpath(f"{language}.toml")
    return tomllib.loads(file.read_text("utf-8"))
