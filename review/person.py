"""Who is signed in."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.case import Sight
from models.user import Role
from review.rights import Right, may


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who is signed in, and the keys that they chose by action."""

    id: int
    name: str
    role: Role
    keys: Mapping[str, str]

    def may(self, right: str) -> bool:
        return may(self.role, Right(right))

    @property
    def sight(self) -> Sight:
        """What this person may see of the shops."""
        return Sight(self.name)
