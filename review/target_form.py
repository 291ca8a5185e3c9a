"""What a person writes into a target's form."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Self

from fastapi import Depends, Request

from crawler.request import HOPS
from models.target import Target
from pipeline.errors import BadTarget
from pipeline.resources import TelegramPreview
from pipeline.targets import Watch, check_outside, next_tick, target_address
from review.errors import BadForm
from review.reasons import clean_note
from review.watch_words import BROWSERS, RHYTHMS, SPIDERS

OTHER = "other"
LIMITS = {"depth": (0, 20), "hops": (0, 10), "max_pages": (1, 100_000)}
LONGEST = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetForm:
    """The fields as they were sent. `rhythm` is one of `RHYTHMS`, or `other` with the schedule in `cron`."""

    address: str = ""
    rhythm: str = ""
    cron: str = ""
    numbers: dict[str, str] = field(
        default_factory=lambda: {"depth": "2", "hops": str(HOPS), "max_pages": "200"}
    )
    browser: str = "auto"
    spider: str = "site"
    ignore_robots: str = ""
    suspicious: bool = False
    note: str = ""

    @property
    def every(self) -> str:
        """The schedule that is meant; empty for once."""
        return self.cron.strip() if self.rhythm == OTHER else self.rhythm

    @classmethod
    def of(cls, target: Target) -> Self:
        """The form as it shows what holds for a target."""
        every = target.every or ""
        return cls(
            address=target.url,
            rhythm=every if every in RHYTHMS else OTHER,
            cron="" if every in RHYTHMS else every,
            numbers={name: str(getattr(target, name)) for name in LIMITS},
            browser=target.browser,
            spider=target.spider,
            ignore_robots=target.ignore_robots,
            suspicious=target.suspicious,
            note=target.note,
        )

    def url(self, preview: TelegramPreview) -> str:
        """The canonical address. Raises BadForm."""
        try:
            url = target_address(self.address, preview)
        except BadTarget as error:
            raise BadForm("address") from error
        try:
            check_outside(url)
        except BadTarget as error:
            raise BadForm("inside") from error
        return url

    def watch(self, now: datetime) -> Watch:
        """How it is to be crawled. Raises BadForm."""
        if self.every or self.rhythm == OTHER:
            try:
                next_tick(self.every, now)
            except BadTarget as error:
                raise BadForm("schedule") from error
        return Watch(
            every=self.every or None,
            browser=self.browser if self.browser in BROWSERS else "auto",
            spider=self.spider if self.spider in SPIDERS else "site",
            ignore_robots=clean_note(self.ignore_robots),
            suspicious=self.suspicious,
            note=clean_note(self.note),
            **{name: self._number(name) for name in LIMITS},
        )

    def _number(self, name: str) -> int:
        least, most = LIMITS[name]
        text = self.numbers[name].strip()
        if not text.isdecimal() or len(text) > 9 or not least <= int(text) <= most:
            raise BadForm("numbers")
        return int(text)


async def sent_target(request: Request) -> TargetForm:
    """The form that a request carries."""
    form = await request.form()
    text = {name: str(value)[:LONGEST] for name, value in form.items()}
    return TargetForm(
        address=text.get("address", ""),
        rhythm=text.get("rhythm", ""),
        cron=text.get("cron", ""),
        numbers={name: text.get(name, "") for name in LIMITS},
        browser=text.get("browser", ""),
        spider=text.get("spider", ""),
        ignore_robots=text.get("ignore_robots", ""),
        suspicious=bool(text.get("suspicious")),
        note=text.get("note", ""),
    )


SentTarget = Annotated[TargetForm, Depends(sent_target)]
