"""Cases: shops and targets that are worked on together, and who may see them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Select, Text, select
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


@dataclass(frozen=True, slots=True)
class Sight:
    """Whose eyes look: a person, by name. Whatever lists or gives out shops asks for one."""

    name: str

    @property
    def hidden(self) -> Select[int]:
        """The numbers of the shops that this person may not see."""
        return self._hidden(CaseShop.shop_id, CaseShop.case_id)

    @property
    def hidden_targets(self) -> Select[int]:
        """The numbers of the targets that this person may not see."""
        return self._hidden(CaseTarget.target_id, CaseTarget.case_id)

    def shows(self, shop_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
        """The condition that this person may see a shop."""
        return shop_id.not_in(self.hidden)

    def sees(self, session: Session, shop_id: int) -> bool:
        """Whether this person may see a shop."""
        return session.scalar(self.hidden.where(CaseShop.shop_id == shop_id)) is None

    def cases(self) -> ColumnElement[bool]:
        """The condition that this person may see a case."""
        return ~Case.restricted | Case.id.in_(self._own)

    @property
    def _own(self) -> Select[int]:
        return select(CasePerson.case_id).where(CasePerson.name == self.name)

    def _hidden(self, column: InstrumentedAttribute[int], case_id: InstrumentedAttribute[int]) -> Select[Any]:
        return select(column).join(Case, Case.id == case_id).where(~self.cases())


def restricted_shops() -> Select[int]:
    """The numbers of the shops in any restricted case."""
    return select(CaseShop.shop_id).join(Case, Case.id == CaseShop.case_id).where(Case.restricted)
