"""What came of checking one stored thing."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One thing that was checked: `kind` is event, row, witness, blob, record, segment, seal, timestamp or
    guard. `fault` is None where it is as it was stored; `note` says what a person should know otherwise."""

    kind: str
    name: str
    fault: str | None = None
    note: str | None = None
