"""What the words of links told in a run: how much more or less their links came to than was expected."""

from collections.abc import Iterable
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.orm import Session

from crawler.focus import Order, Told
from crawler.request import Request
from models.frontier import LinkWord
from pipeline.rows import insert_for

NOTABLE = 0.2
"""From how many nats on a word is named among those that told for a link or against it."""


class LinkWords:
    """The words of one run."""

    def __init__(self, run_id: int, order: Order) -> None:
        self._run_id = run_id
        self._order = order

    def learn(self, session: Session, request: Request, rank: float, relevance: float) -> None:
        """Count what a link of this rank came to."""
        if not request.anchor:
            return
        chance = self._order.chance(rank)
        rows = [
            {"run_id": self._run_id, "word": word, "expected": chance, "relevant": relevance}
            for word in sorted(request.anchor.split())
        ]
        insert = insert_for(session, LinkWord)
        more = {
            "expected": LinkWord.expected + insert.excluded.expected,
            "relevant": LinkWord.relevant + insert.excluded.relevant,
        }
        key = [LinkWord.run_id, LinkWord.word]
        session.execute(insert.on_conflict_do_update(index_elements=key, set_=more), rows)

    def weigh(self, session: Session, requests: Iterable[Request]) -> list[Request]:
        """The same requests, earlier or later by what their words have told so far."""
        found = list(requests)
        words = {word for request in found for word in request.anchor.split()}
        known = self._known(session, words) if words else {}
        return [self._weighed(request, known) for request in found]

    def _known(self, session: Session, words: set[str]) -> dict[str, float]:
        query = sa.select(LinkWord).where(LinkWord.run_id == self._run_id, LinkWord.word.in_(words))
        rows = session.scalars(query)
        told = {row.word: Told(expected=row.expected, relevant=row.relevant) for row in rows}
        return {word: self._order.telling(each) for word, each in told.items()}

    @staticmethod
    def _weighed(request: Request, known: dict[str, float]) -> Request:
        told = [(word, known[word]) for word in request.anchor.split() if word in known]
        if not told:
            return request
        named = [f"{word}({nats:+.1f})" for word, nats in told if abs(nats) >= NOTABLE]
        cues = " ".join([*request.cues.split(), *named])[:100]
        return replace(request, priority=request.priority + sum(nats for _, nats in told), cues=cues)
