"""A hosts file. It has no wildcards, so a registered name is listed with its `www.` too."""

from collections.abc import Sequence

from exports.blocklists.blocklist import BlocklistContext
from exports.blocklists.guard import listed_first, registrable

SINK = "0.0.0.0"  # noqa: S104 - an address that nothing answers, not one that is listened on


class HostsFormat:
    """`0.0.0.0 name`, one a line."""

    name = "hosts"

    def render(self, domains: Sequence[str], context: BlocklistContext) -> str:
        names = [*domains, *(f"www.{name}" for name in domains if registrable(name))]
        header = [f"# {line}" for line in context.header(domains)]
        return "\n".join([*header, *(f"{SINK} {name}" for name in listed_first(names))]) + "\n"
