"""Writing down what happened."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from models.decision import Event

VIEWED = "viewed"
"""Somebody read an original: `detail` has from where and why."""
REVEALED = "revealed"
"""Somebody read numbers or secrets of a shop that are hidden otherwise."""
SENT = "exported"
"""Something of a shop was handed over."""
FACE_BLOCKED = "face_blocked"
"""A face of a shop cannot be reached any more."""
BLOCKED = "blocked"
"""None of a shop's faces can be reached any more."""
REAPPEARED = "reappeared"
"""A face of a shop that was blocked answers again, or a closed shop has another one."""


def record(
    session: Session, kind: str, subject: tuple[str, object], *, actor: str, at: datetime, **detail: Any
) -> None:
    """Add one event about `subject`, a pair of noun and identifier, to the log."""
    noun, identifier = subject
    session.add(Event(at=at, actor=actor, kind=kind, subject=noun, subject_id=str(identifier), detail=detail))
