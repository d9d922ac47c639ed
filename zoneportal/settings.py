"""Settings: one file, read from the environment, refusing to start on a bad value.

`DATA_DIR/portal.env` (written once by `make run`) fills in what the environment does not say.
The table of variables stands in README.md.
"""

import re
from decimal import Decimal
from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from zoneportal.environment import (
    BASE_DIR,
    DATA_DIR,
    contributors,
    days,
    env,
    numbers,
    per_cent,
    required,
    time_zone,
    typed,
    yes_or_no,
)

SECRET_KEY = required("SECRET_KEY", "give a random text of 50 or more characters")
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY is not valid: give a random text of 50 or more characters.")
ALLOWED_HOSTS = [host.strip() for host in required("ALLOWED_HOSTS", "give the host names of the portal").split(",")]
if not all(re.fullmatch(r"\.?[A-Za-z0-9.-]+|\[[0-9a-fA-F:]+\]", host) for host in ALLOWED_HOSTS):
    raise ImproperlyConfigured("ALLOWED_HOSTS is not valid: give host names parted by commas, without http://.")
DEBUG = yes_or_no("DEBUG", default=False)
HTTPS = yes_or_no("HTTPS", default=True)

INSTALLED_APPS = [
    "zoneportal",
    "zoneportal.inspection",
    "stats",
    "enterprises",
    "parks",
    "zoneportal.spreadsheets",
    "zoneportal.publishing",
    "zoneportal.accounts",
    "zoneportal.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "simple_history",
    "import_export",
    "django_tasks",
    "django_tasks_db",
    "django_prose_editor",
    "js_asset",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "zoneportal.page_cache.middleware.PageCacheMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "zoneportal.language.AddressLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "zoneportal.publishing.preview.PreviewMiddleware",
]

ROOT_URLCONF = "zoneportal.urls"
WSGI_APPLICATION = "zoneportal.wsgi.application"
ASGI_APPLICATION = "zoneportal.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "zoneportal.pages.frame.frame",
            ],
            "libraries": {
                "open_data": "zoneportal.open_data.links",
                "structured": "zoneportal.open_data.structured",
            },
        },
    },
]

# Databases: SQLite as stack.md measured it, or what DATABASE_URL names.
DATABASES = {
    "default": typed(
        "DATABASE_URL",
        env.db,
        f"sqlite:///{DATA_DIR / 'portal.sqlite3'}",
        "give postgres://user:password@host:port/name or sqlite:///path",
    )
}
_database = DATABASES["default"]
_database["CONN_MAX_AGE"] = 60
if _database["ENGINE"] == "django.db.backends.sqlite3":
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=134217728; "
            "PRAGMA journal_size_limit=27103364; PRAGMA cache_size=-20000; PRAGMA temp_store=MEMORY;"
        ),
    }
elif _database["ENGINE"] == "django.db.backends.postgresql":
    _database["CONN_HEALTH_CHECKS"] = True
    # A page is the work of one process: compiling a query, and starting others for it, takes longer than it saves.
    _database.setdefault("OPTIONS", {}).setdefault("options", "-c jit=off -c max_parallel_workers_per_gather=0")
else:
    raise ImproperlyConfigured("DATABASE_URL is not valid: only sqlite:// and postgres:// are supported.")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": typed(
        "CACHE_URL",
        env.cache,
        f"filecache://{DATA_DIR / 'cache'}",
        "give filecache://path or redis://host:port/0",
    )
}
# Pages have a room of their own: many of them must not push out what counts failed sign-ins.
CACHES["pages"] = CACHES["default"] | {"KEY_PREFIX": "page"}
if CACHES["pages"]["BACKEND"].endswith("FileBasedCache"):
    CACHES["pages"] |= {
        "BACKEND": "zoneportal.page_cache.store.PageFiles",
        "LOCATION": str(Path(CACHES["default"]["LOCATION"]) / "pages"),
        "OPTIONS": {"MAX_ENTRIES": 10_000, "CULL_FREQUENCY": 4},  # two for a page
    }
# Nor may those who ask too often push out anything, nor anybody what the workers tell of long sheets.
for _room, _prefix in {"limits": "limit", "progress": "progress"}.items():
    CACHES[_room] = CACHES["pages"] | {"KEY_PREFIX": _prefix}
    if CACHES[_room]["BACKEND"] == "zoneportal.page_cache.store.PageFiles":
        CACHES[_room]["LOCATION"] = str(Path(CACHES["default"]["LOCATION"]) / _room)
PAGE_CACHE = not DEBUG
PAGE_CACHE_MEMORY = 32 * 1024 * 1024  # bytes of pages in the memory of each process, in front of the shared cache
# Requests to the interface for programs that one address may send, kept pages not counted.
API_REQUESTS_A_MINUTE = env.int("API_REQUESTS_A_MINUTE", default=120)
# Files of the directory, which take up to seconds to make.
LARGE_FILES_A_MINUTE = env.int("LARGE_FILES_A_MINUTE", default=20)
PAGE_CACHE_FRAME_TOPICS = ("parks.zone",)  # what the frame of every page shows

# Long work waits in the database for `manage.py db_worker`.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
# Sheets: a clerk waits for the page up to these sizes, longer ones go to the worker.
SHEET_ROWS_AT_ONCE = 5_000
SHEET_BYTES_AT_ONCE = 1024 * 1024
SHEET_UNPACKED_BYTES_AT_ONCE = 8 * 1024 * 1024
# What differs from zoneportal.spreadsheets.files.limits.Limits for one uploaded file.
SHEET_LIMITS = typed("SHEET_LIMITS", numbers, {}, "give names and whole numbers, like rows=300000,seconds=12")
# Days after which the worker removes what a finished import leaves beside its evidence (`manage.py clean_up_sheets`).
SHEET_FILES_DAYS = typed("SHEET_FILES_DAYS", days, 365, "give a number of days, 1 or more")
TASK_RESULTS_DAYS = 14
# Disclosure control (stats.disclosure): too few contributors, and how near an estimate may come. No page shows them.
DISCLOSURE_CONTRIBUTORS = typed("DISCLOSURE_CONTRIBUTORS", contributors, 3, "give a whole number, 2 or more")
DISCLOSURE_PERCENT = typed("DISCLOSURE_PERCENT", per_cent, Decimal(10), "give a number above 0 and below 100")

# Language and time. The address decides the language (zoneportal.language).
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = typed("TIME_ZONE", time_zone, "Asia/Shanghai", "give a name such as Asia/Shanghai")
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

# Files
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "zoneportal.static_files.ChartLibraryFinder",
]
STATIC_ROOT = DATA_DIR / "static"
MEDIA_URL = "media/"
MEDIA_ROOT = DATA_DIR / "media"
UPLOAD_ROOT = DATA_DIR / "uploads"  # sheets: never served
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "uploads": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": UPLOAD_ROOT},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "zoneportal.static_files.HashedStaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# Accounts
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator", "NumericPasswordValidator")
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    }
]
LOGIN_REDIRECT_URL = "admin:index"
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "zoneportal.accounts.adapter.OfficeAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key,30/m/ip"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
SESSION_COOKIE_AGE = 60 * 60  # of idleness: each visit of the office puts the end off (zoneportal.admin.site)

# Transport and headers
SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
if yes_or_no("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # else all visitors have one address, and one of them locks out all others
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = [f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS] if HTTPS else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
        "object-src": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
