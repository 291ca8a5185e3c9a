"""A command run to its end in a process of its own, which begins with Mergen imported."""

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.forking import fork_server


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """`files` are standard input, output and error. `prepare` is called in the new process."""

    words: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str]
    files: tuple[Path, Path, Path]
    prepare: Callable[[], None] | None

    def run(self, seconds: float) -> int:
        """Its exit status, or minus the signal that ended it. TimeoutError, and its end, after `seconds`."""
        process = fork_server().Process(target=self)
        process.start()
        process.join(seconds)
        if process.exitcode is None:
            process.kill()
            raise TimeoutError(f"mergen {' '.join(self.words)} ran for more than {seconds:.0f} s")
        return process.exitcode

    def __call__(self) -> None:
        """In the new process: become `mergen`."""
        from mergen.cli import main

        os.setsid()
        os.chdir(self.folder)
        os.environ.clear()
        os.environ.update(self.environment)
        for number, (path, mode) in enumerate(zip(self.files, _MODES, strict=True)):
            os.dup2(os.open(path, mode), number)
        sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
        sys.argv = ["mergen", *self.words]
        if self.prepare:
            self.prepare()
        main()


_WRITTEN = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
_MODES = (os.O_RDONLY, _WRITTEN, _WRITTEN)
