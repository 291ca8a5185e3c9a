"""What ends a command.

CommandError
├── BadSettings  a setting that cannot be used
└── BadInput     an argument or a file that cannot be used
"""


class CommandError(Exception):
    """The command cannot do its work. The message says what to do."""


class BadSettings(CommandError):
    """A setting that cannot be used."""


class BadInput(CommandError):
    """An argument or a file that cannot be used."""
