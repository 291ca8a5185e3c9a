"""Settings of the Scrapy project: safe and polite by default. Names are Scrapy's own, and ours at the end."""

from scrapy.settings import default_settings

BOT_NAME = "mergen"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"
USER_AGENT = "Mergen/0.1 (crawler of public pages; obeys robots.txt)"
PLAIN_USER_AGENT = "Mergen/0.1 (crawler of public pages)"  # where robots.txt is left aside

# Politeness
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "Mergen"
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 0.2
AUTOTHROTTLE_MAX_DELAY = 10.0
AUTOTHROTTLE_TARGET_CONCURRENCY = 3.0
CONCURRENT_REQUESTS = 32
CONCURRENT_REQUESTS_PER_DOMAIN = 8
DOWNLOAD_DELAY = 0
CONCURRENT_ITEMS = 1  # a page gives one item; Scrapy starts this many workers for each page

# Limits
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_MAXSIZE = 10 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_FAIL_ON_DATALOSS = False
REDIRECT_MAX_TIMES = 8
METAREFRESH_MAXDELAY = 15
URLLENGTH_LIMIT = 2083
RETRY_TIMES = 1
RETRY_EXCEPTIONS = [
    "scrapy.exceptions.DownloadFailedError",
    "scrapy.exceptions.ResponseDataLossError",
    "twisted.internet.error.ConnectionDone",
    "twisted.internet.error.ConnectionLost",
]
RETRY_HTTP_CODES = [429, 502, 503, 504]
RETRY_GIVE_UP_LOG_LEVEL = "INFO"
LOG_FORMATTER = "crawler.logs.QuietFormatter"
HTTPERROR_ALLOW_ALL = True  # an error page is evidence too

# Doors that stay shut
COOKIES_ENABLED = False
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
EXTENSIONS_BASE = {  # Scrapy loads even what is switched off: an HTTP server takes it a quarter of a second
    name: place
    for name, place in default_settings.EXTENSIONS_BASE.items()
    if not name.endswith((".RemoteControl", ".TelnetConsole"))
}
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_HANDLERS = {
    "http": "crawler.handler.CheckedDownloadHandler",
    "https": "crawler.handler.CheckedDownloadHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}

# The parts of this project
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
SCHEDULER = "crawler.scheduler.FrontierScheduler"
REQUEST_FINGERPRINTER_CLASS = "scrapy.utils.request.RequestFingerprinter"
ADDONS = {"crawler.egress.addon.EgressAddon": 0}
EXTENSIONS = {"crawler.browser.Browser": 0}
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.middlewares.robots.PatientRobotsTxtMiddleware": 100,
    "crawler.middlewares.egress.EgressMiddleware": 845,
}
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "kk,ru;q=0.9,en;q=0.6",
}
FEED_EXPORT_ENCODING = "utf-8"
LOGSTATS_INTERVAL = 0
LOG_LEVEL = "INFO"
LOG_FORMATTER = "crawler.logs.QuietFormatter"

# Mergen's own. Lists may be given on the command line, separated by commas: -s EGRESS_ALLOW=127.0.0.1:8000
ROBOTSTXT_IGNORED: list[str] = []  # registered domains whose robots.txt is left aside
EGRESS_ALLOW: list[str] = []  # host:port or host:* that may be reached although they are not public
EGRESS_HOSTS: dict[str, str] = {}  # static routes: host pattern to address:port
BROWSER_EXECUTABLE = ""  # Chromium to use; empty: Playwright's, else the system's
BROWSER_PAGES = 3  # pages open at once
BROWSER_TIMEOUT = 45.0  # seconds for one page
BROWSER_MAX_PAGES = 100  # after so many it is started anew
BROWSER_MAX_MEMORY = (
    1_500_000_000  # bytes that its processes have for themselves, after which it is started anew
)
IMAGES_PER_PAGE = 60
IMAGE_MAXSIZE = 15 * 1024 * 1024
IMAGE_TIMEOUT = 20.0
PAGES_PER_HOST = 500
