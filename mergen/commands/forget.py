"""`mergen forget`"""

from collections import Counter
from typing import Annotated

import typer

from mergen.composition import Workshop
from mergen.options import Json, person
from mergen.output import Output
from mergen.settings import load


def forget(
    words: Annotated[str, typer.Argument(help="A name, a number, a handle: as it stands in the texts.")],
    reason: Annotated[str, typer.Option(help="On whose request, under which article.")] = "",
    yes: Annotated[
        bool, typer.Option("--yes", help="Make them unreadable. Without it they are only shown.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Find a person's data in texts, quotes, contacts and notes, and make them unreadable there.

    Originals are evidence and stay as they came. That it was done is written down, the words are not.
    """
    from pipeline.forgetting import forget as make_unreadable
    from pipeline.forgetting import places_of

    with Workshop(load()) as workshop:
        if yes:
            with workshop.database.write() as session:
                places = make_unreadable(session, words, reason=reason, actor=person(), now=workshop.clock())
        else:
            with workshop.database.read() as session:
                places = places_of(session, words)
    found: Counter[str] = Counter()
    for place in places:
        found[f"{place.table}.{place.column}"] += place.times
    output = Output(as_json=as_json)
    if as_json:
        output.record({"places": dict(found), "forgotten": yes})
        return
    for name, times in sorted(found.items()):
        output.say(f"{name}: {times}")
    if not found:
        output.say("These words stand in no working copy.")
    elif yes:
        output.say("Made unreadable. Originals keep them until their time is over: see mergen expire.")
    else:
        output.say("Nothing was changed. To make them unreadable, say it again with --reason … --yes")
