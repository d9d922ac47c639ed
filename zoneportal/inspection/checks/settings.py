"""Settings of the zone without which a government site is incomplete."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from parks.models import Zone
from zoneportal.inspection.findings import Finding, Severity, Visit
from zoneportal.messages import N_

EMPTY = N_("“%(field)s” is empty.")
NO_ZONE = N_("The zone itself is not published: every page stands without its name and footer.")
NO_CONTACT = N_("No telephone and no e-mail of the office: readers cannot reach anybody.")
WITHOUT = {
    "organizer_zh": Severity.SERIOUS,
    "site_code": Severity.SERIOUS,
    "icp_number": Severity.SERIOUS,
    "police_number": Severity.SERIOUS,
    "party_mark_url": Severity.MINOR,
    "error_report_url": Severity.MINOR,
    "address_zh": Severity.MINOR,
    "standing_zh": Severity.MINOR,
    "security_contact": Severity.HINT,
    "logo": Severity.HINT,
}


def run(visit: Visit) -> Iterator[Finding]:
    zones = visit.read(Zone)
    if not zones:
        yield Finding(Severity.SERIOUS, _(NO_ZONE), Zone)
    for zone in zones:
        since = timezone.localdate(zone.published_at)
        if not (zone.phone or zone.email):
            yield Finding(Severity.SERIOUS, _(NO_CONTACT), Zone, zone, since, "phone")
        for name, severity in WITHOUT.items():
            if not getattr(zone, name):
                label = capfirst(zone._meta.get_field(name).verbose_name)
                yield Finding(severity, _(EMPTY) % {"field": label}, Zone, zone, since, name)
