"""Every table, so that `metadata` is whole for migrations."""

from models import capture, decision, frontier, image, quality, run, shop, target, user
from models.base import Base

metadata = Base.metadata

__all__ = ["capture", "decision", "frontier", "image", "metadata", "quality", "run", "shop", "target", "user"]
