"""A quoted sign as the API tells it."""

from pydantic import Field

from review.api.shape import Shape


class QuoteShape(Shape):
    """A quoted sign: code points `start` to `end` of the text that it stands in."""

    family: str = Field(examples=["A"])
    kind: str
    quote: str
    start: int
    end: int
    weight: float
