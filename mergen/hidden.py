"""What commands print of what was found: without card and phone numbers (`pipeline.masks`)."""

from typing import Any

from pipeline.masks import masked

ADDRESSES = frozenset({"reference"})
"""Fields of records that name pages: they say what is meant, and stay."""


def hidden(record: dict[str, Any]) -> dict[str, Any]:
    """A payload, a symbol, a line or a post as JSON with its numbers behind dots; the bytes of a code that
    holds one are left out."""
    shown: dict[str, Any] = {
        name: value if name in ADDRESSES else _hidden(value) for name, value in record.items()
    }
    return {**shown, "raw": None} if "raw" in shown and shown != record else shown


def _hidden(value: Any) -> Any:
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, dict):
        return hidden(value)
    return [_hidden(part) for part in value] if isinstance(value, list | tuple) else value
