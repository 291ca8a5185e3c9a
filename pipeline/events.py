"""Writing down what happened."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from models.decision import Event

VIEWED = "viewed"
"""Somebody read an original: `detail` has from where and why."""
REVEALED = "revealed"
"""Somebody read numbers or secrets of a shop that are hidden otherwise."""


def record(
    session: Session, kind: str, subject: tuple[str, object], *, actor: str, at: datetime, **detail: Any
) -> None:
    """Add one event about `subject`, a pair of noun and identifier, to the log."""
    noun, identifier = subject
    session.add(Event(at=at, actor=actor, kind=kind, subject=noun, subject_id=str(identifier), detail=detail))
