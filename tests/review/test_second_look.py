"""The blind second look: by somebody else, without the verdict, on a sample that nobody chooses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.decision import BlindLook, Decision, Verdict
from models.queue import ShopCard
from pipeline.blind_looks import agreement, cohen, in_sample
from pipeline.decisions import Judgement, decide
from review.scopes import Scope
from tests.review.conftest import Browser, Office, hidden
from tests.review.factory import NOW, Street
from tests.review.programs import Program


def decided(office: Office, count: int = 40) -> list[Decision]:
    """Decisions of the administrator on so many shops, those of the sample."""
    with office.database.write() as session:
        street = Street(session, office.blobs)
        judgement = Judgement(verdict=Verdict.REJECTED, reason="report: only news")
        for number in range(count):
            shop = street.shop(f"s{number}.example")
            decide(session, shop, judgement, actor="admin", now=NOW)
        return [each for each in session.query(Decision).all() if in_sample(each.id)]


def say(browser: Browser, decision: Decision, verdict: str) -> int:
    token = hidden(browser.get("/keys").text, "csrf_token")
    return browser.send(f"/second-look/{decision.id}", csrf_token=token, verdict=verdict).status_code


def test_the_sample_is_looked_at_by_another_person_who_does_not_know_the_verdict(office: Office) -> None:
    sample = decided(office)
    assert 1 <= len(sample) <= 12
    browser = office.signed_in("reviewer")
    assert browser.get("/second-look").headers["location"] == f"/second-look/{sample[0].id}"
    page = browser.get(f"/second-look/{sample[0].id}").text
    assert "Why it is here" in page
    for told in ("state-rejected", "only news", "News, police", "admin", "Similar decided", "Legal ground"):
        assert told not in page, told
    assert say(browser, sample[0], "confirmed") == 303
    with office.database.read() as session:
        (look,) = session.query(BlindLook).all()
    assert (look.decision_id, look.verdict, look.looked_by) == (sample[0].id, "confirmed", "reviewer")
    assert [each.verdict for each in office.decisions(sample[0].shop_id)] == ["rejected"]


@pytest.mark.parametrize("state", ["reappeared", "changed"])
def test_a_blind_look_does_not_tell_what_became_of_the_shop(office: Office, state: str) -> None:
    sample = decided(office)
    with office.database.write() as session:
        card = session.get_one(ShopCard, sample[0].shop_id)
        card.state, card.blocked_at = state, NOW
    browser = office.signed_in("reviewer")
    for told in ("Closed.", "Re-appeared.", "Changed.", "nobody has looked at it"):
        assert told not in browser.get(f"/second-look/{sample[0].id}").text, told
    assert "Closed." in browser.get(f"/shops/{sample[0].shop_id}").text


def test_nobody_looks_at_their_own_decision_twice_or_outside_the_sample(office: Office) -> None:
    sample = decided(office)
    own, other = office.signed_in("admin"), office.signed_in("reviewer")
    assert own.get("/second-look").status_code == 200
    assert own.get(f"/second-look/{sample[0].id}").status_code == 404
    assert say(own, sample[0], "rejected") == 409
    assert say(other, sample[0], "rejected") == 303
    assert say(other, sample[0], "confirmed") == 409
    assert other.get(f"/second-look/{sample[0].id}").status_code == 404
    outside = next(number for number in range(1, 40) if not in_sample(number))
    assert other.get(f"/second-look/{outside}").status_code == 404
    with office.database.read() as session:
        found = agreement(session, NOW.replace(year=2020), NOW.replace(year=2030))
    assert (found.pairs, found.agreed, found.kappa) == (1, 1, None)


def test_a_program_looks_blindly_as_its_person_would(office: Office) -> None:
    sample = decided(office)
    program = Program.of(office, "reviewer", Scope.DECISIONS_WRITE)
    assert program.get("/second-look").json() == {"decision": sample[0].id}
    told = program.get(f"/second-look/{sample[0].id}")
    assert told.json()["signals"]
    assert {"shop", "seen", "decisions", "notes", "similar"} & set(told.json()) == set()
    for verdict in ("only news", "rejected", "admin"):
        assert verdict not in told.text, verdict
    path, said = f"/second-look/{sample[0].id}", {"verdict": "confirmed", "note": "a price list"}
    assert program.post(path, said).status_code == 204
    with office.database.read() as session:
        [look] = session.query(BlindLook).all()
    assert (look.verdict, look.note, look.looked_by) == ("confirmed", "a price list", "reviewer")
    assert [event.detail["token"] for event in office.events("looked_again")] == ["reviewer's"]
    assert program.post(path, said).status_code == 404
    own = Program.of(office, "admin", Scope.DECISIONS_WRITE)
    assert own.get("/second-look").json() == {"decision": None}
    assert own.get(f"/second-look/{sample[-1].id}").status_code == 404


def test_kappa_is_that_of_the_textbook() -> None:
    yes, no = "confirmed", "rejected"
    pairs = [(yes, yes)] * 20 + [(yes, no)] * 5 + [(no, yes)] * 10 + [(no, no)] * 15
    assert cohen(pairs).kappa == pytest.approx(0.4)
    assert cohen([]).kappa is None


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=40))
def test_kappa_is_one_only_for_full_agreement(pairs: list[tuple[str, str]]) -> None:
    found = cohen(pairs)
    assert found.kappa is None or -1 <= found.kappa <= 1
    assert found.kappa is None or (found.kappa == pytest.approx(1)) == (found.agreed == len(pairs))


def test_the_sample_is_a_tenth_and_always_the_same() -> None:
    sample = [number for number in range(20_000) if in_sample(number)]
    assert len(sample) == pytest.approx(2_000, rel=0.1)
    assert sample == [number for number in range(20_000) if in_sample(number)]
    assert sample != [number for number in range(20_000) if in_sample(number, "another seed")]
