"""What ends a command.

CommandError
├── BadSettings  a setting that cannot be used
├── BadInput     an argument or a file that cannot be used
├── OutdatedModel  a model that this code and corpus would not give
└── WorseModel   a trained model that is worse on a pinned set
"""


class CommandError(Exception):
    """The command cannot do its work. The message says what to do."""


class BadSettings(CommandError):
    """A setting that cannot be used."""


class BadInput(CommandError):
    """An argument or a file that cannot be used."""


class OutdatedModel(CommandError):
    """A model that this code and corpus would not give."""


class WorseModel(CommandError):
    """A model that was trained is worse on a pinned set; the message says on which and by how much."""
