"""The text that was read in photos, scored as the text in a page's pictures is."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from classifiers.document import Document
from classifiers.score import Score, Scorer
from models.dossier import touch
from models.image import Photo, PhotoScore
from pipeline.pictures import Picture
from pipeline.rows import insert_for


def score_of(picture: Picture, scorer: Scorer, day: date) -> Score | None:
    """What the text in a photo that came on a `day` comes to; None where none was read. As on a page, only
    what is written counts: a code alone makes nobody a seller."""
    return scorer.score([Document(text=picture.text, day=day)])[0] if picture.text else None


def keep_score(session: Session, photo: Photo, text: str, score: Score, now: datetime) -> None:
    """Store the score of the `text` in a photo, unless this scorer's is there; one a photo."""
    known = session.get(PhotoScore, photo.id)
    if known is not None and (known.scorer, known.text) == (score.scorer, text):
        return
    values = {
        "text": text,
        "language": score.language,
        "score": score.value,
        "sale": score.sale,
        "recruitment": score.recruitment,
        "label": score.label.value,
        "scorer": score.scorer,
        "scored_at": now,
        "signals": [signal.record() for signal in score.signals],
    }
    insert = insert_for(session, PhotoScore).values(photo_id=photo.id, **values)
    session.execute(insert.on_conflict_do_update(index_elements=["photo_id"], set_=values))
    touch(session, PhotoScore, photo.id)
