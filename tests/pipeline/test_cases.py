"""What becomes of a shop in a case: it stays there, by whatever way it came."""

import pytest
import sqlalchemy as sa

from crawler.request import SEED
from models.case import CaseShop, Sight
from models.decision import Event
from models.run import Run
from models.shop import Shop
from pipeline.cases import Clerk, assign, list_cases, open_case, put_shop, put_target
from pipeline.errors import BadTarget
from pipeline.shops import gather
from pipeline.targets import (
    Watch,
    add_target,
    delete_target,
    pause_target,
    remove_target,
    resume_target,
)
from tests.pipeline.conftest import Journey
from tests.pipeline.test_shops import OTHER_SHOP
from tests.pipeline.visits import SHOP_TEXT, visit

SHOP, DOOR = "http://vetka.example/", "http://dvor.example/"
OF_BOTH = f"{OTHER_SHOP} Резерв: @suhaya_vetka_."


def clerk(journey: Journey) -> Clerk:
    return Clerk(name="lead", now=journey.clock())


def gathered(journey: Journey) -> int:
    return journey.database.transact(lambda session: gather(session, journey.clock()))


def test_what_crawls_of_a_target_find_joins_its_case_and_comes_out_by_a_person_alone(
    journey: Journey,
) -> None:
    with journey.database.write() as session:
        target, _ = add_target(session, SHOP, Watch(), provenance=SEED, actor="lead", now=journey.clock())
        case = open_case(session, "Operation", restricted=True, clerk=clerk(journey))
        put_target(session, case, SHOP, clerk=clerk(journey))
        session.get_one(Run, journey.run_id).target_id = target.id
    journey.take(visit(SHOP, SHOP_TEXT))
    journey.anew().take(visit(DOOR, OTHER_SHOP))
    gathered(journey)
    with journey.database.read() as session:
        [view] = list_cases(session)
        hidden = session.scalars(Sight("aigul").hidden).all()
        named = session.scalars(sa.select(Event.subject_id).where(Event.kind == "case_put")).all()
    assert (list(view.shops), view.targets) == (hidden, (target.id,))
    assert named == [str(target.id), str(view.shops[0])]
    with journey.database.write() as session:
        put_shop(session, None, view.shops[0], clerk=clerk(journey))
    gathered(journey)
    with journey.database.read() as session:
        assert list_cases(session)[0].shops == ()


def test_a_shop_that_joins_one_of_a_case_is_in_it_too(local_journey: Journey) -> None:
    journey = local_journey
    journey.take(visit(SHOP, SHOP_TEXT))
    journey.take(visit(DOOR, OTHER_SHOP))
    assert gathered(journey) == 2
    with journey.database.write() as session:
        case = open_case(session, "Operation", restricted=True, clerk=clerk(journey))
        put_shop(session, case, 2, clerk=clerk(journey))
    journey.take(visit("http://third.example/", OF_BOTH))
    assert gathered(journey) == 1
    with journey.database.read() as session:
        living = session.scalars(sa.select(Shop.id).where(Shop.merged_into.is_(None))).one()
        assert not Sight("aigul").sees(session, living)
        assert Sight("lead").sees(session, living)


def test_shops_of_two_cases_are_never_made_one(local_journey: Journey) -> None:
    journey = local_journey
    journey.take(visit(SHOP, SHOP_TEXT))
    journey.take(visit(DOOR, OTHER_SHOP))
    assert gathered(journey) == 2
    with journey.database.write() as session:
        for number in (1, 2):
            case = open_case(session, f"Operation {number}.", restricted=True, clerk=clerk(journey))
            put_shop(session, case, number, clerk=clerk(journey))
    journey.take(visit("http://third.example/", OF_BOTH))
    assert gathered(journey) == 2
    with journey.database.read() as session:
        rows = session.execute(sa.select(CaseShop.shop_id, CaseShop.case_id).order_by(CaseShop.shop_id)).all()
        assert [tuple(row) for row in rows] == [(1, 1), (2, 2)]
        assert session.scalars(sa.select(Event.kind).where(Event.kind == "alike")).all() == ["alike"]


def test_a_target_of_a_case_is_let_go_by_who_works_on_it(local_journey: Journey) -> None:
    journey = local_journey
    with journey.database.write() as session:
        add_target(session, SHOP, Watch(), provenance=SEED, actor="lead", now=journey.clock())
        case = open_case(session, "Operation", restricted=True, clerk=clerk(journey))
        put_target(session, case, "1", clerk=clerk(journey))
        for act in (pause_target, resume_target, remove_target, delete_target):
            with pytest.raises(BadTarget, match="no target 1"):
                act(session, "1", actor="aigul", now=journey.clock())
        assign(session, case, "aigul", clerk=clerk(journey))
        assert remove_target(session, "1", actor="aigul", now=journey.clock()).removed_at is not None
