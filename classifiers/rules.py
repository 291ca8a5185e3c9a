"""The rules of the families: what must be there before a document may be flagged, whatever a model says.

Sale: at least three families, one of them hand-over without meeting (B), or a shop's shape (A) with a
substance (C). Two families are enough where both are unmistakable: a hiding place or its coordinates with a
price or a payment (where something speaks against, only with somebody to order from), a place told once paid
with somebody to pay, an assortment of substances with prices or towns, a short text of nothing but substances
or hiding places and a contact, the way in to a market that is known to sell drugs (E7 with G); and so they
are, or three, where the model is all but certain. A name of many meanings is a substance only in the shape of
an offer.
Recruitment: a role that exists only in this trade, a short text of nothing but pay and a contact, or three
kinds of the odd job offer with a contact, of which four need only a hint; and a second
family, but for a role with a sign of the odd job: what it is called names the trade and the hiding place.
Words alone never flag: without a gate a document is at most unsure; with fewer than two families it is
benign, or unsure where its wording is very plain. The wording makes a pair with no contact alone, with no
words of a shop that has no prices or the like, and with no family where something speaks against and nobody
can be ordered from.
Counter-evidence lowers the probability and opens or closes no gate, for a seller can paste a law text; but
words beside it are not enough where nobody can be ordered from and nothing has the shape of an offer.
"""

from dataclasses import dataclass

from classifiers.evidence import PRESENT, Evidence
from classifiers.kinds import KINDS
from classifiers.score import Label
from classifiers.signal import Family

FLAG = 0.5
"""A track's probability from which its label is given, if its gate is open."""
UNSURE = 0.25
"""From here a person should look."""
CAP_GATE = 0.45
CAP_LONE = 0.2
CAP_SILENT = 0.05
"""Where no family speaks, words alone put texts in an order and show none to a person."""
LIKELY, CERTAIN, DOUBTLESS = 0.85, 0.87, 0.93
"""Of families that open no gate by themselves, two are enough from CERTAIN where there is more than words,
and from DOUBTLESS where there are only words or one of them is the wording; three others are from LIKELY."""
NEVER = 2.0
LEAST_FAMILIES = 2
_LOOSE_MEDICINE = frozenset({"C8_unprescribed", "C3_form"})
"""Most of it is link spam for pills: nothing of the trade is named, whatever the words are like."""
_BEND = 0.8
_FULL = 0.5
_HINT = 0.35
_SURE = 0.8
_PAID = 0.4
_TOLD = 0.7
_HIDDEN, _WEIGHED = 0.6, 0.7
_ANCHOR = 0.4
PLAINLY = 1.0
"""From this strength the wording alone shows a text to a person."""
_NAMED, _NAMED_BY_SEVERAL, _OFFERED, _SOLD = 0.35, 0.4, 0.45, 0.3
"""A name of many meanings is no substance but in an offer's shape: a shop sells crystals, too."""
_DOUBT = 0.3
_NO_ANCHOR = frozenset({"A2_city_district"})
"""Clinics and chains of shops name their towns."""
_SALE_FAMILIES = frozenset(
    {
        Family.COMMERCE,
        Family.DEAD_DROP,
        Family.SUBSTANCE,
        Family.PAYMENT,
        Family.CONTACT,
        Family.RESILIENCE,
        Family.VISUAL,
    }
)
_ROLES = frozenset({"F1_drug_role", "F7_hiding_duty"})
_BARE = frozenset({"C9_bare_list", "B11_bare_stash"})
_LEAST = 0.25
"""A sign of an odd offer counts from this strength."""
_ODD_OFFER = (
    ("F2_pay",),
    ("F2_no_experience",),
    ("F3_deposit",),
    ("F4_anonymity",),
    ("F5_vague_duty",),
    ("F6_easy_money",),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gates:
    """Which tracks may flag, how many families are strong enough to count, from which probabilities of a
    sale and of recruitment these are enough by themselves, whether no family speaks at all, and whether the
    wording is so plain that a person should look although no other does."""

    sale: bool
    recruitment: bool
    families: int
    enough: float = CERTAIN
    enough_hiring: float = CERTAIN
    silent: bool = False
    heard: bool = False


def gates(sale: Evidence, recruitment: Evidence) -> Gates:
    """The gates of a document's evidence for the two tracks."""
    present = sale.present()
    families = max(len(present), len(recruitment.present()))
    return Gates(
        sale=_sale(sale, present) and len(present) >= LEAST_FAMILIES,
        recruitment=_recruitment(recruitment),
        families=families,
        enough=_enough(sale, CERTAIN if _is_anchored(sale) else DOUBTLESS),
        enough_hiring=_enough(recruitment, CERTAIN),
        silent=not (sale.families or recruitment.families),
        heard=max(one.family(Family.WORDING) for one in (sale, recruitment)) >= PLAINLY,
    )


def _sale(evidence: Evidence, present: frozenset[Family]) -> bool:
    families = present & _SALE_FAMILIES
    if evidence.kinds.get("K1_disguised_term", 0.0) >= PRESENT and _is_clear(evidence):
        families |= {Family.EVASION}
    drop = evidence.family(Family.DEAD_DROP)
    substance = evidence.family(Family.SUBSTANCE)
    named = evidence.strongest(Family.SUBSTANCE) >= _NAMED or substance >= _NAMED_BY_SEVERAL
    offered = named or evidence.structure(Family.COMMERCE) >= _OFFERED
    sold = evidence.strongest(Family.COMMERCE) >= _SOLD
    shop = sold and Family.SUBSTANCE in present and offered
    hidden = evidence.strongest(Family.DEAD_DROP)
    stash = (drop >= _FULL and hidden >= _HINT) or (drop >= _HINT and named)
    if len(families) >= 3 and (stash or shop) and _is_anchored(evidence):
        return True
    return _pair_is_enough(evidence)


def _enough(evidence: Evidence, usual: float) -> float:
    """From which probability families are enough that open no gate."""
    substances = {kind for kind in evidence.kinds if KINDS[kind].family is Family.SUBSTANCE}
    if substances and substances <= _LOOSE_MEDICINE:
        return NEVER
    present = evidence.present()
    others = present - {Family.WORDING}
    if len(others) >= 3:
        return min(usual, LIKELY)
    if present == others or len(others) >= 2:
        return usual
    shop = others == {Family.COMMERCE} and evidence.structure(Family.COMMERCE, _NO_ANCHOR) < _ANCHOR
    telling = not shop and not others <= {Family.CONTACT} and _is_clear(evidence)
    return max(usual, DOUBTLESS) if telling else NEVER


def _is_anchored(evidence: Evidence) -> bool:
    """Whether there is more than words: somebody to order from, or the shape of an offer. Where nothing
    speaks against, words of several families are enough."""
    shapes = (evidence.structure(family, _NO_ANCHOR) for family in _SALE_FAMILIES - {Family.VISUAL})
    return max(shapes) >= _ANCHOR or _is_clear(evidence)


def _is_clear(evidence: Evidence) -> bool:
    """Whether there is somebody to order from, or nothing speaks against."""
    return evidence.reached or max(evidence.counter.values(), default=0.0) < _DOUBT


def _pair_is_enough(evidence: Evidence) -> bool:
    kinds = evidence.kinds
    drop, shop = evidence.family(Family.DEAD_DROP), evidence.structure(Family.COMMERCE)
    sold = max(evidence.family(Family.COMMERCE), evidence.family(Family.PAYMENT))
    market = "E7_market_entry" in kinds and Family.RESILIENCE in evidence.present()
    listed = "C7_assortment" in kinds and (shop >= _FULL or "E8_call_with_address" in kinds)
    bare = not _BARE.isdisjoint(kinds) and evidence.structure(Family.CONTACT) >= _PAID
    reached = evidence.reached and Family.CONTACT in evidence.present()
    told = kinds.get("B9_place_told", 0.0) >= _TOLD and reached
    weighed = drop >= _HIDDEN and shop >= _WEIGHED
    paid = drop >= _SURE and sold >= _PAID
    return market or listed or bare or told or ((weighed or paid) and _is_clear(evidence))


def _recruitment(evidence: Evidence) -> bool:
    several = len(evidence.present()) >= LEAST_FAMILIES
    odd, contact = odd_offer_kinds(evidence), evidence.family(Family.CONTACT)
    if not _ROLES.isdisjoint(evidence.kinds):
        return several or odd >= 1
    if not several:
        return False
    if "F8_bare_job" in evidence.kinds and contact >= PRESENT_CONTACT:
        return True
    return (odd >= 4 and contact > 0) or (odd >= 3 and contact >= PRESENT_CONTACT)


PRESENT_CONTACT = 0.25


def odd_offer_kinds(evidence: Evidence) -> int:
    """How many of the kinds F2 to F6 are there."""
    return sum(1 for kinds in _ODD_OFFER if any(evidence.kinds.get(kind, 0.0) >= _LEAST for kind in kinds))


def capped(
    probability: float,
    *,
    gate: bool,
    families: int,
    enough: float = CERTAIN,
    silent: bool = False,
    heard: bool = False,
) -> float:
    """A track's probability within what its gate allows; two families open it from `enough` on.
    What is above the cap is pressed into its upper fifth, so that the order of two texts is kept."""
    gate = gate or (families >= LEAST_FAMILIES and probability >= enough)
    cap = 1.0 if gate else _cap(families, silent=silent, heard=heard)
    bend = cap * _BEND
    if gate or probability <= bend:
        return probability
    return bend + (cap - bend) * (probability - bend) / (1.0 - bend)


def _cap(families: int, *, silent: bool, heard: bool) -> float:
    """The most that a track may come to whose gate is closed."""
    if families >= LEAST_FAMILIES or heard:
        return CAP_GATE
    return CAP_SILENT if silent else CAP_LONE


def label_of(sale: float, recruitment: float) -> Label:
    """The label of two probabilities that are already capped."""
    if max(sale, recruitment) >= FLAG:
        return Label.SALE if sale >= recruitment else Label.RECRUITMENT
    return Label.UNSURE if max(sale, recruitment) >= UNSURE else Label.BENIGN
