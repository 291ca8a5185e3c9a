"""The kinds of signals: which family each belongs to, how strong it is alone, whether it is structure or
a word."""

from dataclasses import dataclass

from classifiers.signal import Family


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """`strength` runs from 0 to 1 (0.3 weak, 0.6 medium, 0.9 strong); `structural` signs are shape, not
    words: a price row, an address, a wallet."""

    name: str
    family: Family
    strength: float
    structural: bool = False


def _kinds(family: Family, *rows: tuple[str, float] | tuple[str, float, bool]) -> tuple[Kind, ...]:
    return tuple(
        Kind(name=row[0], family=family, strength=row[1], structural=len(row) == 3 and bool(row[2]))
        for row in rows
    )


_ALL = (
    *_kinds(
        Family.COMMERCE,
        ("A1_catalog_price", 0.8, True),
        ("A2_city_district", 0.6, True),
        ("A3_auto_sale", 0.7),
        ("A4_storefront", 0.35),
        ("A5_operator", 0.3),
        ("A6_escrow", 0.55),
        ("A7_stock", 0.4),
        ("A8_claim_policy", 0.5),
        ("A9_promo", 0.3),
        ("A10_substance_offer", 0.7, True),
        ("A11_menu", 0.6, True),
        ("A12_cart", 0.5, True),
        ("A13_stock_by_place", 0.6, True),
        ("A14_insiders", 0.45),
    ),
    *_kinds(
        Family.DEAD_DROP,
        ("B1_stash_word", 0.6),
        ("B2_stash_type", 0.9, True),
        ("B3_coordinates_after_payment", 0.9, True),
        ("B4_no_meeting", 0.5),
        ("B5_ready_addresses", 0.8),
        ("B6_pickup_advice", 0.6),
        ("B7_stealth_shipping", 0.6),
        ("B8_not_found", 0.8),
        ("B9_place_told", 0.7),
        ("B10_place_described", 0.45),
        ("B11_bare_stash", 0.7, True),
        ("B12_goods_laid", 0.45),
    ),
    *_kinds(
        Family.SUBSTANCE,
        ("C1_formal_name", 0.4),
        ("C2_slang", 0.4),
        ("C3_form", 0.35),
        ("C4_quality", 0.25),
        ("C5_packaging", 0.2),
        ("C6_precursor", 0.4),
        ("C7_assortment", 0.7, True),
        ("C8_unprescribed", 0.28),
        ("C9_bare_list", 0.7, True),
    ),
    *_kinds(
        Family.PAYMENT,
        ("D1_crypto", 0.45),
        ("D1_wallet", 0.6, True),
        ("D2_transfer", 0.4),
        ("D3_voucher", 0.3),
        ("D4_exchanger", 0.4),
        ("D5_exact_amount", 0.5, True),
        ("D6_receipt", 0.5),
        ("D7_coin_price", 0.5, True),
    ),
    *_kinds(
        Family.CONTACT,
        ("E0_call_to_order", 0.3),
        ("E1_telegram", 0.5, True),
        ("E2_bot", 0.5, True),
        ("E3_private_messenger", 0.6, True),
        ("E4_hidden_service", 0.6, True),
        ("E4_onion_address", 0.7, True),
        ("E5_reserve", 0.7),
        ("E6_link_hub", 0.4, True),
        ("E7_market_entry", 0.8, True),
        ("E8_call_with_address", 0.5, True),
        ("E9_telling_address", 0.5, True),
    ),
    *_kinds(
        Family.RECRUITMENT,
        ("F1_drug_role", 0.9),
        ("F1_job_word", 0.3),
        ("F2_pay", 0.6, True),
        ("F2_no_experience", 0.4),
        ("F3_deposit", 0.5),
        ("F4_anonymity", 0.5),
        ("F5_vague_duty", 0.5),
        ("F6_easy_money", 0.5),
        ("F7_hiding_duty", 0.9),
        ("F8_bare_job", 0.7, True),
    ),
    *_kinds(
        Family.RESILIENCE,
        ("G1_mirrors", 0.6),
        ("G2_fakes", 0.5),
        ("G3_captcha", 0.2),
        ("G4_accounts_kept", 0.4),
        ("G6_darknet_market", 0.6),
        ("G7_market_promotion", 0.8, True),
        ("G8_access_guide", 0.5),
    ),
    *_kinds(Family.VISUAL, ("H1_emoji_price", 0.4, True), ("H2_emoji_goods", 0.4, True)),
    *_kinds(
        Family.EVASION,
        ("K1_disguised_term", 0.7, True),
        ("K2_mixed_script", 0.3, True),
        ("K3_framed_address", 0.3, True),
    ),
    *_kinds(
        Family.COUNTER,
        ("L1_news", 0.6),
        ("L2_law", 0.6),
        ("L3_medical", 0.6),
        ("L4_rehab", 0.6),
        ("L5_harm_reduction", 0.6),
        ("L6_research", 0.6),
        ("L7_police", 0.6),
        ("L8_games", 0.6),
        ("L9_garden", 0.6),
        ("L10_construction", 0.6),
        ("L11_finance", 0.5),
        ("L12_employer", 0.6),
        ("L13_treasure", 0.6),
        ("L14_browser", 0.6),
        ("L15_household", 0.6),
        ("L16_complaint", 0.5),
        ("L17_forum", 0.6),
        ("L18_contraband", 0.5),
    ),
    *_kinds(Family.WORDING, ("M1_trade_words", 0.5)),
)

KINDS: dict[str, Kind] = {kind.name: kind for kind in _ALL}
NAMEABLE = frozenset(name for name, kind in KINDS.items() if kind.family is not Family.WORDING)
"""Kinds that a term can be: what the wording model hears is no list's to say."""
