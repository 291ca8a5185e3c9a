"""What the words of links have told: links with words that led to good pages come earlier."""

from concurrent.futures import ThreadPoolExecutor

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.database import Database
from models.frontier import LinkWord, SiteRecord, SiteTie
from tests.pipeline.queued import page
from tests.pipeline.test_sites import LED_BY_LINK, frontier_of, named
from tests.stores import Clock


def test_links_come_earlier_by_words_that_led_to_good_pages_and_later_by_those_that_did_not(
    store: Database, run_id: int, clock: Clock
) -> None:
    frontier = frontier_of(store, run_id, clock)
    with store.write() as session:
        for n in range(6):
            frontier.learn(session, page(f"{n}", host=f"a{n}.example", anchor="витрина здесь"), 0.9)
            frontier.learn(
                session, page(f"{n}", host=f"b{n}.example", anchor="погода здесь", priority=3.5), 0.0
            )
    frontier.add([page("1", host="c.example", anchor="погода"), page("2", host="d.example")])
    frontier.add([page("3", host="e.example", anchor="витрина")])
    taken = [(request.url[-1], request.cues) for request in frontier.take(3)]
    assert taken == [("3", "витрина(+1.2)"), ("2", ""), ("1", "погода(-0.9)")]


def test_a_word_s_links_are_counted_once_each_with_what_was_expected_of_them(
    store: Database, run_id: int, clock: Clock
) -> None:
    frontier = frontier_of(store, run_id, clock)
    for relevance in (1.0, 0.0):
        with store.write() as session:
            frontier.learn(
                session, page("x", host=f"{relevance:.0f}.example", anchor="прайс", priority=3.5), relevance
            )
    with store.read() as session:
        [word] = session.scalars(sa.select(LinkWord))
    assert (word.word, round(word.expected, 3), word.relevant) == ("прайс", 1.0, 1.0)


def test_the_words_of_a_link_outlast_its_wait(store: Database, run_id: int, clock: Clock) -> None:
    frontier = frontier_of(store, run_id, clock)
    frontier.add([page("a", anchor="прайс города")])
    assert [request.anchor for request in frontier.take(1)] == ["прайс города"]


def test_two_processes_that_learn_at_once_lose_nothing(store: Database, run_id: int, clock: Clock) -> None:
    frontiers = [frontier_of(store, run_id, clock) for _ in range(2)]

    def learn(turn: int) -> None:
        frontier, name = frontiers[turn % 2], f"site{turn}"
        link = page("", host=f"{name}.example", anchor="прайс здесь", provenance=LED_BY_LINK)

        def settled(session: Session) -> None:
            frontier.learn(session, link, 1.0)
            frontier.queue(session, [named(f"site{there}", name) for there in range(12)])

        store.transact(settled)

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(learn, range(12)))
    with store.read() as session:
        words = {word.word: word.relevant for word in session.scalars(sa.select(LinkWord))}
        ties = session.scalar(sa.select(sa.func.count()).select_from(SiteTie))
        seen = session.scalar(sa.select(sa.func.sum(SiteRecord.seen)))
    assert (words, ties, seen) == ({"прайс": 12.0, "здесь": 12.0}, 12 * 11, 12)
