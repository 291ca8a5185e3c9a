"""The images that pages show, as they were fetched."""

from collections.abc import Collection, Iterator

from sqlalchemy import and_, not_, or_, select
from sqlalchemy.orm import Session, aliased

from exports.shop import Record
from models.capture import Capture, PageImage
from models.portions import portions


def shown(session: Session, page_ids: Collection[int]) -> Iterator[tuple[int, Capture]]:
    """The captures of the images on pages, each with the page's, in the order of the page. What stood in the
    page itself (`data:` addresses, codes drawn with characters) is not among them: the page has it."""
    image = aliased(Capture)
    within = and_(
        image.fetched_at == Capture.fetched_at,
        or_(image.url == Capture.url, image.url == Capture.final_url),
    )
    for some in portions(page_ids):
        query = (
            select(PageImage.capture_id, image)
            .join(Capture, Capture.id == PageImage.capture_id)
            .join(image, and_(image.run_id == Capture.run_id, image.sha256 == PageImage.image_sha256))
            .where(PageImage.capture_id.in_(some), not_(within))
            .order_by(PageImage.id, image.id)
        )
        found = {(page_id, row.id): row for page_id, row in session.execute(query)}
        yield from ((page_id, row) for (page_id, _), row in found.items())


def record_of(row: Capture) -> Record:
    """Where a capture's bytes lie."""
    return Record(file=row.warc_file, offset=row.warc_offset, length=row.warc_length)
