"""A second factor: six digits from an app, new every 30 seconds (TOTP, RFC 6238)."""

from datetime import datetime
from io import BytesIO

import pyotp
import segno
from sqlalchemy import update
from sqlalchemy.orm import Session

from models.user import User
from pipeline.events import record
from review.errors import BadAccount

ISSUER = "Mergen"
STEP_SECONDS = 30
DRIFT = 1
"""Steps that a phone's clock may be early or late."""


def offer(session: Session, user: User) -> str:
    """A secret for the person's app, kept until it is proved or another is offered."""
    user.totp_offered = user.totp_offered or pyotp.random_base32()
    session.flush()
    return user.totp_offered


def picture(user_name: str, secret: str) -> bytes:
    """The secret as a code for an app's camera: PNG."""
    out = BytesIO()
    address = pyotp.TOTP(secret).provisioning_uri(name=user_name, issuer_name=ISSUER)
    segno.make(address, micro=False).save(out, kind="png", scale=5, border=4)
    return out.getvalue()


def prove(session: Session, user: User, code: str, now: datetime) -> None:
    """Turn the second factor on: the code shows that the app has the offered secret. Raises BadAccount."""
    step = _step_of(user.totp_offered or "", code, now, after=0)
    if step is None:
        raise BadAccount("The code does not fit: check the phone's clock and try the next one")
    user.totp_secret, user.totp_offered, user.totp_step = user.totp_offered, None, step
    record(session, "second_factor_on", ("user", user.name), actor=user.name, at=now)


def remove(session: Session, user: User, *, actor: str, now: datetime) -> None:
    """Turn it off."""
    user.totp_secret = user.totp_offered = None
    record(session, "second_factor_off", ("user", user.name), actor=actor, at=now)


def accept(session: Session, user: User, code: str, now: datetime) -> bool:
    """Whether the code is the person's and was not used before; it is used with this. True without a second
    factor."""
    if user.totp_secret is None:
        return True
    step = _step_of(user.totp_secret, code, now, after=user.totp_step)
    if step is None:
        return False
    # Of two at once with the same code, one finds the step already taken.
    taken = update(User).where(User.id == user.id, User.totp_step < step).values(totp_step=step)
    return session.scalars(taken.returning(User.id)).first() is not None


def _step_of(secret: str, code: str, now: datetime, after: int) -> int | None:
    """The time step that a code belongs to, near now and after the step `after`."""
    digits = code.replace(" ", "")
    if not secret or not (digits.isascii() and digits.isdecimal()):
        return None
    totp, current = pyotp.TOTP(secret), int(now.timestamp()) // STEP_SECONDS
    for step in range(current - DRIFT, current + DRIFT + 1):
        right = pyotp.utils.strings_equal(digits, totp.at(step * STEP_SECONDS))
        if right and step > after:
            return step
    return None
