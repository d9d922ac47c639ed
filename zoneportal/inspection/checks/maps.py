"""Public maps without 审图号. The database refuses new ones; a version from before the rule may still be public."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from parks.models import Park
from zoneportal.inspection.findings import Finding, Severity, Visit
from zoneportal.messages import N_

WITHOUT = N_("A boundary is stored without the approval number of its map, so the map is not drawn.")


def run(visit: Visit) -> Iterator[Finding]:
    for park in visit.read(Park):
        if park.boundary and not park.map_approval:
            yield Finding(
                Severity.SERIOUS, _(WITHOUT), Park, park, timezone.localdate(park.published_at), "map_approval"
            )
