"""Templates in the reader's language. Everything is escaped; no template marks anything as safe."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from review import code_words, seeing, watch_words, words
from review.defang import defang
from review.languages import NAMES, Language, load_languages
from review.photo_words import marked
from review.reasons import GROUND_LABELS, GROUNDS, REASONS, read_reason

TEMPLATES = Path(__file__).parent / "templates"


class Renderer:
    """One Jinja environment for each language."""

    def __init__(self, zone: str) -> None:
        self.languages = load_languages(zone)
        self._environments = {code: _environment(language) for code, language in self.languages.items()}

    def compile(self) -> None:
        """Compile every template, in every language."""
        for environment in self._environments.values():
            for name in environment.list_templates(extensions=["html"]):
                environment.get_template(name)

    def render(self, language: str, template: str, context: Mapping[str, Any]) -> str:
        return self._environments[language].get_template(template).render(context)


@cache
def shared_renderer(zone: str) -> Renderer:
    """The renderer for a time zone; templates are compiled once a process."""
    return Renderer(zone)


def _environment(language: Language) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    # The i18n extension adds this method; Jinja's types do not know it.
    environment.install_gettext_translations(language.translations, newstyle=True)  # type: ignore[attr-defined]
    environment.filters.update(
        defang=defang,
        instant=language.instant,
        clock=language.clock,
        ago=language.ago,
        number=language.number,
        percent=language.percent,
        reason=read_reason,
        marked=marked,
    )
    environment.globals.update(
        words=words,
        code_words=code_words,
        seeing=seeing,
        watch_words=watch_words,
        reasons=REASONS,
        grounds=GROUNDS,
        ground_labels=GROUND_LABELS,
        language=language.code,
        language_names=NAMES,
    )
    return environment
