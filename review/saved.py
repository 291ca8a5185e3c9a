"""Choices of the queue that people keep under a name."""

from collections.abc import Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from models.queue import SavedFilter
from pipeline.rows import insert_for
from review.choice import filter_query, parse_choice

MOST = 20
LONGEST_NAME = 60


def saved_filters(session: Session, user_id: int) -> Sequence[SavedFilter]:
    """A person's own, in the order of their names."""
    query = select(SavedFilter).where(SavedFilter.user_id == user_id).order_by(SavedFilter.name)
    return session.scalars(query).all()


def save_filter(session: Session, user_id: int, name: str, query: str) -> None:
    """Keep a choice; one of that name is replaced. Nothing happens without a name, nor beyond MOST."""
    name = " ".join(name.split())[:LONGEST_NAME]
    count = session.scalar(select(func.count()).where(SavedFilter.user_id == user_id)) or 0
    if not name or count >= MOST:
        return
    query = filter_query(parse_choice(query))  # what no choice knows does not get in
    values = {"user_id": user_id, "name": name, "query": query}
    session.execute(
        insert_for(session, SavedFilter)
        .values(**values)
        .on_conflict_do_update(index_elements=[SavedFilter.user_id, SavedFilter.name], set_={"query": query})
    )


def forget_filter(session: Session, user_id: int, filter_id: int) -> None:
    """Delete a kept choice of one's own; those of others are left alone."""
    mine = (SavedFilter.id == filter_id, SavedFilter.user_id == user_id)
    session.execute(delete(SavedFilter).where(*mine))
