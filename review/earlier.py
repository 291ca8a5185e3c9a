"""The page that is open, as it was captured before."""

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import Session

from models.capture import Capture, Page
from review.difference import difference
from review.shop_view import EarlierView, PageRow

_CAPTURE: BindParameter[int] = bindparam("capture")
_NOW = select(Page.text).where(Page.capture_id == _CAPTURE).scalar_subquery()
_BEFORE = (
    select(Capture.id, Capture.fetched_at, Page.text, _NOW)
    .join(Page, Page.capture_id == Capture.id)
    .where(Capture.url == bindparam("url"), Capture.id < _CAPTURE)
    .order_by(Capture.id.desc())
    .limit(1)
)


def earlier_of(session: Session, row: PageRow) -> EarlierView | None:
    """The capture of the same address before this one; None where there is none."""
    found = session.execute(_BEFORE, {"capture": row.capture_id, "url": row.url}).first()
    if found is None:
        return None
    capture_id, fetched_at, before, now = found
    return EarlierView(capture_id=capture_id, fetched_at=fetched_at, change=difference(before, now or ""))
