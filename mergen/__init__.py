"""The `mergen` command: settings, composition of all rooms, and the demonstration web."""
