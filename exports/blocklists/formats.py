"""Every blocklist format."""

from exports.blocklists.blocklist import BlocklistFormat
from exports.blocklists.hosts import HostsFormat
from exports.blocklists.rpz import RpzFormat

BLOCKLISTS: tuple[BlocklistFormat, ...] = (HostsFormat(), RpzFormat())
