"""The interface's names for what codes say, and hints for who takes photos.

English here, Kazakh and Russian in the catalogues.
"""

from review.languages import N_

PAYLOADS = {
    "url": N_("web address"),
    "onion": N_("onion address"),
    "i2p": N_("I2P address"),
    "telegram": N_("Telegram"),
    "telegram_action": N_("action in Telegram"),
    "whatsapp": N_("WhatsApp"),
    "instagram": N_("Instagram"),
    "vk": N_("VK"),
    "phone": N_("phone"),
    "sms": N_("text message"),
    "email": N_("e-mail"),
    "wifi": N_("Wi-Fi"),
    "geo": N_("place"),
    "vcard": N_("visiting card"),
    "calendar": N_("appointment"),
    "otp": N_("key of one-time passwords"),
    "crypto": N_("wallet"),
    "payment": N_("payment"),
    "text": N_("text"),
    "binary": N_("bytes that are no text"),
}

# Names of a payload's fields; where a kind means something else by one, the kind stands before it.
FIELDS = {
    "account": N_("account"),
    "action": N_("what it does"),
    "address": N_("postal address"),
    "admin": N_("rights asked for"),
    "algorithm": N_("algorithm"),
    "amount": N_("amount"),
    "appname": N_("app of the bot"),
    "attach": N_("bot for the attachment menu"),
    "bank": N_("bank"),
    "body": N_("words of the message"),
    "boost": N_("asks for a boost"),
    "chain": N_("network of the wallet"),
    "comment": N_("number of the comment"),
    "country": N_("country"),
    "currency": N_("currency"),
    "destination": N_("I2P destination"),
    "digits": N_("digits"),
    "game": N_("game of the bot"),
    "hidden": N_("hidden network"),
    "identity": N_("user name in the network"),
    "issuer": N_("issuer"),
    "label": N_("label"),
    "link": N_("address in the message"),
    "livestream": N_("live stream"),
    "message": N_("purpose of the payment"),
    "name": N_("name"),
    "note": N_("note on the card"),
    "org": N_("organisation"),
    "period": N_("period in seconds"),
    "phone": N_("phone"),
    "port": N_("port"),
    "post": N_("number of the post"),
    "ref": N_("referral mark"),
    "scheme": N_("payment system"),
    "security": N_("protection of the network"),
    "server": N_("server"),
    "service": N_("kind of message"),
    "shortener": N_("link shortener"),
    "size": N_("bytes"),
    "source": N_("source of the referral"),
    "start": N_("start parameter of the bot"),
    "startapp": N_("start parameter of the app"),
    "startattach": N_("start parameter of the attachment menu"),
    "startchannel": N_("asks to be added to a channel"),
    "startgroup": N_("asks to be added to a group"),
    "story": N_("number of the story"),
    "subject": N_("subject"),
    "text": N_("message written in advance"),
    "thread": N_("number of the topic"),
    "title": N_("position held"),
    "type": N_("type"),
    "videochat": N_("video chat"),
    "voicechat": N_("voice chat"),
    "calendar.start": N_("begins"),
    "calendar.end": N_("ends"),
    "calendar.summary": N_("what for"),
    "calendar.location": N_("where"),
}

HINTS = {
    "no_code_seen": N_("No code was seen: let it fill a third of the picture."),
    "whole_code": N_("Get the whole code into the picture, with some space around it."),
    "closer": N_("Go closer: the code is too small."),
    "sharper": N_("Hold still and let the camera focus: the code is blurred."),
    "less_glare": N_("Step aside until no light shines off the code."),
    "more_light": N_("More light on the code: a lamp, or the flash from the side."),
    "straight_on": N_("Face the code straight on."),
    "code_damaged": N_("The code is bent, torn or painted over: smooth it and take several pictures."),
}


def field_name(kind: str, name: str) -> str:
    """The English name of a payload's field; its own where it has no other."""
    return FIELDS.get(f"{kind}.{name}", FIELDS.get(name, name))
