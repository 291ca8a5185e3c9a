"""What can be wrong with the store.

StoreError
├── StoreMissing      there is none, or it was never initialised
├── StoreOutdated     it was written by an older Mergen
├── StoreNewer        it was written by a newer Mergen
└── StoreUnavailable  it cannot be opened, read or written
"""


class StoreError(Exception):
    """The store cannot be used. The message says what to do."""


class StoreMissing(StoreError):
    """There is no store yet."""


class StoreOutdated(StoreError):
    """The store needs its migrations run."""


class StoreNewer(StoreError):
    """The store is from a newer Mergen than this one."""


class StoreUnavailable(StoreError):
    """The store cannot be opened, read or written."""
