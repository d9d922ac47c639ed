"""The portal's own settings; static files by their plain names, so that the server starts without collectstatic."""

from zoneportal import settings
from zoneportal.settings import *  # noqa: F403

STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
