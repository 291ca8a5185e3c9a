"""What a command says: JSON lines or tables on standard output, everything else on standard error."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from io import TextIOWrapper
from typing import Any

from rich.console import Console
from rich.markup import escape

from mergen.tables import drawn, listed

errors = Console(stderr=True, highlight=False)


class Output:
    """Where a command's results go. With `as_json` nothing but JSON lines reaches standard output."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        self._console = Console(highlight=False)

    def record(self, values: Mapping[str, Any]) -> None:
        """One JSON line, at once. Only for `as_json`."""
        sys.stdout.write(json.dumps(values, ensure_ascii=False, default=str) + "\n")
        sys.stdout.flush()

    def say(self, text: str) -> None:
        """A sentence for a person: on standard error where standard output is for a program."""
        (errors if self.as_json else self._console).print(escape(printable(text)), soft_wrap=True)

    def table(self, title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """A table for a person; where the terminal is too narrow for one, a row after the other."""
        cells = [tuple(map(_cell, row)) for row in rows]
        width = self._console.width
        self._console.print(f"[bold]{escape(title)}[/bold]")
        if not cells:
            self._console.print("none")
        elif table := drawn(columns, cells, width):
            self._console.print(table)
        else:
            for row in cells:
                self._console.print(escape(listed(columns, row, width)), soft_wrap=True)


def moment(at: datetime) -> str:
    """A time as a person reads it, in UTC like the schedules."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _cell(value: object) -> str:
    return moment(value) if isinstance(value, datetime) else printable(str(value))


def printable(text: str) -> str:
    """`text` without control characters: what a hostile page wrote must not drive a terminal."""
    return "".join(character if character.isprintable() or character in "\n\t" else "�" for character in text)


def set_up_streams() -> None:
    """UTF-8 whatever the locale, as JSON wants it; what is no character (half a surrogate pair, a byte of
    a file name) leaves as an escape, which is right in JSON too."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def complain(message: str) -> None:
    """Say what went wrong, on standard error."""
    errors.print(f"[red]mergen:[/red] {escape(printable(message))}", soft_wrap=True)


def set_up_logging(*, verbose: bool) -> None:
    """Structured logs on standard error: warnings, or everything with `verbose`."""
    import structlog  # noqa: PLC0415 - it loads Twisted where that is installed: the list of commands needs neither

    level = 10 if verbose else 30
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
