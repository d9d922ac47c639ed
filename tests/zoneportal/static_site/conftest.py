from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone

from zoneportal.static_site.publishing import Report, publish
from zoneportal.static_site.tree import Folder

ROOT = "https://www.example.gov.cn"


@pytest.fixture
def publish_site(tmp_path) -> Callable[..., Report]:
    """Writes the site into tmp_path/public in this process."""

    def run(**options) -> Report:
        wanted = {"root": ROOT, "at": timezone.now(), "processes": 1, "keep": 2, "whole": False} | options
        return publish(Folder(tmp_path / "public"), tell=lambda done, known: None, **wanted)

    return run


@pytest.fixture
def site(tmp_path) -> Path:
    """The root of the web server."""
    return tmp_path / "public" / "current" / "site"
