"""The order of links: what tells for one, and what a site's record does to all of its links."""

from hypothesis import given
from hypothesis import strategies as st

from crawler.focus import UNKNOWN, Focus, Namer, Record, Told, lot_of
from crawler.page import Link
from crawler.reading import read
from crawler.request import Origin, Provenance, Request
from tests.crawler.captures import capture_of

FOCUS = Focus()
SHARES = st.floats(0, 1)
LED_BY_LINK = Provenance(origin=Origin.LINK, reference="https://news.example/")


def request(text: str = "", near: str = "", *, depth: int = 1, parent: Request | None = None) -> Request:
    """What is known of a link before its page is scored."""
    url = "https://news.example/x"
    link = Link(url=url, text=text, near=near)
    above = parent or Request(url="https://news.example/", provenance=LED_BY_LINK)
    return FOCUS.ranked(Request(url=url, depth=depth, provenance=LED_BY_LINK), link, above)


def test_words_at_the_link_tell_more_than_words_near_it_and_dull_ones_against_it() -> None:
    anchor, near, plain, dull = request("Прайс"), request(near="наш прайс"), request(), request("Вход")
    assert anchor.priority > near.priority > plain.priority > dull.priority
    assert (anchor.cues, near.cues, plain.cues, dull.cues) == ("прайс", "прайс", "", "-вход")


def test_a_link_is_worth_what_its_page_is_worth() -> None:
    good, poor = FOCUS.informed(request(), 0.9), FOCUS.informed(request("Прайс"), 0.05)
    assert good.priority > poor.priority
    assert (good.promise, poor.promise) == (0.9, 0.05)


def test_a_good_page_promises_more_of_its_own_site_than_of_another() -> None:
    near, away = (
        FOCUS.informed(Request(url=url, provenance=LED_BY_LINK), 0.9)
        for url in ("https://news.example/x", "https://other.example/x")
    )
    assert near.priority > away.priority > 0


def test_the_words_of_a_link_s_text_are_kept_without_figures_and_marks() -> None:
    assert request("Прайс — 2 г, прайс №1 здесь »").anchor == "прайс здесь"
    assert len(request(" ".join("абвгдежзик"[n] * 3 for n in range(10))).anchor.split()) == 6


def test_a_promise_lasts_through_a_few_pages_that_do_not_keep_it() -> None:
    found, promises = FOCUS.informed(request(), 0.8), list[float]()
    for _ in range(4):
        found = FOCUS.informed(request(parent=found), 0.02)
        promises.append(round(found.promise, 2))
    assert promises == [0.32, 0.13, 0.05, 0.02]


def test_what_a_code_led_to_promises_more_than_what_a_link_led_to() -> None:
    by_code = Request(url="https://a.example/", provenance=Provenance(origin=Origin.CODE))
    assert request(parent=by_code).promise > request().promise == 0


def test_a_list_s_order_is_not_changed_by_a_score() -> None:
    listed = Request(url="https://a.example/", priority=-0.5, provenance=Provenance(origin=Origin.SITEMAP))
    assert FOCUS.informed(listed, 0.9) == listed


def test_a_site_of_which_nothing_is_known_neither_gains_nor_loses() -> None:
    assert FOCUS.standing(Record()) == 0


def test_a_site_gains_by_hits_and_loses_by_misses_within_bounds() -> None:
    hits = [FOCUS.standing(Record(pages=pages, relevant=pages)) for pages in range(1, 50)]
    misses = [FOCUS.standing(Record(pages=pages)) for pages in range(1, 500)]
    assert hits == sorted(hits)
    assert misses == sorted(misses, reverse=True)
    assert (hits[-1], misses[-1]) == (FOCUS.bound, -FOCUS.bound)


@given(pages=st.integers(0, 10_000), first=SHARES, second=SHARES)
def test_of_two_sites_the_one_with_the_better_pages_stands_higher(
    pages: int, first: float, second: float
) -> None:
    low, high = sorted((first, second))
    worse, better = (FOCUS.standing(Record(pages=pages, relevant=pages * share)) for share in (low, high))
    assert -FOCUS.bound <= worse <= better <= FOCUS.bound


def test_a_site_that_only_good_namers_name_is_expected_to_be_good_and_one_that_everybody_names_is_not() -> (
    None
):
    hub, dull, unknown = Namer(sites=8, good=6), Namer(sites=30), Namer()
    assert FOCUS.expected([]) == FOCUS.expected([unknown]) == UNKNOWN
    assert FOCUS.expected([hub, hub]) > FOCUS.expected([hub]) > FOCUS.expected([hub, dull, dull]) > UNKNOWN
    assert FOCUS.expected([dull]) < UNKNOWN


@given(st.lists(st.tuples(st.integers(0, 1000), SHARES)))
def test_what_is_expected_of_a_site_is_a_share(found: list[tuple[int, float]]) -> None:
    share = FOCUS.expected([Namer(sites=sites, good=int(part * sites)) for sites, part in found])
    assert 0 < share < 1
    assert -FOCUS.bound <= FOCUS.standing(Record(expected=share)) <= FOCUS.bound


def test_of_two_sites_with_the_same_pages_the_one_that_more_was_expected_of_stands_higher() -> None:
    low, high = (FOCUS.standing(Record(pages=3, relevant=1, expected=share)) for share in (0.02, 0.4))
    assert low < high


def test_a_word_tells_as_much_as_its_links_did_better_than_expected() -> None:
    told = [
        Told(),
        Told(expected=3, relevant=3),
        Told(expected=0.1, relevant=1),
        Told(expected=3, relevant=9),
    ]
    nothing, as_expected, rare, often = (FOCUS.telling(each) for each in told)
    assert nothing == as_expected == 0 < rare < often
    assert FOCUS.telling(Told(expected=5)) < 0
    assert FOCUS.telling(Told(relevant=1e6)) == -FOCUS.telling(Told(expected=1e6)) == FOCUS.most_told


def test_a_rank_is_a_chance() -> None:
    chances = [FOCUS.chance(rank) for rank in (-1000, 0, 3.5, 100)]
    assert chances == sorted(chances)
    assert [round(chance, 2) for chance in chances] == [0, 0.03, 0.5, 1]


@given(text=st.text(max_size=60), near=st.text(max_size=60), promise=SHARES, depth=st.integers(0, 9))
def test_whatever_a_page_writes_priority_and_promise_stay_within_bounds(
    text: str, near: str, promise: float, depth: int
) -> None:
    found = FOCUS.informed(request(text, near, depth=depth), promise)
    assert -3 <= found.priority <= 6
    assert 0 <= found.promise <= 1
    assert len(found.cues) <= 100


@given(url=st.text(max_size=30))
def test_a_lot_is_the_same_each_time_and_between_nought_and_one(url: str) -> None:
    assert 0 <= lot_of(url, 1) < 1
    assert lot_of(url, 1) == lot_of(url, 1)


def test_the_text_beside_a_link_is_read_with_it() -> None:
    page = read(capture_of("<p>Свежий прайс <a href=/a>тут</a>, а <a href=/b><i>там</i></a> — отзывы</p>"))
    assert page is not None
    assert {link.url[-1]: link.near for link in page.links} == {"a": "Свежий прайс , а", "b": ", а — отзывы"}
