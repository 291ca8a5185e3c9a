"""The page that is open, as it was captured before."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.capture import Capture, Page
from review.difference import difference
from review.shop_view import EarlierView, PageRow


def earlier_of(session: Session, row: PageRow) -> EarlierView | None:
    """The capture of the same address before this one; None where there is none."""
    text = select(Page.text).where(Page.capture_id == row.capture_id).scalar_subquery()
    query = (
        select(Capture.id, Capture.fetched_at, Page.text, text)
        .join(Page, Page.capture_id == Capture.id)
        .where(Capture.url == row.url, Capture.id < row.capture_id)
        .order_by(Capture.id.desc())
        .limit(1)
    )
    found = session.execute(query).first()
    if found is None:
        return None
    capture_id, fetched_at, before, now = found
    return EarlierView(capture_id=capture_id, fetched_at=fetched_at, change=difference(before, now or ""))
