"""The portal's own settings; only the addresses are more: an empty page to compare with.

With BENCH_KEEPS=nothing the page cache forgets what it is given, so that every page is made anew.
"""

import os

from zoneportal.settings import *  # noqa: F403
from zoneportal.settings import CACHES

if os.environ.get("BENCH_KEEPS") == "nothing":
    CACHES["pages"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    PAGE_CACHE_MEMORY = 0

ROOT_URLCONF = "bench.urls"
