"""Who publishes the data and on which terms: settings of the zone, as published."""

from django.utils.translation import gettext as _

from parks.models import Zone
from zoneportal.data_files.document import Terms
from zoneportal.publishing.preview import Reader


def zone_of(reader: Reader) -> Zone | None:
    """One query."""
    return next(iter(reader.read(Zone)), None)


def terms_of(zone: Zone | None) -> Terms:
    if zone is None:
        return Terms(publisher=_("Zone Portal"))
    return Terms(
        publisher=zone.organizer or zone.name,
        licence=zone.licence,
        licence_address=zone.licence_url if zone.licence else "",
    )
