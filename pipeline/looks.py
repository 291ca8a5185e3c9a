"""How captures looked to another visitor, for whoever shows them."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import BindParameter, bindparam, or_, select
from sqlalchemy.orm import Session, aliased

from crawler.divergence import Divergence
from models.capture import Capture
from models.second_look import SecondLook

_FIRST, _SECOND = aliased(Capture), aliased(Capture)
_ASKED: BindParameter[int] = bindparam("captures", expanding=True)
# Built once: a page that is opened all day asks it.
_LOOKS = (
    select(SecondLook, _FIRST, _SECOND)
    .join(_FIRST, _FIRST.id == SecondLook.capture_id)
    .join(_SECOND, _SECOND.id == SecondLook.other_id)
    .where(or_(SecondLook.capture_id.in_(_ASKED), SecondLook.other_id.in_(_ASKED)))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherLook:
    """The look of `profile` beside the crawler's own. `is_other` tells that the capture which was asked about
    is that of the other visitor: then what stands here is what the crawler itself saw."""

    profile: str
    divergence: str
    shop_for: str
    text_likeness: float
    link_likeness: float
    status: int
    final_url: str
    sha256: str
    screenshot_sha256: str | None
    is_other: bool

    @property
    def differs(self) -> bool:
        """Whether a person should compare the two."""
        return self.divergence != Divergence.SAME or self.shop_for in ("first", "second")

    def record(self) -> dict[str, object]:
        """As it stands in JSON."""
        names = ("profile", "divergence", "shop_for", "text_likeness", "link_likeness", "status", "final_url")
        return {name: getattr(self, name) for name in (*names, "sha256", "screenshot_sha256", "is_other")}


def other_looks(session: Session, capture_ids: Collection[int]) -> dict[int, OtherLook]:
    """The second look of each of these captures that has one, or that is one."""
    found: dict[int, OtherLook] = {}
    for look, one, other in session.execute(_LOOKS, {"captures": list(capture_ids)}):
        found[one.id] = _look(look, other, is_other=False)
        found[other.id] = _look(look, one, is_other=True)
    return {capture: found[capture] for capture in capture_ids if capture in found}


def _look(look: SecondLook, shown: Capture, *, is_other: bool) -> OtherLook:
    return OtherLook(
        profile=look.profile,
        divergence=look.divergence,
        shop_for=look.shop_for,
        text_likeness=look.text_likeness,
        link_likeness=look.link_likeness,
        status=shown.status,
        final_url=shown.final_url,
        sha256=shown.sha256,
        screenshot_sha256=shown.screenshot_sha256,
        is_other=is_other,
    )
