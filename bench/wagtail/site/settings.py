"""A small Wagtail site as `wagtail start` writes it: the same middleware, no DEBUG, templates kept compiled.

SQLite with the portal's pragmas, so that the two differ by what they do and not by how their file is opened.
"""

import os
import sys
from pathlib import Path

DATA_DIR = Path(os.environ["DATA_DIR"])
KEEPS_PAGES = os.environ.get("WAGTAIL_CACHE") == "on"

SECRET_KEY = os.environ["SECRET_KEY"]
ALLOWED_HOSTS = ["127.0.0.1"]
DEBUG = False
INSTALLED_APPS = [
    "pages",
    *("wagtailcache", "wagtail.contrib.redirects", "wagtail.embeds", "wagtail.sites", "wagtail.users"),
    *("wagtail.snippets", "wagtail.documents", "wagtail.images", "wagtail.search", "wagtail.admin", "wagtail"),
    *(
        "wagtail.contrib.table_block",
        "modelcluster",
        "taggit",
        "django_filters",
        "django.contrib.auth",
        "django.contrib.contenttypes",
    ),
    *("django.contrib.sessions", "django.contrib.messages", "django.contrib.staticfiles"),
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
if KEEPS_PAGES:
    MIDDLEWARE = [
        "wagtailcache.cache.UpdateCacheMiddleware",
        *MIDDLEWARE,
        "wagtailcache.cache.FetchFromCacheMiddleware",
    ]
ROOT_URLCONF = "urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_DIR / "wagtail.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=134217728; "
                "PRAGMA journal_size_limit=27103364; PRAGMA cache_size=-20000; PRAGMA temp_store=MEMORY;"
            ),
        },
    }
}
sys.path.insert(0, str(DATA_DIR))
MIGRATION_MODULES = {"pages": "made_migrations"}  # beside the data: fill.py makes them
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "wagtail-cache",
    }
}
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
STATIC_URL = "static/"
WAGTAIL_SITE_NAME = "Beside the portal"
WAGTAILADMIN_BASE_URL = "http://127.0.0.1"
