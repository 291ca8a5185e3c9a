"""What can go wrong in the review room.

ReviewError
├── BadAccount       a name or password that cannot be used, or no such account
├── BadReason        a decision without a reason that goes with it
├── BadForm          a form that cannot be taken as it was filled in
├── ShopMoved        somebody decided, or a face joined, since the page was shown
├── ShopHeld         somebody else has the shop open
├── BadPicture       bytes that cannot be shown as a picture
├── BadToken         a token that cannot be made, or no such token
├── BadIdentity      what a provider of identities says is not to be trusted
├── Crowded          too many photos wait to be read
├── NoProvider       the provider of identities does not answer, or not as it must
└── Refused          the request may not be carried out (an HTTP status says why)
    └── Denied       so for a program, with what to do and the headers that go with it
"""

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus


class ReviewError(Exception):
    """The work cannot be done. The message says what to do."""


class BadAccount(ReviewError):
    """A name or password that cannot be used, or no such account."""


class BadReason(ReviewError):
    """A decision without a reason that goes with it."""


class BadForm(ReviewError):
    """A form that cannot be taken as it was filled in; `fault` names what is wrong, for the page's words."""

    def __init__(self, fault: str) -> None:
        super().__init__(f"The form cannot be taken: {fault}")
        self.fault = fault


class ShopMoved(ReviewError):
    """Somebody decided, or a face joined, since the page was shown."""


class ShopHeld(ReviewError):
    """Somebody else has the shop open, until the lease ends."""

    def __init__(self, holder: str, until: datetime) -> None:
        super().__init__(f"{holder} has the shop open until {until:%H:%M} UTC")
        self.holder = holder
        self.until = until


class BadPicture(ReviewError):
    """Bytes that cannot be shown as a picture."""


class BadToken(ReviewError):
    """A token that cannot be made, or no such token."""


class BadIdentity(ReviewError):
    """What a provider of identities says is not to be trusted, or it refused."""


class NoProvider(ReviewError):
    """The provider of identities does not answer, or not as it must."""


class Crowded(ReviewError):
    """Too many photos wait to be read: this one is to be sent again in a while."""


class Refused(ReviewError):
    """The request may not be carried out."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


NO_HEADERS: Mapping[str, str] = {}


class Denied(Refused):
    """What a program asked for may not be carried out; `detail` says what to do."""

    def __init__(self, status: HTTPStatus, detail: str, headers: Mapping[str, str] = NO_HEADERS) -> None:
        super().__init__(status)
        self.detail = detail
        self.headers = headers
