"""`mergen user`"""

import sys
from collections.abc import Callable
from typing import Annotated

import typer

from mergen.composition import Workshop
from mergen.errors import BadInput
from mergen.options import Json, person
from mergen.output import Output
from mergen.settings import load
from models.user import Role
from review.accounts import create_user, find_user, set_password
from review.accounts import disable as shut
from review.accounts import enable as open_again
from review.errors import BadAccount
from review.second_factor import remove

user = typer.Typer(name="user", help="People who may sign in to the review page.", no_args_is_help=True)

FromStdin = Annotated[bool, typer.Option("--password-stdin", help="Read the password from standard input.")]


@user.command("add")
def add(
    name: Annotated[str, typer.Argument(help="The name to sign in with.")],
    role: Annotated[Role, typer.Option(help="What the person does.")] = Role.REVIEWER,
    from_stdin: FromStdin = False,
    as_json: Json = False,
) -> None:
    """Add an account."""
    password = _password(from_stdin)
    with Workshop(load()) as workshop, workshop.database.write() as session:
        try:
            create_user(session, name, password, role, workshop.clock())
        except BadAccount as error:
            raise BadInput(str(error)) from error
    output = Output(as_json=as_json)
    if as_json:
        output.record({"name": name, "role": role.value})
    else:
        output.say(f"{name} may sign in as {role.value}.")


@user.command("password")
def password(
    name: Annotated[str, typer.Argument(help="Whose password.")], from_stdin: FromStdin = False
) -> None:
    """Set a new password and sign the person out everywhere."""
    new = _password(from_stdin)
    with Workshop(load()) as workshop, workshop.database.write() as session:
        try:
            set_password(session, name, new, workshop.clock())
        except BadAccount as error:
            raise BadInput(str(error)) from error
    Output(as_json=False).say(f"The password of {name} was changed.")


@user.command("second-factor")
def second_factor(name: Annotated[str, typer.Argument(help="Whose second factor to turn off.")]) -> None:
    """Turn a person's second factor off: for a lost phone. They turn it on again on the review page."""
    with Workshop(load()) as workshop, workshop.database.write() as session:
        account = find_user(session, name)
        if account is None:
            raise BadInput(f"There is no account {name!r}")
        remove(session, account, actor=person(), now=workshop.clock())
    Output(as_json=False).say(f"{name} signs in with the password alone.")


@user.command("disable")
def disable(name: Annotated[str, typer.Argument(help="Whose account to shut.")]) -> None:
    """Shut an account: sign the person out everywhere and end what their tokens may do. Decisions stay."""
    _change(name, shut)
    Output(as_json=False).say(f"{name} is signed out and may not sign in.")


@user.command("enable")
def enable(name: Annotated[str, typer.Argument(help="Whose account to open again.")]) -> None:
    """Open a shut account again, with the password and the tokens that it had."""
    _change(name, open_again)
    Output(as_json=False).say(f"{name} may sign in again.")


def _change(name: str, change: Callable[..., object]) -> None:
    with Workshop(load()) as workshop, workshop.database.write() as session:
        try:
            change(session, name, actor=person(), now=workshop.clock())
        except BadAccount as error:
            raise BadInput(str(error)) from error


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    if not sys.stdin.isatty():
        raise BadInput("There is no terminal to ask for the password; use --password-stdin")
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
