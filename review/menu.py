"""What the queue's menus offer: looked up once a minute, since counting every trait takes long in a large
store and a menu may be a minute old."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from models.queue import TraitKind
from review.shops import choices

LASTS = timedelta(minutes=1)


class Menu:
    """The choices of one application."""

    def __init__(self) -> None:
        self._until: datetime | None = None
        self._choices: Mapping[TraitKind, list[str]] = {}

    def choices(self, session: Session, now: datetime) -> Mapping[TraitKind, list[str]]:
        """The commonest values of each kind."""
        if self._until is None or now >= self._until:
            self._choices, self._until = choices(session), now + LASTS
        return self._choices
