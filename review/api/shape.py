"""What all shapes of the API share."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

LARGEST_ID = 2**31 - 1
LONGEST_NOTE = 10_000
Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]
Count = Annotated[int, Field(strict=True)]
"""A number in a body: one in quotes is none."""
Words = Annotated[str, Field(max_length=LONGEST_NOTE)]


class Shape(BaseModel):
    """Something that the API tells: fields may join it later, so a program passes over those that it does
    not know."""

    model_config = ConfigDict(frozen=True, from_attributes=True)


class Ask(BaseModel):
    """Something that the API is asked: a field that it does not know is a mistake and is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")
