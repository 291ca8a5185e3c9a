"""What can go wrong on the road.

PipelineError
├── EvidenceUnavailable  the evidence folder cannot be read or written
├── EvidenceDamaged      stored bytes do not have the digest they are stored under
├── BackupDamaged        a backup is torn, damaged or not there
├── StoreInUse           a store has content that a restore would replace
├── UnknownShop          there is no such shop
├── NothingSent          nothing of a shop was handed over (`pipeline.replies`)
├── UnknownRaid          there is no such raid
├── BadCase              a case that is not there, or cannot be kept so
├── BadTarget            an address or a schedule that cannot be watched
├── BadRun               a run that cannot be started or taken up again
├── BadKey               the key that seals cannot be used as it lies there
├── BadAuthority         a time-stamping authority that is not set up rightly
├── BadPolicy            a retention policy that cannot be read
└── TooShort             words too short to be a person's
"""


class PipelineError(Exception):
    """The work cannot be done. The message says what to do."""


class EvidenceUnavailable(PipelineError):
    """The evidence folder cannot be read or written."""


class EvidenceDamaged(PipelineError):
    """Stored bytes do not have the digest they are stored under."""


class BackupDamaged(PipelineError):
    """A backup is torn, damaged or not there."""


class StoreInUse(PipelineError):
    """A store has content that a restore would replace."""


class UnknownShop(PipelineError):
    """There is no such shop."""


class BadCase(PipelineError):
    """A case that is not there, or cannot be kept so."""


class UnknownRaid(PipelineError):
    """There is no such raid."""


class BadTarget(PipelineError):
    """An address or a schedule that cannot be watched."""


class BadRun(PipelineError):
    """A run that cannot be started or taken up again."""


class BadKey(PipelineError):
    """The key that seals cannot be used as it lies there."""


class BadAuthority(PipelineError):
    """A time-stamping authority that is not set up rightly."""


class BadPolicy(PipelineError):
    """A retention policy that cannot be read."""


class TooShort(PipelineError):
    """Words too short to be a person's."""
