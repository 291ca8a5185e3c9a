"""Writing down which faces were handed over, so that they are looked at again (`pipeline.rechecks`)."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.handover import Handover
from models.portions import portions
from models.shop import Resource


def hand_over(session: Session, keys: Iterable[str], now: datetime) -> frozenset[str]:
    """Have these resources looked at again from now on; gives those that were not handed over before, or that
    came back since. `session` is a writing one, of which there is one at a time."""
    fresh = set()
    for some in portions(sorted(set(keys))):
        query = (
            select(Resource.id, Resource.key, Handover)
            .outerjoin(Handover, Handover.resource_id == Resource.id)
            .where(Resource.key.in_(some))
        )
        for resource_id, key, known in session.execute(query).all():
            if known is None:
                session.add(Handover(resource_id=resource_id, sent_at=now, next_at=now))
            elif known.back_at is not None and known.back_at > known.sent_at:
                known.sent_at = known.next_at = now
            else:
                continue
            fresh.add(key)
    return frozenset(fresh)
