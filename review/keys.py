"""The keys of the review page: one an action, and each person may choose their own."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.decision import Verdict
from review.languages import N_
from review.reasons import GROUNDS, REASONS


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something that a key does. `name` is what is stored; `label` is shown in the reader's language."""

    name: str
    key: str
    label: str


ACTIONS = (
    Action(name="confirm", key="c", label=N_("Confirm")),
    Action(name="unsure", key="u", label=N_("Unsure")),
    Action(name="next", key="n", label=N_("Next")),
    Action(name="skip", key="k", label=N_("Skip")),
    Action(name="undo", key="z", label=N_("Undo")),
    Action(name="note", key="m", label=N_("Note")),
    Action(name="keep_note", key="p", label=N_("Only keep the note")),
    Action(name="recapture", key="t", label=N_("Capture again")),
    Action(name="except", key="x", label=N_("Leave a face out")),
    Action(name="screenshot", key="v", label=N_("Show the screenshot")),
    Action(name="queue", key="q", label=N_("Queue")),
    *(
        Action(name=f"reason.{reason.code}", key=reason.key, label=reason.label)
        for reason in REASONS
        if reason.verdict in (Verdict.CONFIRMED, Verdict.REJECTED)
    ),
    *(Action(name=f"ground.{ground.code}", key=ground.key, label=ground.label) for ground in GROUNDS),
)
DEFAULTS = {action.name: action.key for action in ACTIONS}


def keys_of(chosen: Mapping[str, object]) -> dict[str, str]:
    """The key of each action, where a person chose these; the default ones if they do not fit together."""
    own = {name: str(key) for name, key in chosen.items() if name in DEFAULTS and is_key(str(key))}
    keys = DEFAULTS | own
    return keys if len(set(keys.values())) == len(keys) else dict(DEFAULTS)


def clash(keys: Mapping[str, str]) -> tuple[str, ...]:
    """Keys that stand for more than one action, or for none at all."""
    values = list(keys.values())
    return tuple(sorted({key for key in values if values.count(key) > 1 or not is_key(key)}))


def is_key(text: str) -> bool:
    """Whether a text is one letter or digit: what every keyboard gives without another key held."""
    return len(text) == 1 and text.isalnum() and text == text.lower()
