import pytest

from tests import factories
from zoneportal.inspection.checks import english

pytestmark = pytest.mark.django_db


def test_public_text_without_english_is_named_by_its_fields(look):
    article = factories.AnnouncementFactory(body_en="", summary_zh="摘要", published=True)
    (finding,) = look(english.run)
    assert finding.what == "No English for: Summary (Chinese)、Text (Chinese)"
    assert finding.address.endswith(f"/announcement/{article.pk}/change/#id_summary_en")


def test_english_that_waits_in_a_draft_is_not_public_yet(look):
    article = factories.AnnouncementFactory(body_en="", published=True)
    article.body_en = "<p>Text</p>"
    article.save()
    assert len(look(english.run)) == 1


def test_drafts_and_unreleased_indicators_are_not_looked_at(look):
    factories.AnnouncementFactory(body_en="")
    factories.FigureFactory(definition__indicator__name_en="")
    factories.ReleaseFactory(title_en="")
    assert look(english.run) == []


def test_definition_is_mended_at_its_indicator(look):
    figure = factories.FigureFactory(definition__source_en="", release=factories.ReleaseFactory(released=True))
    (finding,) = look(english.run)
    assert finding.record == figure.indicator


def test_text_of_a_picture_belongs_to_the_check_of_pictures(look):
    factories.ParkFactory(photo_alt_zh="厂房", published=True)
    assert look(english.run) == []
