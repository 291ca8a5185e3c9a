"""Processes below a process, and what they hold and use."""

from collections.abc import Callable

import psutil


def cpu_seconds_below() -> float:
    """CPU time of every living process below this one, with the children it has waited for."""
    return sum(_of(process, lambda living: sum(living.cpu_times()[:4])) for process in descendants(None))


def resident_bytes(pid: int) -> int:
    """The memory in RAM of a process and of all below it."""
    try:
        own = psutil.Process(pid)
    except psutil.Error:
        return 0
    return int(
        sum(_of(process, lambda living: living.memory_info().rss) for process in [own, *descendants(pid)])
    )


def descendants(pid: int | None) -> list[psutil.Process]:
    """The processes below a process (None: this one)."""
    try:
        return list(psutil.Process(pid).children(recursive=True))
    except psutil.Error:  # it ended meanwhile
        return []


def command_of(process: psutil.Process) -> list[str]:
    """The command line of a process; empty if it has ended."""
    try:
        return list(process.cmdline())
    except psutil.Error:
        return []


def _of(process: psutil.Process, figure: Callable[[psutil.Process], float]) -> float:
    """A figure of a process, 0 if it has ended."""
    try:
        return figure(process)
    except psutil.Error:
        return 0.0
