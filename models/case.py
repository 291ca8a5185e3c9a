"""Cases: shops and targets that are worked on together, and who may see them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, ForeignKey, Select, Text, bindparam, select
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, mapped_column

from models.base import Base


class Case(Base):
    """A piece of work. What is in a `restricted` one is seen by the people assigned to it and nobody else,
    whatever their role; what is in an open one, or in none, by everybody who has the right."""

    __tablename__ = "cases"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    name: Mapped[str] = mapped_column(Text, unique=True)
    restricted: Mapped[bool]
    opened_by: Mapped[str] = mapped_column(Text)
    opened_at: Mapped[datetime]


class CaseShop(Base):
    """A shop is in one case at most."""

    __tablename__ = "case_shops"

    shop_id: Mapped[int] = mapped_column(ForeignKey("shops.id"), primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)


class CaseTarget(Base):
    """A target is in one case at most; the shops that its crawls find are put there."""

    __tablename__ = "case_targets"

    target_id: Mapped[int] = mapped_column(ForeignKey("targets.id"), primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)


class CasePerson(Base):
    """Somebody who is assigned to a case, by the name that decisions and events know them by."""

    __tablename__ = "case_people"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    name: Mapped[str] = mapped_column(Text, primary_key=True)


def hidden_from(name: str | BindParameter[str]) -> Select[int]:
    """The numbers of the shops that a person may not see."""
    return _hidden_from(name, CaseShop.shop_id, CaseShop.case_id)


def _hidden_from(
    name: str | BindParameter[str], column: InstrumentedAttribute[int], case_id: InstrumentedAttribute[int]
) -> Select[Any]:
    return select(column).join(Case, Case.id == case_id).where(~_seen_by(name))


def _seen_by(name: str | BindParameter[str]) -> ColumnElement[bool]:
    own = select(CasePerson.case_id).where(CasePerson.name == name)
    return ~Case.restricted | Case.id.in_(own)


_CLOSED = select(Case.id).where(~_seen_by(bindparam("name")))
_HIDDEN = hidden_from(bindparam("name")).where(CaseShop.shop_id == bindparam("shop"))


@dataclass(frozen=True, slots=True)
class Sight:
    """Whose eyes look: a person, by name. Whatever lists or gives out shops asks for one."""

    name: str

    @property
    def hidden(self) -> Select[int]:
        """The numbers of the shops that this person may not see."""
        return hidden_from(self.name)

    @property
    def hidden_targets(self) -> Select[int]:
        """The numbers of the targets that this person may not see."""
        return _hidden_from(self.name, CaseTarget.target_id, CaseTarget.case_id)

    def shows(self, shop_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
        """The condition that this person may see a shop."""
        return shop_id.not_in(self.hidden)

    def sees(self, session: Session, shop_id: int) -> bool:
        """Whether this person may see a shop."""
        return session.scalar(_HIDDEN, {"name": self.name, "shop": shop_id}) is None

    def closed(self, session: Session) -> frozenset[int]:
        """The numbers of the restricted cases that this person is not assigned to: two people of whom they
        are the same see the same."""
        return frozenset(session.scalars(_CLOSED, {"name": self.name}))

    def cases(self) -> ColumnElement[bool]:
        """The condition that this person may see a case."""
        return _seen_by(self.name)


def restricted_shops() -> Select[int]:
    """The numbers of the shops in any restricted case."""
    return select(CaseShop.shop_id).join(Case, Case.id == CaseShop.case_id).where(Case.restricted)
