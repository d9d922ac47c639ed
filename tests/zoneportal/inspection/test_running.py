import pytest
from django.core.management import call_command
from django.utils import timezone

from zoneportal.inspection.checks import CHECKS
from zoneportal.inspection.findings import Severity
from zoneportal.inspection.running import inspect

pytestmark = pytest.mark.django_db


def test_every_check_has_a_key_of_its_own():
    assert len({check.key for check in CHECKS}) == len(CHECKS)


def test_site_without_anything_is_looked_at():
    report = inspect(timezone.now())
    assert report.count(Severity.SERIOUS) > 0


def test_content_of_a_fresh_installation_lacks_settings_only(settings):
    call_command("load_content", verbosity=0)
    groups = {group.check.key: group.findings for group in inspect(timezone.now()).groups}
    assert {key for key, findings in groups.items() if findings} == {"settings", "freshness", "years", "empty"}


def test_serious_findings_stand_first():
    for group in inspect(timezone.now()).groups:
        assert [each.severity for each in group.findings] == sorted(each.severity for each in group.findings)
