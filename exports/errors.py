"""What can stop an export. Nothing is half-written when one is raised.

ExportError
├── NothingConfirmed   no shop stands confirmed, so there is nothing to export
├── NotAssigned        what was asked for holds a shop of a restricted case of others
├── NothingStored      a run or a target without a capture
├── ExportUnwritable   the folder cannot be written: full, read-only or not ours
├── EvidenceMismatch   stored bytes do not have the digest they are stored under
└── BadExportOption    a language, time zone, serial or name that cannot be used
"""


class ExportError(Exception):
    """The export was not made. The message says what to do."""


class NothingConfirmed(ExportError):
    """No shop stands confirmed."""


class NotAssigned(ExportError):
    """What was asked for holds a shop of a restricted case that the person is not assigned to."""


class NothingStored(ExportError):
    """A run or a target has no capture."""


class ExportUnwritable(ExportError):
    """The folder cannot be written."""


class EvidenceMismatch(ExportError):
    """Stored bytes do not have the digest they are stored under."""


class BadExportOption(ExportError):
    """A language, time zone, serial or name that cannot be used."""
