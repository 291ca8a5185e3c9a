"""`mergen train`"""

from pathlib import Path
from typing import Annotated

import typer

from classifiers.corpus.texts import SEED
from mergen.errors import BadInput
from mergen.options import Json
from mergen.output import Output, errors

SHIPPED = Path(__file__).parents[2] / "classifiers" / "data"


def train(
    out: Annotated[Path, typer.Option(help="The folder to write the model to.")] = SHIPPED,
    seed: Annotated[
        int, typer.Option(help="The generator's seed: the same one gives the same model.")
    ] = SEED,
    as_json: Json = False,
) -> None:
    """Train the scorer on the texts that Mergen generates, and write the model with its hashes."""
    from classifiers.training import train_and_save

    try:
        out.mkdir(parents=True, exist_ok=True)
        with errors.status("Training …"):
            model = train_and_save(out, seed)
    except OSError as error:
        raise BadInput(f"{out} cannot be written: {error.strerror}") from error
    output = Output(as_json=as_json)
    if as_json:
        output.record({"folder": str(out), "seed": seed, "model": model.card.model_sha256})
    else:
        output.say(f"The model in {out} has the digest {model.card.model_sha256}.")
