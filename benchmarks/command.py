"""Running Mergen's commands as a person does, in an empty folder."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.harness import BenchmarkError

LIMIT_SECONDS = 3600
NO_PREVIEW = "http://preview.invalid/s/"
"""Where a benchmark looks for Telegram channels: real pages name real people's handles, and nobody is to be
asked for them here."""
BIN = Path(sys.executable).parent


def call(command: Sequence[str], folder: str) -> list[str]:
    """The lines of standard output. The command's own log is kept back unless it fails."""
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=LIMIT_SECONDS, check=True)
    except subprocess.TimeoutExpired as error:
        raise BenchmarkError(f"no end after {LIMIT_SECONDS} s: {' '.join(command)}") from error
    except subprocess.CalledProcessError as error:
        log = error.stderr.decode("utf-8", "replace")[-2000:]
        raise BenchmarkError(f"{' '.join(command)} ended with status {error.returncode}:\n{log}") from error
    return done.stdout.decode("utf-8").splitlines()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mergen:
    """The `mergen` of this environment with a store in `folder`, allowed to look at `site`: host:port, comma
    between, and with further `settings`."""

    folder: str
    site: str
    settings: tuple[str, ...] = ()

    @property
    def database_url(self) -> str:
        """Where its store is."""
        return f"sqlite:///{self.folder}/mergen.db"

    def __call__(self, *arguments: str) -> list[dict[str, Any]]:
        """The JSON objects that a command prints with `--json`."""
        return [json.loads(line) for line in call(self._words(arguments), self.folder)]

    def start(self, *arguments: str, log: Path = Path(os.devnull)) -> "subprocess.Popen[bytes]":
        """Begin a command, its output thrown away, and what it says of faults written to `log`."""
        out = subprocess.DEVNULL
        with log.open("wb") as err:
            return subprocess.Popen(
                self._words(arguments),
                cwd=self.folder,
                stdin=out,
                stdout=out,
                stderr=err,
                start_new_session=True,
            )

    def _words(self, arguments: Sequence[str]) -> list[str]:
        settings = [
            f"MERGEN_DATABASE_URL={self.database_url}",
            f"MERGEN_EGRESS_ALLOW={self.site}",
            f"MERGEN_TELEGRAM_PREVIEW={NO_PREVIEW}",
            *self.settings,
        ]
        return ["env", *settings, str(BIN / "mergen"), *arguments, "--json"]
