"""Every table, so that `metadata` is whole for migrations."""

from models import (
    arriving,
    capture,
    case,
    decision,
    dry_run,
    frontier,
    handover,
    harvest,
    image,
    keeping,
    post,
    quality,
    queue,
    raid,
    run,
    seal,
    second_look,
    shop,
    target,
    token,
    user,
)
from models.base import Base

metadata = Base.metadata

__all__ = [
    "arriving",
    "capture",
    "case",
    "decision",
    "dry_run",
    "frontier",
    "handover",
    "harvest",
    "image",
    "keeping",
    "metadata",
    "post",
    "quality",
    "queue",
    "raid",
    "run",
    "seal",
    "second_look",
    "shop",
    "target",
    "token",
    "user",
]
