"""By what an obstacle is told: headers, markup and words of the services that put one before a page.

What such a service puts into ordinary pages as well (its scripts that only watch) is no sign.
"""

import re

HEADERS = (
    ("cf-mitigated", re.compile("challenge", re.I), "challenge", "Cloudflare"),
    ("x-vercel-mitigated", re.compile("challenge", re.I), "challenge", "Vercel"),
    ("x-amzn-waf-action", re.compile("captcha", re.I), "captcha", "AWS WAF"),
    ("x-amzn-waf-action", re.compile("challenge", re.I), "challenge", "AWS WAF"),
)

_MARKUP = (
    (rb"\b_cf_chl_opt\b|cf-browser-verification|id=.challenge-(?:form|running)\b", "challenge", "Cloudflare"),
    (rb"cf-error-details[^\0]{0,3000}?(?:you have been blocked|error code:? *10(?:05|06|07|08|09|1\d|20))",
     "refused", "Cloudflare"),
    (rb"/\.well-known/ddos-guard/ddg-captcha-page", "captcha", "DDoS-Guard"),
    (rb"/\.well-known/ddos-guard/js-challenge|<title>\s*ddos-guard\s*</title>", "challenge", "DDoS-Guard"),
    (rb"/__qrator/(?:qauth|validate)", "challenge", "Qrator"),
    (rb"sucuri_cloudproxy_js", "challenge", "Sucuri"),
    (rb"Sucuri Website Firewall - Access Denied", "refused", "Sucuri"),
    (rb"/_Incapsula_Resource\?[^\"']{0,300}(?:SWUDNSAI|CWUDNSAI|edet=)|Incapsula incident ID", "challenge",
     "Imperva"),
    (rb"(?:geo|ct)\.captcha-delivery\.com", "captcha", "DataDome"),
    (rb"\bid=.px-captcha\b|captcha\.px-cdn\.net", "captcha", "HUMAN"),
    (rb"token\.awswaf\.com/[^\"']{0,200}/challenge\.js", "challenge", "AWS WAF"),
    (rb"captcha\.awswaf\.com", "captcha", "AWS WAF"),
    (rb"\bid=.anubis_challenge\b", "challenge", "Anubis"),
    (rb"/\.basedflare/", "challenge", "BasedFlare"),
    (rb"/_fs-ch-[\w-]{5,60}/", "challenge", "Fastly"),
    (rb"\bid_captcha_frame_div\b|servicepipe\.ru/static/checkjs", "challenge", "Servicepipe"),
    (rb"/showcaptcha\?|\bid=.checkbox-captcha-form\b", "captcha", "Yandex"),
    (rb"errors\.edgesuite\.net", "refused", "Akamai"),
    (rb"/cgi-sys/suspendedpage\.cgi", "suspended", "cPanel"),
    (rb"(?:src|href)=.(?:https?:)?//(?:[\w-]+\.)*(?:sedoparking|parkingcrew|bodis|parklogic|skenzo|above|"
     rb"cashparking|parkingspa)\.(?:com|net)/", "parked", ""),
    (rb"window\.park\s*=|<html[^>]{0,200}\bdata-adblockkey=", "parked", ""),
)  # fmt: skip
MARKUP = tuple((re.compile(pattern, re.I), kind, service) for pattern, kind, service in _MARKUP)

_WORDS = (
    (r"(?:this|the) (?:domain(?: name)?|web ?site|site|hidden (?:service|site)) has been"
     r" (?:seized|confiscated)"
     r"|(?:домен|сайт|ресурс)\w* (?:был[аио]? )?(?:изъят|арестован|конфискован)"
     r"|(?:домен|сайт) тәркілен", "seized"),
    (r"доступ к (?:\w+ ){0,3}(?:сайт|ресурс|интернет-ресурс|страниц)\w*[^.\n]{0,60}"
     r"(?:ограничен|заблокирован|приостановлен|прекращ[её]н)"
     r"|(?:интернет-)?ресурс (?:заблокирован|внес[её]н в реестр)"
     r"|(?:сайт|ресурс|бет)\w* (?:қол ?жеткізу|кіру)[^.\n]{0,60}(?:шектел|бұғатт|тоқтат)"
     r"|access to (?:this|the(?: requested)?) (?:site|resource|web ?site|page)[^.\n]{0,40}"
     r"(?:blocked|restricted|suspended) (?:by|under|in accordance|due)", "blocked"),
    (r"(?:account|web ?site|hosting|site|domain) (?:has been |is |was )?(?:temporarily )?suspended"
     r"|(?:аккаунт|хостинг|сайт)\w* (?:\w+ )?(?:приостановлен|отключ[её]н за|заблокирован (?:за|хост))"
     r"|(?:сайт|хостинг) тоқтатылды", "suspended"),
    (r"(?:this )?domain(?: name)? (?:\S+ )?(?:is|may be) (?:for sale|parked|available for purchase)"
     r"|buy this domain|domain parking|this web ?(?:site|page) is parked"
     r"|домен\w* (?:\S+ )?(?:прода[её]тся|припаркован|выставлен на продажу|только что зарегистрирован)"
     r"|домен (?:\S+ )?сатылады", "parked"),
    (r"just a moment\W|checking (?:if the site connection is secure|your browser)|ddos protection by"
     r"|verifying you are human|making sure you(?:'|’)re not a bot|security checkpoint"
     r"|проверка (?:вашего )?браузера|защита от ddos|браузер(?:іңіз)? тексерілуде", "challenge"),
    (r"(?:sorry,? )?you have been blocked|request blocked|access denied[^\0]{0,200}reference #", "refused"),
)  # fmt: skip
WORDS = tuple((re.compile(pattern, re.I), kind) for pattern, kind in _WORDS)

AGE = re.compile(
    r"(?:are you|i am|i'm|you must be|confirm (?:that )?you are)\W+(?:over|at least|older than|\d\d)\W+"
    r"(?:the age of )?(?:1[68]|21)?\b(?=[^\0]{0,200}(?:year|age|enter|exit|leave|yes|\bno\b))"
    r"|age verification|(?:confirm|verify) your age"
    r"|(?:вам|мне)\W+(?:уже )?(?:есть|исполнилось|больше|более)\W+(?:1[68]|21)"
    r"|подтвердите\W+(?:что вам|свой возраст|возраст)|старше (?:1[68]|21) лет"
    r"|(?:1[68]|21) жас(?:қа|тан)?\W+(?:толды|асқан|үлкен)|жасыңызды раста",
    re.I,
)
CAPTCHA_WORDS = re.compile(
    r"(?:verify|confirm|prove) (?:that )?you(?:'re| are) (?:a )?(?:human|not a robot)|i(?:'m| am) not a robot"
    r"|(?:вы|я) не робот|(?:введите|укажите) (?:код|символы|текст|цифры) с (?:картинки|изображения|рисунка)"
    r"|робот емес|суреттегі (?:код|таңба|әріп)|\b(?:enter|solve|complete) the captcha|пройдите капчу",
    re.I,
)
WIDGET = re.compile(
    rb"""\bclass=["'][^"'<>]{0,200}(?<![\w-])(?:g-recaptcha|h-captcha|cf-turnstile|smart-captcha|geetest_\w+)"""
    rb"""(?![\w-])|<img\b[^>]{0,300}captcha|<iframe\b[^>]{0,300}(?:hcaptcha\.com|recaptcha/api2/anchor"""
    rb"""(?![^>]{0,600}size=invisible)|smartcaptcha|challenges\.cloudflare\.com)""",
    re.I,
)
CAPTCHA_FIELD = re.compile(r"captcha|turnstile|\b(?:code|kod|answer|symbols)\b|код|символ|цифр|\bcap\b", re.I)
LOGIN_PATH = re.compile(r"log-?in|sign-?in|sign-?up|\bauth|account|register|password|voiti|vhod|kiru", re.I)
