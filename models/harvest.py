"""What each crawl read of each resource, counted as it is stored: so that a year's harvest is summed up from
few rows."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class PageCount(Base):
    """The pages of a resource that a run stored on a day and that the same kind of thing led to. It only
    repeats what captures, pages and findings say."""

    __tablename__ = "page_counts"

    day: Mapped[datetime] = mapped_column(primary_key=True, comment="midnight before the capture, UTC")
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"), primary_key=True)
    origin: Mapped[str] = mapped_column(primary_key=True, comment="seed, link, contact, code or photo")
    resource_id: Mapped[int] = mapped_column(ForeignKey("resources.id"), primary_key=True)
    pages: Mapped[int]
    flagged: Mapped[int] = mapped_column(comment="pages with a finding among them")
