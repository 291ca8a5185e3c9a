"""`mergen seal`"""

from typing import Annotated

import typer

from mergen.composition import Workshop
from mergen.options import Json, person
from mergen.output import Output, complain
from mergen.settings import load


def seal(
    new_key: Annotated[
        bool, typer.Option("--new-key", help="Make the office's key first, where there is none.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Sign a manifest of all that came to the store since the last seal, and have its time stamped.

    `mergen run` does it once a day. Status 1 if an authority gave no time stamp; the seal is made then too.
    """
    from pipeline.signing import new_key as make_key

    output = Output(as_json=as_json)
    settings = load()
    if new_key:
        key = make_key(settings.seal_key, settings.seal_passphrase.get_secret_value())
        output.say(
            f"The key is {settings.seal_key}: keep a copy off this machine. Its public half: {key.public}"
        )
    with Workshop(settings) as workshop:
        sealed = workshop.sealer.seal(workshop.office(person()))
        asked = bool(workshop.authorities.addresses)
    if sealed is None:
        output.say("Nothing has come to the store since the last seal.")
        return
    if as_json:
        output.record(
            {
                "manifest_sha256": sealed.manifest_sha256,
                "events": [sealed.first_event, sealed.last_event],
                "blobs": sealed.blobs,
                "warc_files": sealed.warc_files,
                "stamped": {token.authority: token.stamped_at.isoformat() for token in sealed.tokens},
                "not_stamped": {refused.authority: refused.reason for refused in sealed.refused},
            }
        )
    else:
        output.say(
            f"Sealed events {sealed.first_event} to {sealed.last_event} with {sealed.blobs} files and"
            f" {sealed.warc_files} WARC files: manifest {sealed.manifest_sha256}"
        )
        for token in sealed.tokens:
            output.say(f"Time stamp by {token.authority}: {token.stamped_at:%Y-%m-%d %H:%M:%S} UTC")
        if not asked:
            output.say(
                "No time-stamping authority is set (MERGEN_TIMESTAMP_AUTHORITIES): the time is our own."
            )
    for refused in sealed.refused:
        complain(f"{refused.authority} gave no time stamp: {refused.reason}")
    if sealed.refused:
        raise typer.Exit(1)
