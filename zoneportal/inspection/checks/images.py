"""Public pictures without words, or with words in one language only."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from parks.models import Park
from zoneportal.inspection.findings import Finding, Severity, Visit
from zoneportal.messages import N_

NO_TEXT = N_("The photograph has no text that says what it shows.")
NO_ENGLISH = N_("The text of the photograph has no English.")


def run(visit: Visit) -> Iterator[Finding]:
    for park in visit.read(Park):
        since = timezone.localdate(park.published_at)
        if park.photo and not park.photo_alt_zh:
            yield Finding(Severity.SERIOUS, _(NO_TEXT), Park, park, since, "photo_alt_zh")
        elif park.photo and not park.photo_alt_en:
            yield Finding(Severity.MINOR, _(NO_ENGLISH), Park, park, since, "photo_alt_en")
