import pytest

from tests import factories
from zoneportal.inspection.checks import settings
from zoneportal.inspection.findings import Severity

pytestmark = pytest.mark.django_db


def test_zone_that_is_not_published(look):
    factories.ZoneFactory()
    (finding,) = look(settings.run)
    assert finding.severity == Severity.SERIOUS
    assert finding.record is None


def test_each_empty_setting_is_named_with_its_field(look):
    zone = factories.ZoneFactory(phone="0355-0000000", site_code="1404000001", published=True)
    found = {finding.anchor: finding for finding in look(settings.run)}
    assert set(found) == set(settings.WITHOUT) - {"site_code"}
    assert found["icp_number"].what == "“ICP number” is empty."
    assert found["icp_number"].address == f"/admin/parks/zone/{zone.pk}/change/#id_icp_number"


def test_office_that_cannot_be_reached(look):
    factories.ZoneFactory(published=True)
    assert [each.severity for each in look(settings.run) if each.anchor == "phone"] == [Severity.SERIOUS]
