"""What is shown of one shop: plain values, with nothing of a template or a request in them."""

from dataclasses import dataclass
from datetime import datetime

from models.decision import Verdict
from pipeline.faces import SentFace
from pipeline.looks import OtherLook
from pipeline.obstacles import Met
from review.difference import Difference
from review.shop_row import ShopRow


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteView:
    """One quoted sign in a text."""

    family: str
    kind: str
    quote: str
    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalView(QuoteView):
    """One quoted sign on the page `capture_id`; see `models.shop.Signal`."""

    capture_id: int
    in_image: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsView:
    """The text that was read in a photo, and what it came to. Signals index `text`."""

    text: str
    score: float
    label: str
    scorer: str
    signals: tuple[QuoteView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoView:
    """The photo that a face was found in. `taken` is the camera's clock, without a zone where it wrote none
    (`pipeline.camera_clock`); `said_at` and `camera_at` are the positions (latitude, longitude) by its
    sender and by its camera, shown to who may locate; `near` are the earlier photos that it looks like;
    `unread` counts codes nobody could read; `words` is the text in it."""

    sha256: str
    received_at: datetime
    taken: datetime | None
    said_at: tuple[float, float] | None
    camera_at: tuple[float, float] | None
    note: str
    near: tuple[str, ...]
    unread: int
    hints: tuple[str, ...]
    words: WordsView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """How a face was first reached; see `crawler.request.Provenance`. `profile` names the visitor who alone
    was led there, where it was not the crawler."""

    url: str
    origin: str
    reference: str
    at: datetime
    photo: PhotoView | None
    profile: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceView:
    """A resource of the shop and why it was joined. `covered` tells whether the last decision saw it;
    `met` is what last stood in the way there, `sent` what became of it since it was handed over."""

    resource_id: int
    key: str
    kind: str
    host: str
    reason: str
    detail: str
    joined_at: datetime
    covered: bool
    entry: EntryView | None
    met: Met | None = None
    sent: SentFace | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRow:
    """A page to look at, without its text."""

    capture_id: int
    finding_id: int
    resource_id: int
    url: str
    title: str
    language: str
    score: float
    label: str
    fetched_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HopView:
    """One redirect on the way to a page."""

    url: str
    status: int
    location: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """The page that is open. Signals index `text + "\\n\\n" + image_text`. `answered` is the button by which
    a consent banner was taken away; `look` is what another visitor was shown. `lacking` are the quotes
    that an incomplete capture does not show (`pipeline.quality`); `unseen` is why the browser, which was to
    show the page, did not."""

    row: PageRow
    final_url: str
    status: int
    via: str
    sha256: str
    sale: float
    recruitment: float
    scorer: str
    text: str
    image_text: str
    screenshot_sha256: str | None
    tls_error: str | None
    protocol: str
    answered: str
    look: OtherLook | None
    hops: tuple[HopView, ...]
    lacking: tuple[str, ...] = ()
    unseen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierView:
    """The capture before the page that is open, and what came and went since."""

    capture_id: int
    fetched_at: datetime
    change: Difference


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeView:
    """A code in a picture. `disputed` are decoders that read another text there. `page_url` is the page
    that shows the picture, None for a photo. `open_text` is `text` without its secret, where it has one;
    `fields` are what it says besides (`qr.payload`); `chain` are the addresses that its address led through,
    as far as it was captured."""

    symbol_id: int
    image_sha256: str
    kind: str
    value: str
    url: str | None
    text: str
    open_text: str
    fields: tuple[tuple[str, str], ...]
    format: str
    decoders: tuple[str, ...]
    disputed: tuple[str, ...]
    page_url: str | None
    chain: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkView:
    """A link or a button of a post."""

    url: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostView:
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
    links: tuple[LinkView, ...]
    buttons: tuple[LinkView, ...]
    photos: int
    quoted: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionView:
    """An earlier decision. `ground` is a `models.decision.Ground`, or empty."""

    id: int
    verdict: Verdict
    reason: str
    ground: str
    decided_by: str
    decided_at: datetime
    covers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteView:
    """A note (`noted`, with its text), or something else that happened to a shop: people asked for a new
    capture, left faces out or took them back (`shop_id` is the other shop) or handed it over (`text` is the
    format); those who have it answered (`number` is theirs); a look found `resource` away or back, with what
    it was told by as `text`. `outcome` is a `pipeline.looked.Outcome`, or empty."""

    kind: str
    text: str
    shop_id: int | None
    by: str
    at: datetime
    resource: str = ""
    outcome: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarView:
    """A decided shop with the same signs; `likeness` from 0 to 1."""

    shop_id: int
    likeness: float
    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopView:
    """One shop with everything a person needs to decide. `seen` names what was shown: it changes with
    each decision and each face, so that nobody decides on what they did not see. `numbers` tells that card
    and phone numbers are hidden in it (`review.numbers`)."""

    row: ShopRow
    seen: str
    faces: tuple[FaceView, ...]
    pages: tuple[PageRow, ...]
    page: PageView | None
    signals: tuple[SignalView, ...]
    codes: tuple[CodeView, ...]
    posts: tuple[PostView, ...]
    decisions: tuple[DecisionView, ...]
    notes: tuple[NoteView, ...]
    similar: tuple[SimilarView, ...]
    earlier: EarlierView | None
    numbers: bool = False

    @property
    def positions(self) -> tuple[tuple[float, float], ...]:
        """Where the photos that led here were taken, by their senders or else by their cameras."""
        photos = {face.entry.photo for face in self.faces if face.entry and face.entry.photo}
        found = ((photo.said_at or photo.camera_at) for photo in photos)
        return tuple(sorted(place for place in found if place is not None))

    @property
    def shared_hosts(self) -> tuple[str, ...]:
        """Hosts that many others use too: blocking one as a whole would hit them."""
        return tuple(sorted({face.host for face in self.faces if face.kind == "account"}))
