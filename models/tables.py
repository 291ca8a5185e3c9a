"""Every table, so that `metadata` is whole for migrations."""

from models import (
    capture,
    decision,
    frontier,
    image,
    keeping,
    post,
    queue,
    run,
    seal,
    second_look,
    shop,
    target,
    user,
)
from models.base import Base

metadata = Base.metadata

__all__ = [
    "capture",
    "decision",
    "frontier",
    "image",
    "keeping",
    "metadata",
    "post",
    "queue",
    "run",
    "seal",
    "second_look",
    "shop",
    "target",
    "user",
]
