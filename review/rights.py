"""Which role may do what."""

from enum import StrEnum

from models.user import Role


class Right(StrEnum):
    """SEE shops and their evidence; DECIDE on them."""

    SEE = "see"
    DECIDE = "decide"


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.VOLUNTEER: frozenset(),
    Role.ANALYST: frozenset({Right.SEE}),
    Role.EXPORTER: frozenset({Right.SEE}),
    Role.REVIEWER: frozenset({Right.SEE, Right.DECIDE}),
    Role.ADMIN: frozenset({Right.SEE, Right.DECIDE}),
}


def may(role: str, right: Right) -> bool:
    """Whether `role` has `right`; an unknown role has none."""
    return any(right in rights for known, rights in RIGHTS.items() if known == role)
