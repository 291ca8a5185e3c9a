"""A DNS response policy zone: resolvers that load it answer that the names do not exist.

Format: draft-vixie-dnsop-dns-rpz; `name CNAME .` and `*.name CNAME .` mean NXDOMAIN.
"""

from collections.abc import Sequence

import dns.name
import dns.rdata
import dns.rdataclass
import dns.rdatatype
import dns.zone

from exports.blocklists.blocklist import BlocklistContext
from exports.errors import BadExportOption

ORIGIN = "rpz.mergen."
TTL = 300
LARGEST_SERIAL = 2**32 - 1


class RpzFormat:
    """A zone file for BIND, Unbound, Knot Resolver and PowerDNS Recursor."""

    name = "rpz"

    def render(self, domains: Sequence[str], context: BlocklistContext) -> str:
        """Raises BadExportOption for a serial that is none."""
        if not 0 < context.serial <= LARGEST_SERIAL:
            raise BadExportOption(f"{context.serial} cannot be a zone's serial: 1 to {LARGEST_SERIAL}")
        zone = dns.zone.Zone(dns.name.from_text(ORIGIN))
        _put(
            zone, "@", dns.rdatatype.SOA, f"localhost. root.localhost. {context.serial} 3600 600 604800 {TTL}"
        )
        _put(zone, "@", dns.rdatatype.NS, "localhost.")
        for name in domains:
            _put(zone, name, dns.rdatatype.CNAME, ".")
            _put(zone, f"*.{name}", dns.rdatatype.CNAME, ".")
        header = [f"; {line}" for line in context.header(domains)]
        return "\n".join([*header, f"$ORIGIN {ORIGIN}", zone.to_text(sorted=True)])


def _put(zone: dns.zone.Zone, name: str, kind: dns.rdatatype.RdataType, text: str) -> None:
    rdata = dns.rdata.from_text(dns.rdataclass.IN, kind, text, relativize=False)
    zone.find_rdataset(dns.name.from_text(name, origin=None), kind, create=True).add(rdata, TTL)
