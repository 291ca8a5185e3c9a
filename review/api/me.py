"""What a token opens."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from models.user import Role
from review.api.gate import Gate, with_scope
from review.api.responses import ALWAYS, problems
from review.api.shape import Shape
from review.bearers import Bearer
from review.scopes import Scope

router = APIRouter(tags=["token"], route_class=Gate, responses=problems(*ALWAYS))


class Me(Shape):
    """The token that a request came with."""

    person: str = Field(description="in whose name everything is done", examples=["aigul"])
    role: Role
    token: str = Field(description="the token's name, as the custody log has it", examples=["street-bot"])
    scopes: tuple[Scope, ...] = Field(description="those of its scopes that the role opens")
    expires_at: datetime


@router.get("/me")
def me(who: Annotated[Bearer, with_scope()]) -> Me:
    """Who the token speaks for, and what it opens now."""
    return Me(
        person=who.person.name,
        role=who.person.role,
        token=who.token,
        scopes=tuple(sorted(who.scopes)),
        expires_at=who.expires_at,
    )
