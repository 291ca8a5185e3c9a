"""What the queue's menus offer: looked up once a minute, since counting every trait takes long in a large
store and a menu may be a minute old."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from threading import Lock

from sqlalchemy.orm import Session

from models.queue import TraitKind
from review.shops import choices

LASTS = timedelta(minutes=1)


class Menu:
    """The choices of one application. While one request looks them up, others are shown the last ones."""

    def __init__(self) -> None:
        self._until: datetime | None = None
        self._choices: Mapping[TraitKind, list[str]] = {}
        self._looking = Lock()

    def choices(self, session: Session, now: datetime) -> Mapping[TraitKind, list[str]]:
        """The commonest values of each kind."""
        first = self._until is None
        if self._is_old(now) and self._looking.acquire(blocking=first):
            try:
                if self._is_old(now):
                    self._choices = choices(session)
                    self._until = now + LASTS
            finally:
                self._looking.release()
        return self._choices

    def _is_old(self, now: datetime) -> bool:
        return self._until is None or now >= self._until
