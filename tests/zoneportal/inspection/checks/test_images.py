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


def test_version_from_before_the_rule_may_have_no_words(look):
    park = factories.ParkFactory(photo="parks/a.jpg", photo_alt_zh="厂房", published=True)
    park.history.update(photo_alt_zh="")
    (finding,) = look(images.run)
    assert finding.severity == Severity.SERIOUS
