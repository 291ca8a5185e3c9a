"""Spellings of internal addresses, and ways in which a page may make a fetcher ask for one."""

from collections.abc import Mapping
from dataclasses import dataclass, field

SPELLINGS = (
    *("127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.1", "0x7f.0x0.0x0.0x1"),
    *("0177.0.0.1", "017700000001", "0177.0x0.1", "127.0.0.1.", "0", "0.0.0.0", "127.127.127.127"),  # noqa: S104 - a way to this machine, not a binding
    *(
        "localhost",
        "LOCALHOST",
        "localhost.",
        "sub.localhost",
        "１２７.０.０.１",
        "127。0。0。1",
        "①②⑦.⓪.⓪.①",
    ),
    *("%31%32%37.0.0.1", "user@127.0.0.1", "127.0.0.1%2523@127.0.0.1"),
    *("[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]"),
    *("[64:ff9b::7f00:1]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "[2001:0:7f00:1::]", "[fe80::1]"),
    *("[fd00::1]", "10.0.0.1", "192.168.1.1", "172.16.0.1", "100.64.0.1", "169.254.169.254", "198.18.0.1"),
    *("inside.test", "mixed.test", "six.test", "mapped.test", "rebinds.test"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """An answer of the hostile site. `{to}` is the internal address, `{ws}` the same for a WebSocket,
    `{host}` its host and port."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""
    kind: str = "text/html; charset=utf-8"

    def filled(self, to: str) -> "Way":
        """With the address put in."""
        host = to.partition("//")[2].partition("/")[0]
        fill = {"{to}": to, "{ws}": to.replace("http", "ws", 1), "{host}": host}
        headers = {name: _put(text, fill) for name, text in self.headers.items()}
        return Way(status=self.status, headers=headers, body=_put(self.body, fill), kind=self.kind)


def _put(text: str, fill: Mapping[str, str]) -> str:
    for mark, value in fill.items():
        text = text.replace(mark, value)
    return text


def _script(code: str) -> Way:
    return Way(body=f"<title>w</title><p>words</p><script>{code}</script>")


def _tag(markup: str) -> Way:
    return Way(body=f"<title>w</title><p>words</p>{markup}")


PDF = (
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/URI/URI({to})>>>>endobj\n"
    "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/AA<</O<</S/GoToR/F<</FS/URL/F({to})>>>>>>>>endobj\n"
    "trailer<</Root 1 0 R>>\n"
)
SVG = (
    "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='9' height='9'>"
    "<image href='{to}' xlink:href='{to}' width='9' height='9'/><use href='{to}#a'/>"
    "<style>@import url({to})</style></svg>"
)
# Ways that a page has only at a trustworthy address: browsers take any name under `localhost` for one.
NEEDS_TRUST = frozenset({"service-worker", "service-worker-prototype"})
WORKER = "new Worker(URL.createObjectURL(new Blob([`{code}`])))"
WAYS: Mapping[str, Way] = {
    **{
        f"redirect-{status}": Way(status=status, headers={"Location": "{to}"})
        for status in (301, 302, 303, 307, 308)
    },
    "refresh-header": Way(headers={"Refresh": "0; url={to}"}, body="<title>w</title>words"),
    "meta-refresh": _tag("<meta http-equiv=refresh content='0; url={to}'>"),
    "script-location": _script("location.href='{to}'"),
    "script-replace": _script("location.replace('{to}')"),
    "script-open": _script("window.open('{to}')"),
    "form-get": _tag("<form id=f action='{to}'></form><script>f.submit()</script>"),
    "form-post": _tag(
        "<form id=f method=post action='{to}'><input name=a></form><script>f.submit()</script>"
    ),
    "link": _tag("<a href='{to}'>further</a>"),
    "link-clicked": _tag("<a id=a href='{to}'>further</a><script>a.click()</script>"),
    "ping": _tag("<a id=a href='#x' ping='{to}'>further</a><script>a.click()</script>"),
    "download": _tag("<a id=a href='{to}' download>further</a><script>a.click()</script>"),
    "image": _tag("<img src='{to}'>"),
    "image-srcset": _tag("<img srcset='{to} 2x, {to} 1x'>"),
    "image-lazy": _tag("<img data-src='{to}' data-original='{to}'>"),
    "image-input": _tag("<input type=image src='{to}'>"),
    "image-script": _script("new Image().src='{to}'"),
    "picture": _tag("<picture><source srcset='{to}'><img></picture>"),
    "body-background": Way(body="<title>w</title><body background='{to}'>words"),
    "frame": _tag("<iframe src='{to}'></iframe>"),
    "frame-srcdoc": _tag("<iframe srcdoc=\"<img src='{to}'>\"></iframe>"),
    "frame-data": _tag("<iframe src=\"data:text/html,<img src='{to}'>\"></iframe>"),
    "frameset": Way(body="<title>w</title><frameset><frame src='{to}'></frameset>"),
    "object": _tag("<object data='{to}'></object>"),
    "embed": _tag("<embed src='{to}'>"),
    "video": _tag("<video src='{to}' poster='{to}' autoplay muted></video>"),
    "audio": _tag("<audio src='{to}' autoplay></audio>"),
    "track": _tag("<video src='data:video/mp4,'><track default src='{to}'></video>"),
    "script-src": _tag("<script src='{to}'></script>"),
    "module": _tag("<script type=module>import '{to}'</script>"),
    "style-sheet": _tag("<link rel=stylesheet href='{to}'>"),
    "css-import": _tag("<style>@import url('{to}');</style>"),
    "css-background": _tag("<style>p{background:url('{to}')}</style>"),
    "css-font": _tag("<style>@font-face{font-family:x;src:url('{to}')} p{font-family:x}</style>"),
    "svg-image": _tag("<svg><image href='{to}' width=9 height=9 /></svg>"),
    "svg-use": _tag("<svg><use href='{to}#a'/></svg>"),
    "svg-document": Way(kind="image/svg+xml", body=SVG),
    "favicon": Way(body="<title>w</title><link rel=icon href='{to}'>words"),
    "touch-icon": Way(body="<title>w</title><link rel=apple-touch-icon href='{to}'>words"),
    "manifest": Way(body="<title>w</title><link rel=manifest href='{to}'>words"),
    "prefetch": _tag("<link rel=prefetch href='{to}'>"),
    "preload": _tag("<link rel=preload as=image href='{to}'>"),
    "preconnect": _tag("<link rel=preconnect href='{to}'><link rel=dns-prefetch href='{to}'>"),
    "link-header": Way(headers={"Link": "<{to}>; rel=preload; as=script"}, body="<title>w</title>words"),
    "speculation": _tag(
        '<script type=speculationrules>{"prefetch":[{"urls":["{to}"]}],'
        '"prerender":[{"urls":["{to}"]}]}</script>'
    ),
    "base": Way(body="<title>w</title><base href='{to}'><img src='x'>words"),
    "fetch": _script("fetch('{to}',{mode:'no-cors'}).catch(()=>0)"),
    "fetch-post": _script("fetch('{to}',{method:'POST',mode:'no-cors',body:'x'}).catch(()=>0)"),
    "fetch-redirected": _script(
        "fetch('/way/redirect-302?as=fetch-redirected',{mode:'no-cors'}).catch(()=>0)"
    ),
    "image-redirected": _tag("<img src='/way/redirect-302?as=image-redirected'>"),
    "xhr": _script("const x=new XMLHttpRequest();x.open('GET','{to}');x.send()"),
    "beacon": _script("navigator.sendBeacon('{to}','x')"),
    "event-source": _script("new EventSource('{to}')"),
    "websocket": _script("new WebSocket('{ws}')"),
    "webtransport": _script("new WebTransport('{to}'.replace('http:','https:')).ready.catch(()=>0)"),
    "worker": _script(WORKER.replace("{code}", "fetch('{to}',{mode:'no-cors'})")),
    "worker-import": _script(WORKER.replace("{code}", "importScripts('{to}')")),
    "worker-websocket": _script(WORKER.replace("{code}", "new WebSocket('{ws}')")),
    "shared-worker": _script(
        "new SharedWorker(URL.createObjectURL(new Blob([`fetch('{to}',{mode:'no-cors'})`])))"
    ),
    "service-worker": _script("navigator.serviceWorker.register('/sw.js?to={to}').catch(()=>0)"),
    "service-worker-prototype": _script(
        "ServiceWorkerContainer.prototype.register.call(navigator.serviceWorker,'/sw.js?to={to}')"
        ".catch(()=>0)"
    ),
    "webrtc": _script(
        "const p=new RTCPeerConnection({iceServers:[{urls:'stun:{host}'},{urls:'turn:{host}?transport=tcp',"
        "username:'a',credential:'b'},{urls:'turn:{host}?transport=udp',username:'a',credential:'b'}]});"
        "p.createDataChannel('x');p.createOffer().then(o=>p.setLocalDescription(o))"
    ),
    "view-source": _tag(
        "<iframe src='view-source:{to}'></iframe><a id=a href='view-source:{to}'>s</a>"
        "<script>a.click()</script>"
    ),
    "csp-report": Way(
        headers={"Content-Security-Policy": "img-src 'none'; report-uri {to}"},
        body="<title>w</title><img src='/x.png'>words",
    ),
    "tls": _script("fetch('{to}'.replace('http:','https:'),{mode:'no-cors'}).catch(()=>0)"),
    "pdf": Way(kind="application/pdf", body=PDF),
    "pdf-frame": _tag("<iframe src='/way/pdf?as=pdf-frame'></iframe>"),
    "xslt": Way(
        kind="text/xml",
        body="<?xml version='1.0'?><?xml-stylesheet type='text/xsl' href='{to}'?>"
        "<!DOCTYPE a [<!ENTITY e SYSTEM '{to}'>]><a>&e;</a>",
    ),
    "file": _tag("<iframe src='file:///etc/hostname'></iframe><img src='{to}'>"),
}
