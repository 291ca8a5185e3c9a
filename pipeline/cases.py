"""Putting shops and targets into cases, and people to work on them. Each step stands in the custody log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.case import Case, CasePerson, CaseShop, CaseTarget, Sight
from models.shop import Shop
from models.target import Target
from models.user import User
from pipeline.case_shops import PUT, TAKEN_OUT
from pipeline.decisions import current_shop
from pipeline.errors import BadCase, BadTarget
from pipeline.events import record

LONGEST_NAME = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case with what is in it. `shops` and `targets` are numbers."""

    id: int
    name: str
    restricted: bool
    opened_by: str
    opened_at: datetime
    people: tuple[str, ...]
    shops: tuple[int, ...]
    targets: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clerk:
    """Who keeps the cases, and when."""

    name: str
    now: datetime


def open_case(session: Session, name: str, *, restricted: bool, clerk: Clerk) -> Case:
    """A new case; who opens it is assigned to it. Raises BadCase for a name that is taken or unusable."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable() or name.isdecimal():
        raise BadCase(f"{name!r} is no name for a case: use words, up to {LONGEST_NAME} characters")
    if session.scalar(sa.select(Case.id).where(Case.name == name)) is not None:
        raise BadCase(f"There is a case {name!r} already")
    case = Case(name=name, restricted=restricted, opened_by=clerk.name, opened_at=clerk.now)
    session.add(case)
    session.flush()
    _record(session, "case_opened", case, clerk, restricted=restricted)
    assign(session, case, clerk.name, clerk=clerk)
    return case


def find_case(session: Session, which: str) -> Case:
    """The case with this number or name. Raises BadCase."""
    by = Case.id == int(which) if which.isdecimal() else Case.name == " ".join(which.split())
    case = session.scalars(sa.select(Case).where(by)).first()
    if case is None:
        raise BadCase(f"There is no case {which!r}. See: mergen case list")
    return case


def restrict(session: Session, case: Case, *, restricted: bool, clerk: Clerk) -> None:
    """Show what is in a case only to the people assigned to it, or to everybody again."""
    if case.restricted != restricted:
        case.restricted = restricted
        _record(session, "case_restricted" if restricted else "case_opened_up", case, clerk)


def assign(session: Session, case: Case, name: str, *, clerk: Clerk) -> bool:
    """Assign somebody to a case; whether an account has that name. Raises BadCase."""
    if not name.strip():
        raise BadCase("Say who is assigned to the case")
    if session.get(CasePerson, (case.id, name)) is None:
        session.add(CasePerson(case_id=case.id, name=name))
        _record(session, "case_assigned", case, clerk, name=name)
    return session.scalar(sa.select(User.id).where(User.name == name)) is not None


def unassign(session: Session, case: Case, name: str, *, clerk: Clerk) -> None:
    """Take somebody off a case. Raises BadCase where they are not on it."""
    row = session.get(CasePerson, (case.id, name))
    if row is None:
        raise BadCase(f"{name!r} is not assigned to the case {case.name!r}")
    session.delete(row)
    _record(session, "case_unassigned", case, clerk, name=name)


def put_shop(session: Session, case: Case | None, shop_id: int, *, clerk: Clerk) -> int:
    """Put a shop into a case, or with None into none; gives its number. Raises UnknownShop."""
    shop = current_shop(session, shop_id)
    row = session.get(CaseShop, shop.id)
    before = row.case_id if row is not None else None
    _move(session, row, CaseShop(shop_id=shop.id, case_id=case.id) if case else None)
    _record_move(session, ("shop", shop.id), before, case, clerk)
    return shop.id


def put_target(session: Session, case: Case | None, which: str, *, clerk: Clerk) -> int:
    """Put a target, by number or address, into a case, or with None into none; gives its number. What its
    crawls find from now on is put there too. Raises BadTarget."""
    by = Target.id == int(which) if which.isdecimal() else Target.url == which
    target_id = session.scalar(sa.select(Target.id).where(by))
    if target_id is None:
        raise BadTarget(f"There is no target {which}. See: mergen target list")
    row = session.get(CaseTarget, target_id)
    before = row.case_id if row is not None else None
    _move(session, row, CaseTarget(target_id=target_id, case_id=case.id) if case else None)
    _record_move(session, ("target", target_id), before, case, clerk)
    return target_id


def case_names(session: Session, sight: Sight) -> dict[int, str]:
    """The names of the cases that `sight` may see, by their numbers, the newest first."""
    query = sa.select(Case.id, Case.name).where(sight.cases()).order_by(Case.id.desc())
    return {case_id: name for case_id, name in session.execute(query)}


def list_cases(session: Session, sight: Sight | None = None) -> Sequence[CaseView]:
    """The cases, the newest first; those that `sight` may see, or all."""
    query = sa.select(Case).order_by(Case.id.desc())
    cases = session.scalars(query if sight is None else query.where(sight.cases())).all()
    living = sa.select(Shop.id).where(Shop.merged_into.is_(None))
    return [
        CaseView(
            id=case.id,
            name=case.name,
            restricted=case.restricted,
            opened_by=case.opened_by,
            opened_at=case.opened_at,
            people=tuple(session.scalars(_of(CasePerson.name, CasePerson.case_id, case.id))),
            shops=tuple(
                session.scalars(
                    _of(CaseShop.shop_id, CaseShop.case_id, case.id).where(CaseShop.shop_id.in_(living))
                )
            ),
            targets=tuple(session.scalars(_of(CaseTarget.target_id, CaseTarget.case_id, case.id))),
        )
        for case in cases
    ]


def _of(column: Any, case_id: Any, number: int) -> sa.Select[Any]:
    return sa.select(column).where(case_id == number).order_by(column)


def _move(
    session: Session, before: CaseShop | CaseTarget | None, after: CaseShop | CaseTarget | None
) -> None:
    if before is not None and (after is None or before.case_id != after.case_id):
        session.delete(before)
        session.flush()
        before = None
    if after is not None and before is None:
        session.add(after)
        session.flush()


def _record_move(
    session: Session,
    subject: tuple[str, int],
    before: int | None,
    case: Case | None,
    clerk: Clerk,
) -> None:
    kind = TAKEN_OUT if case is None else PUT
    into = None if case is None else case.id
    if before != into:
        record(session, kind, subject, actor=clerk.name, at=clerk.now, case=into, before=before)


def _record(session: Session, kind: str, case: Case, clerk: Clerk, **detail: object) -> None:
    record(session, kind, ("case", case.id), actor=clerk.name, at=clerk.now, case=case.name, **detail)
