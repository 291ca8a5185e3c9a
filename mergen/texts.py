"""Texts as commands read them: plain lines, or JSON lines with a field `text`."""

import datetime
import json
import re
import sys
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from classifiers.document import Document
from mergen.errors import BadInput

LIKE_JSON = re.compile(r"\s*\{\s*[\"}]")
TIME = re.compile(r"[Tt ]")
WRITTEN = "write it as 2026-03-01 or 2026-03-01T09:30, or leave it away"


def lines_of(file: str) -> Iterator[str]:
    """The lines of a file, or of standard input for `-`. Raises BadInput."""
    try:
        if file == "-":
            yield from TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace")
            return
        with Path(file).open(encoding="utf-8", errors="replace") as stream:
            yield from stream
    except OSError as error:
        raise BadInput(f"{file} cannot be read: {error.strerror}") from error


def row_of(number: int, line: str) -> tuple[dict[str, Any], Document | None]:
    """A line's fields and what is to be scored; a line that does not look like JSON is a plain text. Of a
    line that is wrong, the field `error` says what to do, and nothing is to be scored."""
    text = line.rstrip("\r\n")
    try:
        fields = dict(json.loads(text)) if LIKE_JSON.match(text) else {"text": text}
    except (ValueError, RecursionError) as error:
        return {"error": f"line {number} is no JSON: {error}"}, None
    if not isinstance(fields.get("text"), str):
        return fields | {"error": f"line {number} has no field `text`; every JSON line needs one"}, None
    try:
        return fields, _document(fields)
    except ValueError as error:
        return fields | {"error": f"line {number}: {error}"}, None


def _document(fields: dict[str, Any]) -> Document:
    """What is to be scored. ValueError says which field is none that is known."""
    for name in ("title", "url"):
        if not isinstance(fields.get(name, ""), str | None):
            raise ValueError(f"its field `{name}` is no text; put it in quotes, or leave it away")
    return Document(
        text=fields["text"],
        title=fields.get("title") or "",
        url=fields.get("url") or "",
        day=_day(fields.get("date")),
    )


def _day(value: object) -> datetime.date | None:
    """The day that an ISO date or time begins with, None for nothing. ValueError for anything else."""
    if value is None or value == "":
        return None
    try:
        return datetime.date.fromisoformat(TIME.split(str(value), maxsplit=1)[0])
    except ValueError as error:
        raise ValueError(f"its field `date` is no day; {WRITTEN}") from error
