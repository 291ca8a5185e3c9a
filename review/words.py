"""The interface's names for what the store holds: families and kinds of signals, states, origins.

English here, Kazakh and Russian in the catalogues.
"""

from dataclasses import dataclass

from review.languages import N_

COUNTER = "L"


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyName:
    """A family of signals: its letter, its name, and what it means for a decision."""

    letter: str
    name: str
    meaning: str


FAMILIES = {
    family.letter: family
    for family in (
        FamilyName(letter="A", name=N_("Trade"), meaning=N_("The page is built like a shop.")),
        FamilyName(
            letter="B", name=N_("Dead drop"), meaning=N_("Goods are hidden and found, not handed over.")
        ),
        FamilyName(
            letter="C", name=N_("Substance"), meaning=N_("Drugs are named. News and clinics name them too.")
        ),
        FamilyName(letter="D", name=N_("Payment"), meaning=N_("Money goes a way that is hard to trace.")),
        FamilyName(
            letter="E",
            name=N_("Contact"),
            meaning=N_("The reader is led to a messenger or a hidden service."),
        ),
        FamilyName(
            letter="F", name=N_("Recruitment"), meaning=N_("People are hired to carry, hide or pack.")
        ),
        FamilyName(letter="G", name=N_("Resilience"), meaning=N_("The seller expects to be blocked.")),
        FamilyName(letter="H", name=N_("Pictures and emoji"), meaning=N_("Signs instead of words.")),
        FamilyName(letter="I", name=N_("Street advertising"), meaning=N_("A sticker or a stencil led here.")),
        FamilyName(letter="J", name=N_("Connections"), meaning=N_("Shared with shops that are known.")),
        FamilyName(
            letter="K", name=N_("Disguise"), meaning=N_("The text is written to slip past a machine.")
        ),
        FamilyName(
            letter=COUNTER,
            name=N_("Speaks against"),
            meaning=N_("Signs of a lawful page. A seller can copy them too."),
        ),
        FamilyName(
            letter="M",
            name=N_("Choice of words"),
            meaning=N_("Words that sellers use more often than others do, learned from examples."),
        ),
    )
}

KINDS = {
    "A1_catalog_price": N_("Price list by weight or piece"),
    "A2_city_district": N_("Choice of city and district"),
    "A3_auto_sale": N_("Automatic sale, issued right after payment"),
    "A4_storefront": N_("Words of a shop window"),
    "A5_operator": N_("Operator or support of a shop"),
    "A6_escrow": N_("Guarantor, escrow or seller's reputation"),
    "A7_stock": N_("What is in stock, by place"),
    "A8_claim_policy": N_("Rules for goods that were not found"),
    "A9_promo": N_("Samples, bonuses, referrals"),
    "A10_substance_offer": N_("A substance offered for sale"),
    "A11_menu": N_("A menu of nothing but substances"),
    "A12_cart": N_("Cart and check-out of a web shop"),
    "A13_stock_by_place": N_("Small weights in stock, place by place"),
    "A14_insiders": N_("Talk to those who know already"),
    "B1_stash_word": N_("Words for a stash"),
    "B2_stash_type": N_("Kind of stash beside the goods"),
    "B3_coordinates_after_payment": N_("Coordinates or a photo after payment"),
    "B4_no_meeting": N_("Prepayment only, no meeting"),
    "B5_ready_addresses": N_("Addresses ready by district"),
    "B6_pickup_advice": N_("Advice for collecting unnoticed"),
    "B7_stealth_shipping": N_("Hidden shipping"),
    "B8_not_found": N_("What to do when the stash is not found"),
    "B9_place_told": N_("The place is told for money"),
    "B10_place_described": N_("A place in the street where something lies"),
    "B11_bare_stash": N_("Nothing but a hiding place and a contact"),
    "B12_goods_laid": N_("Goods laid out or taken up by hand"),
    "C1_formal_name": N_("Name of a substance"),
    "C2_slang": N_("Slang for a substance"),
    "C3_form": N_("Form or purity with a weight"),
    "C4_quality": N_("Praise of quality or effect"),
    "C5_packaging": N_("How it is packed"),
    "C6_precursor": N_("Precursors on offer"),
    "C7_assortment": N_("Several substances in a row"),
    "C8_unprescribed": N_("Medicine without a prescription"),
    "C9_bare_list": N_("Nothing but substances and a contact"),
    "D1_crypto": N_("Payment in cryptocurrency"),
    "D1_wallet": N_("Address of a crypto wallet"),
    "D2_transfer": N_("Transfer to a private card or number"),
    "D3_voucher": N_("Vouchers or terminals"),
    "D4_exchanger": N_("Exchanger within the order"),
    "D5_exact_amount": N_("Exact odd amount with a time limit"),
    "D6_receipt": N_("Receipt to be sent to a bot"),
    "D7_coin_price": N_("Price in cryptocurrency"),
    "E0_call_to_order": N_("Call to write and order"),
    "E1_telegram": N_("Telegram address"),
    "E2_bot": N_("Telegram bot"),
    "E3_private_messenger": N_("Private messenger"),
    "E4_hidden_service": N_("Tor or I2P is named"),
    "E4_onion_address": N_("Onion or I2P address"),
    "E5_reserve": N_("Reserve channel"),
    "E6_link_hub": N_("Link list or shortened link"),
    "E7_market_entry": N_("Way into a market"),
    "E8_call_with_address": N_("Call to visit with an address"),
    "E9_telling_address": N_("Words of the trade inside an address"),
    "F1_drug_role": N_("A role in the drug trade"),
    "F1_job_word": N_("A job that may be lawful"),
    "F2_pay": N_("Pay that is too high"),
    "F2_no_experience": N_("No experience, free hours"),
    "F3_deposit": N_("Deposit or passport asked for"),
    "F4_anonymity": N_("Promise of anonymity and safety"),
    "F5_vague_duty": N_("Vague duties, photo reports"),
    "F6_easy_money": N_("Easy money"),
    "F7_hiding_duty": N_("Packets to hide, places to report"),
    "F8_bare_job": N_("Nothing but pay and a contact"),
    "G1_mirrors": N_("Mirrors, what to do if it does not open"),
    "G2_fakes": N_("Warning of fakes, only these contacts"),
    "G3_captcha": N_("Captcha before any content"),
    "G4_accounts_kept": N_("Balances and orders kept under a new name"),
    "G6_darknet_market": N_("A darknet market is named"),
    "G7_market_promotion": N_("Promotion of a darknet market"),
    "G8_access_guide": N_("Steps into a darknet market"),
    "H1_emoji_price": N_("Emoji beside prices"),
    "H2_emoji_goods": N_("Emoji beside substances"),
    "K1_disguised_term": N_("A disguised word"),
    "K2_mixed_script": N_("Letters of two scripts in one word"),
    "K3_framed_address": N_("Address framed by signs"),
    "L1_news": N_("News or an article"),
    "L2_law": N_("Law or court"),
    "L3_medical": N_("Medicine or pharmacy"),
    "L4_rehab": N_("Treatment or help"),
    "L5_harm_reduction": N_("Harm reduction or prevention"),
    "L6_research": N_("Research"),
    "L7_police": N_("Police or an authority"),
    "L8_games": N_("Game, film or book"),
    "L9_garden": N_("Garden, seeds, fertiliser"),
    "L10_construction": N_("Building or hardware"),
    "L11_finance": N_("Exchange or bank without goods"),
    "L12_employer": N_("Employer, firm or opening hours"),
    "L13_treasure": N_("Treasure, coins, geocaching"),
    "L14_browser": N_("Browser bookmarks"),
    "L15_household": N_("Household, cosmetics, hobby"),
    "L16_complaint": N_("Complaint, question or quotation"),
    "L17_forum": N_("Forum or board"),
    "L18_contraband": N_("Forged papers, stolen accounts, untaxed goods"),
    "M1_trade_words": N_("Words that sound like the trade"),
}

LABELS = {
    "sale": N_("sale"),
    "recruitment": N_("recruitment"),
    "unsure": N_("unclear"),
    "benign": N_("harmless"),
}

STATES = {
    "new": N_("new"),
    "changed": N_("changed since the decision"),
    "reappeared": N_("re-appeared"),
    "unsure": N_("unsure"),
    "confirmed": N_("confirmed"),
    "rejected": N_("rejected"),
}

SHELVES = {
    "waiting": N_("Waiting"),
    "second": N_("For a second person"),
    "confirmed": N_("Confirmed"),
    "rejected": N_("Rejected"),
    "unsure": N_("In doubt"),
    "all": N_("All"),
}

ORDERS = {
    "strongest": N_("strongest first"),
    "doubt": N_("most doubtful first"),
    "oldest": N_("longest waiting first"),
    "largest": N_("most faces first"),
}

PLACES = {
    "site": N_("a site of its own"),
    "account": N_("an account on a shared host"),
}

JOINS = {
    "first": N_("the first face found"),
    "contact": N_("same contact"),
    "payload": N_("same code"),
    "text": N_("nearly the same text"),
    "favicon": N_("same icon"),
    "leads_to": N_("one leads to the other"),
}

ORIGINS = {
    "seed": N_("watched target"),
    "link": N_("link on a page"),
    "contact": N_("contact on a page"),
    "code": N_("code in a picture of a page"),
    "photo": N_("code in a photo"),
}

ROLES = {
    "volunteer": N_("volunteer"),
    "analyst": N_("analyst"),
    "reviewer": N_("reviewer"),
    "exporter": N_("exporter"),
    "admin": N_("administrator"),
}
