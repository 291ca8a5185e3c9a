"""What a Telegram name stands for that shows no posts: its public card says little, and that only."""

import re

from selectolax.lexbor import LexborHTMLParser

from crawler.page import CardKind

ACTIONS = ".tgme_page_action a[href], a.tgme_username_link[href]"
INVITATION = re.compile(r"tg://join\?invite=|/(?:\+|joinchat/)", re.IGNORECASE)
BOT = re.compile(r"tg://resolve\?domain=\w+bot(?!\w)|[?&]start=", re.IGNORECASE)


def card_of(tree: LexborHTMLParser) -> CardKind:
    """The kind of thing that a card is about. Told by what its button does, and by how its counter counts."""
    if tree.css_first(".tgme_page_title") is None:
        return CardKind.NOBODY
    hrefs = " ".join(node.attributes.get("href") or "" for node in tree.css(ACTIONS))
    extra = tree.css_first(".tgme_page_extra")
    counter = extra.text().lower() if extra is not None else ""
    group = "member" in counter or "online" in counter
    if INVITATION.search(hrefs):
        return CardKind.PRIVATE_GROUP if group else CardKind.PRIVATE_CHANNEL
    if "subscriber" in counter or tree.css_first('a.tgme_page_context_link[href*="/s/"]') is not None:
        return CardKind.CHANNEL
    if group:
        return CardKind.GROUP
    return CardKind.BOT if BOT.search(hrefs) or "monthly user" in counter else CardKind.PERSON
