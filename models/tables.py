"""Every table, so that `metadata` is whole for migrations."""

from models import capture, decision, frontier, image, run, second_look, shop, target, user
from models.base import Base

metadata = Base.metadata

__all__ = [
    "capture",
    "decision",
    "frontier",
    "image",
    "metadata",
    "run",
    "second_look",
    "shop",
    "target",
    "user",
]
