"""Hosts of services that give a short or a changeable address for another."""

SHORTENERS = frozenset(
    {
        "adf.ly",
        "bit.ly",
        "bitly.com",
        "buff.ly",
        "clck.ru",
        "cutt.ly",
        "cutt.us",
        "dub.sh",
        "goo.gl",
        "goo.su",
    }
    | {
        "is.gd",
        "kutt.it",
        "lnkd.in",
        "maps.app.goo.gl",
        "me-qr.com",
        "ow.ly",
        "qr1.be",
        "qrco.de",
        "qrto.org",
    }
    | {"rb.gy", "rebrand.ly", "shorturl.asia", "shorturl.at", "soo.gd", "surl.li", "t.co", "t.ly", "tiny.cc"}
    | {"tinyurl.com", "u.to", "urlz.fr", "v.gd", "vk.cc", "x.gd"}
)
