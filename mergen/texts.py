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
    """A line's fields and what is to be scored; a line that does not look like JSON is a plain text."""
    text = line.rstrip("\r\n")
    try:
        fields = dict(json.loads(text)) if LIKE_JSON.match(text) else {"text": text}
    except (ValueError, RecursionError) as error:
        return {"error": f"line {number} is no JSON: {error}"}, None
    if not isinstance(fields.get("text"), str):
        return fields | {"error": f"line {number} has no field `text`; every JSON line needs one"}, None
    title, url = fields.get("title"), fields.get("url")
    document = Document(
        text=fields["text"],
        title=title if isinstance(title, str) else "",
        url=url if isinstance(url, str) else "",
        day=_day(fields.get("date")),
    )
    return fields, document


def _day(value: object) -> datetime.date | None:
    """The day that an ISO date or time begins with; None for anything else."""
    try:
        return datetime.date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
