"""Detectors: each finds one sort of sign in a reading. `DETECTORS` is the whole list."""

from classifiers.detectors.addresses import Addresses
from classifiers.detectors.amounts import PriceRows
from classifiers.detectors.answers import Answers
from classifiers.detectors.bare_handles import BareHandles
from classifiers.detectors.carts import Carts
from classifiers.detectors.code_menus import CodeMenus
from classifiers.detectors.contacts import Contacts
from classifiers.detectors.coordinates import CoordinatesAfterPayment
from classifiers.detectors.detector import Detector
from classifiers.detectors.disguise import Disguised
from classifiers.detectors.duties import Duties
from classifiers.detectors.emoji_prices import EmojiPrices
from classifiers.detectors.glossaries import Glossaries
from classifiers.detectors.handovers import Handovers
from classifiers.detectors.hidings import Hidings
from classifiers.detectors.insiders import Insiders
from classifiers.detectors.keyboards import Keyboards
from classifiers.detectors.layings import Layings
from classifiers.detectors.loose_prices import LoosePrices
from classifiers.detectors.markets import Markets
from classifiers.detectors.menus import Menus
from classifiers.detectors.mirrors import Mirrors
from classifiers.detectors.offers import Assortment, BareLists, SubstanceOffers
from classifiers.detectors.order_cards import OrderCards
from classifiers.detectors.orders import OrderFlow
from classifiers.detectors.page_types import PageTypes
from classifiers.detectors.pay import PayAnomaly
from classifiers.detectors.pickups import Pickups
from classifiers.detectors.places import Places
from classifiers.detectors.relocations import Relocations
from classifiers.detectors.short_rows import ShortRows
from classifiers.detectors.spots import Spots
from classifiers.detectors.stashes import StashTypes
from classifiers.detectors.stock_lists import CountedPlaces, StockLists
from classifiers.detectors.terms import Terms
from classifiers.detectors.unprescribed import Unprescribed
from classifiers.detectors.wallets import Wallets
from classifiers.detectors.walls import Walls

DETECTORS: tuple[Detector, ...] = (
    Terms(),
    PriceRows(),
    ShortRows(),
    LoosePrices(),
    CodeMenus(),
    SubstanceOffers(),
    Assortment(),
    BareLists(),
    Walls(),
    Insiders(),
    Menus(),
    Carts(),
    Keyboards(),
    Unprescribed(),
    Places(),
    StashTypes(),
    CoordinatesAfterPayment(),
    Handovers(),
    Hidings(),
    Answers(),
    Layings(),
    Duties(),
    Spots(),
    StockLists(),
    CountedPlaces(),
    Pickups(),
    OrderCards(),
    Contacts(),
    BareHandles(),
    Wallets(),
    Addresses(),
    Mirrors(),
    Relocations(),
    Markets(),
    OrderFlow(),
    PayAnomaly(),
    EmojiPrices(),
    Disguised(),
    PageTypes(),
    Glossaries(),
)

__all__ = ["DETECTORS", "Detector"]
