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
