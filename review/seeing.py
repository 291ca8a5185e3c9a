"""The interface's names for how a page was seen, and for what stood in the way."""

from review.languages import N_

OBSTACLES = {
    "challenge": N_("A challenge to the browser."),
    "captcha": N_("A captcha."),
    "age_gate": N_("A question for the visitor's age."),
    "login": N_("A login."),
    "refused": N_("The site turned our visit away."),
    "blocked": N_("A notice that access is blocked."),
    "suspended": N_("A notice that the site is suspended."),
    "parked": N_("A parked domain without a site."),
    "seized": N_("A notice that the site was seized."),
}

DIVERGENCES = {
    "same": N_("The pages are alike."),
    "text": N_("The text is another one."),
    "place": N_("It leads to another site."),
    "answer": N_("One of them gets an error."),
    "obstacle": N_("Something stands in the way of one of them."),
}

SHOP_FOR = {
    "both": N_("Both look like a shop."),
    "first": N_("Only the crawler's page looks like a shop."),
    "second": N_("Only the other one's page looks like a shop."),
    "nobody": N_("Neither looks like a shop."),
}

SENT = {
    "sent": N_("handed over"),
    "away": N_("not reached once"),
    "blocked": N_("blocked"),
    "back": N_("re-appeared"),
}
"""By `pipeline.faces.FaceState`."""

OUTCOMES = {
    "up": N_("The shop answers."),
    "changed": N_("Something answers that is no shop."),
    "notice": N_("A notice says that it was blocked, suspended, seized or sold."),
    "gone": N_("There is no such page or name any more."),
    "silent": N_("Nothing answers."),
    "unclear": N_("Something stands in the way, so it cannot be told."),
}
"""By `pipeline.looked.Outcome`."""

SAID = {
    "accepted": N_("It was taken up by those to whom it was handed over."),
    "declined": N_("It was turned down by those to whom it was handed over."),
}
"""By `pipeline.replies.Said`."""

BECAME = {
    "face_blocked": N_("A face is blocked:"),
    "blocked": N_("The shop is closed; its last face:"),
    "reappeared": N_("Re-appeared:"),
}
"""By the kind of the event."""
