"""Which role may do what."""

from enum import StrEnum

from models.user import Role


class Right(StrEnum):
    """SEE shops and their evidence; DECIDE on them; LOCATE: see where a photo was taken; REVEAL: read card
    and phone numbers, and secrets in codes; SEND photos."""

    SEE = "see"
    DECIDE = "decide"
    LOCATE = "locate"
    REVEAL = "reveal"
    SEND = "send"


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.VOLUNTEER: frozenset({Right.SEND}),
    Role.ANALYST: frozenset({Right.SEE, Right.SEND}),
    Role.EXPORTER: frozenset({Right.SEE}),
    Role.REVIEWER: frozenset(Right),
    Role.ADMIN: frozenset(Right),
}


def may(role: str, right: Right) -> bool:
    """Whether `role` has `right`; an unknown role has none."""
    return any(right in rights for known, rights in RIGHTS.items() if known == role)
