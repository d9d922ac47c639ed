"""The portal's own settings; only the addresses are more: an empty page to compare with."""

from zoneportal.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
