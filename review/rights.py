"""Which role may do what."""

from enum import StrEnum

from models.user import Role


class Right(StrEnum):
    """SEE shops and their evidence; DECIDE on them; LOCATE: see where a photo was taken; REVEAL: read card
    and phone numbers, and secrets in codes; SEND photos; WATCH: say what is crawled, and see how crawls
    went; EXPORT: hand over what stands confirmed, as a program."""

    SEE = "see"
    DECIDE = "decide"
    LOCATE = "locate"
    REVEAL = "reveal"
    SEND = "send"
    WATCH = "watch"
    EXPORT = "export"


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.VOLUNTEER: frozenset({Right.SEND}),
    Role.ANALYST: frozenset({Right.SEE, Right.SEND, Right.WATCH}),
    Role.EXPORTER: frozenset({Right.SEE, Right.EXPORT}),
    Role.REVIEWER: frozenset(Right) - {Right.WATCH, Right.EXPORT},
    Role.ADMIN: frozenset(Right),
}


def may(role: str, right: Right) -> bool:
    """Whether `role` has `right`; an unknown role has none."""
    return any(right in rights for known, rights in RIGHTS.items() if known == role)
