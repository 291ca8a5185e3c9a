"""Who shares a host: what is decided on and blocked is a seller's part of it, never a neighbour's."""

from functools import cache
from importlib.resources import files


@cache
def shared_hosts() -> tuple[frozenset[str], frozenset[str]]:
    """Hosts that many people share (models/shared_hosts.txt): those shared with every name under them,
    and those whose users have a name of their own under them."""
    whole: set[str] = set()
    part: set[str] = set()
    for line in files("models").joinpath("shared_hosts.txt").read_text(encoding="utf-8").splitlines():
        if name := line.partition("#")[0].strip():
            (part if name.startswith("*.") else whole).add(name.removeprefix("*."))
    return frozenset(whole), frozenset(part)


def is_shared(host: str) -> bool:
    """Whether one name serves many unrelated people, told apart by the path."""
    name = host.lower().rstrip(".")
    whole, part = shared_hosts()
    labels = name.split(".")
    above = {".".join(labels[start:]) for start in range(len(labels))}
    return bool(above & whole) or name.removeprefix("www.") in part
