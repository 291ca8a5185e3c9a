"""A shop as the API tells it. Addresses are given as they are: a program that shows them to people must make
them unusable first."""

from datetime import datetime
from typing import Self

from pydantic import Field

from models.decision import Verdict
from models.queue import ShopLease, ShopState
from review.api.face_shapes import Face
from review.api.page_shapes import OpenPage, PageSummary, SignalShape
from review.api.shape import Id, Shape
from review.shop_page import KindReason, grouped
from review.shop_view import CodeView, EarlierView, ShopView
from review.words import COUNTER


class ShopSummary(Shape):
    """A shop in a list: `review.shop_row.ShopRow`."""

    id: Id
    state: ShopState
    verdict: Verdict | None = Field(description="the last decision")
    confirmers: int = Field(description="people whose confirmation stands")
    score: float
    label: str = Field(examples=["sale"])
    title: str
    languages: tuple[str, ...]
    keys: tuple[str, ...] = Field(
        description="its first faces", examples=[["qala.example", "t.me/qala_vitrina_"]]
    )
    size: int = Field(description="faces in all")
    findings: int = Field(description="pages to look at: sale, recruitment or unsure")
    found_at: datetime
    last_found_at: datetime | None
    decided_at: datetime | None
    decided_by: str | None
    case: str = Field(description="the name of the case that it is in")
    blocked_at: datetime | None = Field(description="since when none of its faces can be reached")


class Shops(Shape):
    """A page of the queue."""

    items: tuple[ShopSummary, ...]
    next: str | None = Field(description="the cursor of the page behind this one; null on the last")


class Lease(Shape):
    """Who has a shop open, and until when. Nobody else may decide on it meanwhile."""

    by: str
    until: datetime

    @classmethod
    def of(cls, lease: ShopLease | None) -> Self | None:
        return None if lease is None else cls(by=lease.holder, until=lease.until)


class KindQuotes(Shape):
    """The quotes of one kind of sign, each once; `more` counts those left out."""

    kind: str
    quotes: tuple[str, ...]
    more: int


class Family(Shape):
    """The quotes of one family of signs. `counter` marks the one that speaks against a shop."""

    family: str = Field(examples=["B"])
    counter: bool
    kinds: tuple[KindQuotes, ...]

    @classmethod
    def of(cls, family: str, kinds: tuple[KindReason, ...]) -> Self:
        return cls(
            family=family, counter=family == COUNTER, kinds=tuple(map(KindQuotes.model_validate, kinds))
        )


class Code(Shape):
    """A code in a picture and what it means. A password or key in its text is left out."""

    symbol_id: Id
    image_sha256: str
    kind: str
    url: str | None
    text: str
    fields: dict[str, str]
    format: str
    decoders: tuple[str, ...]
    disputed: tuple[str, ...]
    page_url: str | None
    chain: tuple[str, ...] = Field(description="where its address led, as far as it was captured")

    @classmethod
    def of(cls, code: CodeView) -> Self:
        names = (
            "symbol_id",
            "image_sha256",
            "kind",
            "url",
            "format",
            "decoders",
            "disputed",
            "page_url",
            "chain",
        )
        facts = {name: getattr(code, name) for name in names}
        return cls(**facts, text=code.open_text, fields=dict(code.fields))


class Link(Shape):
    """A link or a button of a post."""

    url: str
    text: str


class Post(Shape):
    """A post of a channel as it was seen last; `quoted` are the quotes that stand in it."""

    channel: str
    number: int
    text: str
    published_at: datetime | None
    changed_at: datetime | None
    seen_at: datetime
    views: int | None
    forwarded_from: str
    forwarded_url: str
    links: tuple[Link, ...]
    buttons: tuple[Link, ...]
    photos: int
    quoted: tuple[str, ...]


class DecisionShape(Shape):
    """A decision. `covers` counts the faces that it saw."""

    id: Id
    verdict: Verdict
    reason: str
    ground: str
    decided_by: str
    decided_at: datetime
    covers: int


class NoteShape(Shape):
    """A note (`noted`), or another thing that happened to the shop: `exported` has the format as its text,
    `accepted` and `declined` what was answered, `face_blocked`, `blocked` and `reappeared` what that was told
    by."""

    kind: str
    text: str
    shop_id: int | None
    by: str
    at: datetime
    resource: str = Field(description="the face that was looked at, or empty")
    outcome: str = Field(description="up, notice, gone or silent; empty where nothing was looked at")
    number: str = Field(description="under which those keep it to whom it was handed over, or empty")


class Similar(Shape):
    """A decided shop with the same signs."""

    shop_id: Id
    likeness: float
    verdict: Verdict
    reason: str


class Change(Shape):
    """What came and went since the capture before."""

    capture_id: Id
    fetched_at: datetime
    added: tuple[str, ...]
    removed: tuple[str, ...]
    more: int

    @classmethod
    def of(cls, earlier: EarlierView) -> Self:
        change = earlier.change
        return cls(
            capture_id=earlier.capture_id,
            fetched_at=earlier.fetched_at,
            added=change.added,
            removed=change.removed,
            more=change.more,
        )


class Shop(Shape):
    """One shop with everything that a person needs to decide. `seen` names what is told here: a decision is
    taken with it, and refused when the shop has changed since. `numbers` tells that card and phone numbers
    in its texts stand behind dots."""

    shop: ShopSummary
    seen: str = Field(examples=["0-9f86d081884c7d65"])
    numbers: bool
    people_needed: int = Field(description="how many must confirm before anything leaves")
    held: Lease | None = Field(description="somebody else who has it open")
    faces: tuple[Face, ...]
    pages: tuple[PageSummary, ...] = Field(description="the pages to look at, strongest first")
    page: OpenPage | None
    signals: tuple[SignalShape, ...] = Field(description="the signs on the page that is open")
    families: tuple[Family, ...] = Field(description="the quotes of all its pages")
    codes: tuple[Code, ...]
    posts: tuple[Post, ...] = Field(description="posts of its channels that quotes come from, and the newest")
    decisions: tuple[DecisionShape, ...] = Field(description="the newest first")
    notes: tuple[NoteShape, ...]
    similar: tuple[Similar, ...]
    change: Change | None
    shared_hosts: tuple[str, ...] = Field(description="hosts that many others use too")


def shop_shape(view: ShopView, *, people: int, held: ShopLease | None, places: bool) -> Shop:
    """A shop's view as the API tells it; with `places`, where photos were taken."""
    opened = view.page.row.capture_id if view.page else None
    return Shop(
        shop=ShopSummary.model_validate(view.row),
        seen=view.seen,
        numbers=view.numbers,
        people_needed=people,
        held=Lease.of(held),
        faces=tuple(Face.of(face, places) for face in view.faces),
        pages=tuple(map(PageSummary.model_validate, view.pages)),
        page=OpenPage.model_validate(view.page) if view.page else None,
        signals=tuple(SignalShape.model_validate(each) for each in view.signals if each.capture_id == opened),
        families=tuple(Family.of(name, kinds) for name, kinds in sorted(grouped(view.signals).items())),
        codes=tuple(map(Code.of, view.codes)),
        posts=tuple(map(Post.model_validate, view.posts)),
        decisions=tuple(map(DecisionShape.model_validate, view.decisions)),
        notes=tuple(map(NoteShape.model_validate, view.notes)),
        similar=tuple(map(Similar.model_validate, view.similar)),
        change=Change.of(view.earlier) if view.earlier else None,
        shared_hosts=view.shared_hosts,
    )
