"""How two views of one address differ."""

from enum import StrEnum


class Divergence(StrEnum):
    """What differs, the gravest alone: an OBSTACLE stands before one view only, one ANSWER is an error, one
    view is at another PLACE, the TEXT says something else. SAME is none of these."""

    SAME = "same"
    TEXT = "text"
    PLACE = "place"
    ANSWER = "answer"
    OBSTACLE = "obstacle"
