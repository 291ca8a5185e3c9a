"""What a person sends to try terms: a lexicon file, or a few terms of one kind."""

import json
from dataclasses import dataclass
from pathlib import PurePath
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import UploadFile

from classifiers.errors import LexiconError
from classifiers.kinds import KINDS
from classifiers.lexicon_files import LANGUAGES, parse_terms
from pipeline.dry_runs import NEWEST, Trial

CHOICES = (200, NEWEST, 5000)
KIND, LANGUAGE = "C2_slang", "ru"
LARGEST = 2**20
LONGEST_NAME = 80
TERMS = "terms.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialForm:
    """The fields as they were sent; `data` are the bytes of the file `name`, empty without one."""

    name: str = ""
    data: bytes = b""
    terms: str = ""
    kind: str = KIND
    language: str = LANGUAGE
    newest: int = NEWEST

    def trial(self) -> Trial:
        """What is to be tried. LexiconError says what is wrong with it."""
        name, data = (self.name, self.data) if self.data else (TERMS, self._written().encode())
        if len(data) > LARGEST:
            raise LexiconError(f"{name}: larger than {LARGEST:,} bytes; divide it into several files")
        parse_terms(name, data)
        return Trial(name=name, lexicon=data.decode("utf-8"), newest=self.newest)

    def _written(self) -> str:
        """The terms as a file would hold them; a JSON string is a TOML string too."""
        kind, language, terms = (
            json.dumps(text, ensure_ascii=False) for text in (self.kind, self.language, self.terms)
        )
        return f"[[group]]\nkind = {kind}\nlanguage = {language}\nchecked = false\nterms = {terms}\n"


async def sent_trial(request: Request) -> TrialForm:
    """The form that a request carries."""
    form = await request.form()
    text = {name: value for name, value in form.items() if isinstance(value, str)}
    file = form.get("file")
    sent = isinstance(file, UploadFile) and bool(file.filename)
    newest = text.get("newest", "")
    return TrialForm(
        name=_name(file.filename or "") if isinstance(file, UploadFile) and sent else "",
        data=await file.read(LARGEST + 1) if isinstance(file, UploadFile) and sent else b"",
        terms=text.get("terms", "")[:20_000],
        kind=text.get("kind", "") if text.get("kind") in KINDS else KIND,
        language=text.get("language", "") if text.get("language") in LANGUAGES else LANGUAGE,
        newest=int(newest) if newest in map(str, CHOICES) else NEWEST,
    )


SentTrial = Annotated[TrialForm, Depends(sent_trial)]


def _name(file_name: str) -> str:
    """A file's own name, which ends as lexicon files do."""
    stem = PurePath(file_name.replace("\\", "/")).name.removesuffix(".toml")
    kept = "".join(letter for letter in stem if letter.isalnum() or letter in "-_ .")[:LONGEST_NAME].strip(
        " ."
    )
    return f"{kept or 'terms'}.toml"
