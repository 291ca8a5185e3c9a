"""Who shares a host: what is decided on and blocked is a seller's part of it, never a neighbour's."""

from functools import cache
from importlib.resources import files


@cache
def shared_hosts() -> frozenset[str]:
    """Hosts that serve many unrelated people (models/shared_hosts.txt)."""
    lines = files("models").joinpath("shared_hosts.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def is_shared(host: str, also: frozenset[str] = frozenset()) -> bool:
    """Whether `host`, or a name above it, is shared. `also` are an office's own additions."""
    labels = host.lower().rstrip(".").split(".")
    names = {".".join(labels[start:]) for start in range(len(labels))}
    return not names.isdisjoint(shared_hosts() | also)
