"""`mergen token`"""

from datetime import timedelta
from typing import Annotated

import typer

from mergen.composition import Workshop
from mergen.errors import BadInput
from mergen.options import Json, person
from mergen.output import Output, moment
from mergen.settings import load
from models.token import ApiToken
from models.user import User
from review.errors import BadToken
from review.scopes import Scope
from review.tokens import LIFETIME, LONGEST, NewToken, all_tokens, issue
from review.tokens import revoke as end

token = typer.Typer(
    name="token", help="Tokens by which programs speak for people (docs/api.md).", no_args_is_help=True
)


@token.command("add")
def add(
    name: Annotated[str, typer.Argument(help="What the token is called; no other ever had the name.")],
    user: Annotated[str, typer.Option(help="The account that it speaks for.")],
    scope: Annotated[list[Scope], typer.Option(help="What it is for; may be given again.")],
    days: Annotated[
        int, typer.Option(min=1, max=LONGEST.days, help="After how many days it expires.")
    ] = LIFETIME.days,
    as_json: Json = False,
) -> None:
    """Make a token for a program and print it, once: only its digest is kept.

    It may do what its scopes say as far as the role of its person does, in that person's name.
    """
    wanted = NewToken(name=name, user=user, scopes=tuple(scope), lifetime=timedelta(days=days))
    with Workshop(load()) as workshop:
        now = workshop.clock()
        try:
            with workshop.database.write() as session:
                secret = issue(session, wanted, actor=person(), now=now)
        except BadToken as error:
            raise BadInput(str(error)) from error
    output, until = Output(as_json=as_json), now + wanted.lifetime
    if as_json:
        scopes = [str(each) for each in wanted.scopes]
        facts = {"name": name, "user": user, "scopes": scopes, "expires_at": until.isoformat()}
        output.record(facts | {"token": secret})
    else:
        output.say(secret)
        output.say(f"Keep it now: it is not shown again. It speaks for {user} until {moment(until)}.")


@token.command("list")
def list_tokens(as_json: Json = False) -> None:
    """Every token: whose it is, what for, until when, and when it was last used. The tokens are not shown."""
    with Workshop(load()) as workshop, workshop.database.read() as session:
        found, now = all_tokens(session), workshop.clock()
    output = Output(as_json=as_json)
    if as_json:
        for each, owner in found:
            output.record(_record(each, owner))
        return
    if not found:
        output.say(
            "No program has a token. Try: mergen token add street-bot --user NAME --scope photos:write"
        )
        return
    columns = ("name", "speaks for", "scopes", "expires", "last used", "state")
    cells = (
        (
            each.name,
            f"{owner.name} ({owner.role})",
            ", ".join(map(str, each.scopes)),
            each.expires_at,
            each.last_used_at or "never",
            "revoked" if each.revoked_at else "shut" if owner.disabled_at else _state(each.expires_at > now),
        )
        for each, owner in found
    )
    output.table("Tokens", columns, cells)


@token.command("revoke")
def revoke(name: Annotated[str, typer.Argument(help="Which token to end.")]) -> None:
    """End a token at once. What was done with it stays."""
    with Workshop(load()) as workshop, workshop.database.write() as session:
        try:
            end(session, name, actor=person(), now=workshop.clock())
        except BadToken as error:
            raise BadInput(str(error)) from error
    Output(as_json=False).say(f"The token {name} opens nothing any more.")


def _state(in_force: bool) -> str:
    return "in force" if in_force else "expired"


def _record(each: ApiToken, owner: User) -> dict[str, object]:
    instants = {
        "created_at": each.created_at,
        "expires_at": each.expires_at,
        "last_used_at": each.last_used_at,
        "revoked_at": each.revoked_at,
    }
    return {
        "name": each.name,
        "user": owner.name,
        "role": owner.role,
        "disabled": owner.disabled_at is not None,
        "scopes": list(each.scopes),
        **{name: at.isoformat() if at else None for name, at in instants.items()},
    }
