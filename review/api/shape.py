"""What all shapes of the API share."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

LARGEST_ID = 2**31 - 1
LONGEST_NOTE = 10_000
Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]
Words = Annotated[str, Field(max_length=LONGEST_NOTE)]


def no_text(value: object) -> object:
    """A number in quotes is none, nor is a truth value; 3.0 is 3, as in JSON."""
    if isinstance(value, str | bool):
        raise ValueError("Input should be a number")
    return value


NUMBER = BeforeValidator(no_text)
"""For whole numbers in bodies; it stands behind their bounds, which would not be described else."""


class Shape(BaseModel):
    """Something that the API tells: fields may join it later, so a program passes over those that it does
    not know."""

    model_config = ConfigDict(frozen=True, from_attributes=True)


class Ask(BaseModel):
    """Something that the API is asked: a field that it does not know is a mistake and is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")
