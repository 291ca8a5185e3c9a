"""What a token is for. It opens no more than its person's role does."""

from collections.abc import Iterable
from enum import StrEnum

from review.rights import Right, may


class Scope(StrEnum):
    """One thing that a program may do for a person."""

    SHOPS_READ = "shops:read"
    EVIDENCE_READ = "evidence:read"
    PLACES_READ = "places:read"
    NUMBERS_READ = "numbers:read"
    DECISIONS_WRITE = "decisions:write"
    NOTES_WRITE = "notes:write"
    RECAPTURES_WRITE = "recaptures:write"
    PHOTOS_READ = "photos:read"
    PHOTOS_WRITE = "photos:write"
    TARGETS_READ = "targets:read"
    TARGETS_WRITE = "targets:write"
    OVERVIEW_READ = "overview:read"
    EXPORTS_WRITE = "exports:write"


NEEDS: dict[Scope, Right] = {
    Scope.SHOPS_READ: Right.SEE,
    Scope.EVIDENCE_READ: Right.SEE,
    Scope.PLACES_READ: Right.LOCATE,
    Scope.NUMBERS_READ: Right.REVEAL,
    Scope.DECISIONS_WRITE: Right.DECIDE,
    Scope.NOTES_WRITE: Right.DECIDE,
    Scope.RECAPTURES_WRITE: Right.DECIDE,
    Scope.PHOTOS_READ: Right.SEND,
    Scope.PHOTOS_WRITE: Right.SEND,
    Scope.TARGETS_READ: Right.WATCH,
    Scope.TARGETS_WRITE: Right.WATCH,
    Scope.OVERVIEW_READ: Right.SEE,
    Scope.EXPORTS_WRITE: Right.EXPORT,
}
"""The right that a person must have for a token of theirs to use a scope."""


def granted(scopes: Iterable[str], role: str) -> frozenset[Scope]:
    """Of these scopes, those that the role's rights cover. An unknown scope opens nothing."""
    known = (Scope(scope) for scope in scopes if scope in list(Scope))
    return frozenset(scope for scope in known if may(role, NEEDS[scope]))
