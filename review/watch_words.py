"""The interface's names for what is watched and how crawls went, and what to do about it."""

from review.languages import N_

TARGET_STATES = {
    "watched": N_("watched"),
    "due": N_("due now"),
    "paused": N_("paused"),
    "done": N_("crawled, no further time"),
    "removed": N_("no longer watched"),
}

RHYTHMS = {
    "": N_("once"),
    "0 * * * *": N_("every hour"),
    "0 */6 * * *": N_("every six hours"),
    "0 1 * * *": N_("every day"),
    "0 1 * * 1": N_("every week"),
}

BROWSERS = {
    "auto": N_("where a page needs one"),
    "always": N_("for every page"),
    "never": N_("never"),
}

SPIDERS = {
    "site": N_("from link to link"),
    "sitemap": N_("what sitemaps and feeds call new"),
}

FORM_FAULTS = {
    "address": N_("Give a web address (shop.example) or a channel (@name)."),
    "inside": N_(
        "This is an address of the office's own network, or a bare number. Only an administrator at the"
        " server may add it, with mergen target add."
    ),
    "schedule": N_(
        "This is no schedule. Five fields are needed, in UTC: minute, hour, day, month, weekday. 0 6 * * * is"
        " every day at six."
    ),
    "numbers": N_("Links deep: 0 to 20. Sites away: 0 to 10. Pages: 1 to 100,000. Give whole numbers."),
}

RUN_STATES = {
    "running": N_("running"),
    "stopped": N_("stopped, will go on"),
    "finished": N_("finished"),
    "failed": N_("failed"),
    "silent": N_("cut off"),
}

TRIAL_STATES = {
    "waiting": N_("waits its turn"),
    "running": N_("running"),
    "silent": N_("cut off"),
    "done": N_("done"),
    "failed": N_("failed"),
}

COUNTS = {
    "requested": N_("addresses asked for"),
    "pages": N_("pages stored"),
    "unchanged": N_("pages unchanged since an earlier crawl"),
    "images": N_("pictures looked at"),
    "symbols": N_("codes read"),
    "findings": N_("pages to look at"),
    "incomplete": N_("pages to look at whose picture lacks something quoted"),
    "unseen": N_("pages that the browser was to show and did not"),
    "looked_again": N_("pages also looked at as another visitor"),
    "differing": N_("of these, shown something else"),
    "hidden": N_("addresses that only that visitor was led to"),
    "refused": N_("connections that the guard stopped"),
}

# What stands in the account beside the counts: the causes that an office asks for by name.
STOPPED_BY = {
    "guard": N_("addresses kept back by the guard"),
    "robots": N_("addresses left out because robots.txt asks for it"),
    "limit": N_("addresses left out for a limit"),
}

CAUSES = {
    "dns": (
        N_("The name is not known"),
        N_("The domain is gone, blocked by the provider, or was typed wrongly. Try it from another line."),
    ),
    "connection": (
        N_("No connection"),
        N_("The server is down or turns this line away. Try it later, and from another line."),
    ),
    "timeout": (
        N_("No answer in time"),
        N_(
            "Slow, or a provider lets connections to blocked sites die. It does not mean that the site is"
            " gone: try it from another line."
        ),
    ),
    "tls": (N_("No safe connection"), N_("The server's encryption is broken. A browser may still open it.")),
    "redirects": (
        N_("Sent on without end"),
        N_("It wants cookies or a real browser. Let the target be crawled with a browser for every page."),
    ),
    "too_large": (N_("Larger than allowed"), N_("Files of that size are left out. Nothing is to be done.")),
    "robots": (
        N_("robots.txt asks not to come"),
        N_("It was obeyed. If the office may go on, write the reason into the target."),
    ),
    "guard": (
        N_("Stopped by the guard"),
        N_(
            "A page tried to lead the crawl into the office's own network or to a hidden service. Nothing"
            " was opened there."
        ),
    ),
    "http_error": (
        N_("The server answered with an error"),
        N_("The page is gone, or the server is in trouble. Look again with the next crawl."),
    ),
    "browser": (
        N_("The browser failed"),
        N_("On the server, mergen doctor says whether Chromium works. A heavy page can also end it."),
    ),
    "limit": (
        N_("A limit of the crawl was reached"),
        N_("There was more than the target allows. Raise its number of pages if the rest matters."),
    ),
    "killed": (
        N_("It ended the crawl's process"),
        N_("The page was set aside after several tries. Tell your administrator."),
    ),
    "unreadable": (
        N_("Fetched, but could not be read"),
        N_("Its bytes are stored. Tell your administrator: a newer Mergen may read them."),
    ),
    "other": (N_("Another reason"), N_("The message beside the address says more.")),
    "challenge": (
        N_("A challenge to the browser"),
        N_("The site wants proof of a real visitor. Let it be crawled with a browser for every page."),
    ),
    "captcha": (N_("A captcha"), N_("It is never answered by a program. A person may look by hand.")),
    "age_gate": (N_("A question for the visitor's age"), N_("Let it be crawled with a browser.")),
    "login": (N_("A login"), N_("Only members see the page. It is not crawled.")),
    "refused": (
        N_("The site turned our visit away"),
        N_("It knows this line or this crawler. Try it from another line, more slowly."),
    ),
    "blocked": (
        N_("A notice that access is blocked"),
        N_("A provider blocks it already. Look from another line whether it still lives."),
    ),
    "suspended": (N_("A notice that the site is suspended"), N_("Its host closed it. Look for mirrors.")),
    "parked": (N_("A parked domain without a site"), N_("Nobody sells here now. Pause the target.")),
    "seized": (N_("A notice that the site was seized"), N_("An authority has it. Look for mirrors.")),
}

ALARMS = {
    "no_page": N_("No page came where %(usual)s were usual."),
    "few_pages": N_("Only %(pages)s pages came where %(usual)s were usual."),
    "no_finding": N_("Nothing was flagged where run %(run)s of %(day)s flagged %(count)s."),
}

ALARM_ADVICE = {
    "no_page": N_(
        "The site is gone or has moved, or something stands between it and the server. Look at the failures"
        " below, and try it from another line; look for a new address in channels and on walls."
    ),
    "few_pages": N_(
        "Something kept most of it from us. Look at the failures below before you trust the result, and crawl"
        " it again."
    ),
    "no_finding": N_(
        "The shop may have moved, or shows the server something else. Mark the target as suspicious, so that"
        " it is looked at as another visitor too, or look by hand."
    ),
}

ORIGINS = {
    "sitemap": N_("list of the site's own pages"),
    "archive": N_("web archive handed over"),
}

EVENTS = {
    "watched": N_("watched it"),
    "watch_changed": N_("changed how it is watched"),
    "made_due": N_("asked for a crawl now"),
    "paused": N_("paused it"),
    "unpaused": N_("resumed it"),
    "unwatched": N_("stopped watching it"),
    "named": N_("sent a photo that names it"),
}
