"""The `mergen` command as a person runs it: a process of its own, in a folder of its own."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import IO, Any

from tests.mergen.call import Call

TIME_LIMIT = 600.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, Any]]:
        """The JSON lines of standard output. A line that is none fails the test."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def record(self) -> dict[str, Any]:
        """The one JSON line."""
        [record] = self.records
        return record

    @property
    def summary(self) -> dict[str, Any]:
        """The last line's summary."""
        summary: dict[str, Any] = self.records[-1]["summary"]
        return summary

    @property
    def message(self) -> str:
        """Standard error in one line, without the colour and the line breaks that the terminal gets."""
        return " ".join(self.err.split())


class Mergen:
    """Runs `mergen` in `folder`, whose `var/` is its store."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self._settings = settings

    def with_settings(self, **settings: str) -> "Mergen":
        """The same store under other settings or environment variables."""
        return Mergen(self.folder, **{**self._settings, **settings})

    def __call__(
        self,
        *words: object,
        given: str | bytes | None = None,
        prepare: Callable[[], None] | None = None,
    ) -> Answer:
        """Run to the end. `given` is standard input, `prepare` is called in the new process."""
        data = given.encode() if isinstance(given, str) else given or b""
        if "PYTHONPATH" in self._settings:
            return self._in_a_new_interpreter(words, data)
        with TemporaryDirectory(prefix="mergen-command-") as scratch:
            stdin, stdout, stderr = (Path(scratch, name) for name in ("stdin", "stdout", "stderr"))
            stdin.write_bytes(data)
            call = Call(
                words=tuple(map(str, words)),
                folder=self.folder,
                environment=self._environment(),
                files=(stdin, stdout, stderr),
                prepare=prepare,
            )
            status = call.run(TIME_LIMIT)
            return Answer(status, stdout.read_text("utf-8"), stderr.read_text("utf-8"))

    def _in_a_new_interpreter(self, words: Sequence[object], given: bytes) -> Answer:
        """Where modules come from is settled as an interpreter starts."""
        done = subprocess.run(
            self._words(words),
            input=given,
            capture_output=True,
            cwd=self.folder,
            env=self._environment(),
            timeout=TIME_LIMIT,
            check=False,
        )
        return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())

    def start(self, *words: object, out: IO[str] | int = subprocess.PIPE) -> subprocess.Popen[str]:
        """Begin, in a process group of its own, as a terminal does."""
        return subprocess.Popen(
            self._words(words),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self.folder,
            env=self._environment(),
            start_new_session=True,
            preexec_fn=as_in_a_terminal,  # noqa: PLW1509 - nothing but a signal is set
        )

    def verified(self) -> dict[str, Any]:
        """The account of `mergen verify`, which must have found nothing wrong."""
        answer = self("verify", "--json")
        assert (answer.status, answer.err) == (0, "")
        return answer.summary

    @staticmethod
    def _words(words: Sequence[object]) -> list[str]:
        return [sys.executable, "-m", "mergen", *map(str, words)]

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("MERGEN_")}
        if kept.pop("PYTHONDONTWRITEBYTECODE", None):
            # Compiled once for all these processes, and beside the sources for none.
            kept["PYTHONPYCACHEPREFIX"] = str(Path(gettempdir()) / "mergen-tests-bytecode")
        own = {"PYTHONPATH": str(Path(__file__).parents[2]), "COLUMNS": "200"}
        # Only who asks for retries waits for them.
        return {**kept, **own, "MERGEN_RETRIES": "0", **self._settings}


def as_in_a_terminal() -> None:
    """Hear Ctrl-C: what a shell starts in the background, tests among it, is told to ignore it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
