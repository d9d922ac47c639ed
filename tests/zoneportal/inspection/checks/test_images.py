from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from tests import factories
from zoneportal.inspection.checks import images
from zoneportal.inspection.findings import Severity

pytestmark = pytest.mark.django_db


def test_photograph_with_words_in_both_languages_is_well(look):
    factories.ParkFactory(photo="parks/a.jpg", photo_alt_zh="厂房", photo_alt_en="A hall", published=True)
    factories.ParkFactory(published=True)
    assert look(images.run) == []


def test_photograph_without_english_words(look):
    park = factories.ParkFactory(photo="parks/a.jpg", photo_alt_zh="厂房", published=True)
    (finding,) = look(images.run)
    assert (finding.record, finding.severity, finding.anchor) == (park, Severity.MINOR, "photo_alt_en")


def test_day_is_that_of_the_zones_clock():
    late_in_greenwich = datetime(2026, 11, 22, 16, 28, tzinfo=UTC)
    park = SimpleNamespace(photo="parks/a.jpg", photo_alt_zh="", published_at=late_in_greenwich)
    (finding,) = images.run(SimpleNamespace(read=lambda model: [park]))
    assert finding.since == date(2026, 11, 23)


def test_version_from_before_the_rule_may_have_no_words(look):
    park = factories.ParkFactory(photo="parks/a.jpg", photo_alt_zh="厂房", published=True)
    park.history.update(photo_alt_zh="")
    (finding,) = look(images.run)
    assert finding.severity == Severity.SERIOUS
