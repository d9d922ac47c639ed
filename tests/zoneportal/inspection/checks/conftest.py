from collections.abc import Callable
from datetime import date

import pytest
from django.utils import timezone, translation

from zoneportal.inspection.findings import Finding, Visit
from zoneportal.publishing.preview import Reader


@pytest.fixture
def look(db) -> Callable[..., list[Finding]]:
    """`look(links.run)`: what one check finds now, in English."""

    def run(check, today: date | None = None, **options) -> list[Finding]:
        now = timezone.now()
        with translation.override("en"):
            visit = Visit(Reader(now), today or timezone.localdate(now), **options)
            found = list(check(visit))
            run.visit = visit
            return found

    return run
