import pytest
from django.core.exceptions import ValidationError

from parks.models import Park, ProfileSection
from zoneportal.content.loading import REASON, load_missing
from zoneportal.publishing.models import Publication

pytestmark = pytest.mark.django_db

ROW = {"slug": "overview", "title_zh": "概况", "body_zh": "<p>正文</p>"}


def load(**changes):
    return load_missing(ProfileSection, [ROW | changes], key=("slug",))


def test_what_was_never_there_is_created_and_published():
    (section,) = load()
    publication = Publication.objects.of(section).get()
    assert (publication.version, publication.made_by) == (section.latest_version(), None)


def test_history_says_why_the_record_is_there():
    (section,) = load()
    assert section.history.get().history_change_reason == REASON


def test_an_edit_is_kept():
    load()
    ProfileSection.objects.update(title_zh="概况（改）")
    assert load() == []
    assert ProfileSection.objects.get().title_zh == "概况（改）"


def test_what_was_withdrawn_is_not_published_again():
    (section,) = load()
    Publication.objects.all().delete()
    load()
    assert not Publication.objects.of(section).exists()


def test_what_was_deleted_on_purpose_does_not_come_back():
    (section,) = load()
    section.delete()
    assert load() == []


def test_what_was_renamed_does_not_come_back_beside_it():
    (section,) = load()
    section.slug = "about"
    section.save()
    assert load() == []


def test_rich_text_is_cleaned_like_a_clerks():
    (section,) = load(body_zh="<p>正文</p><script>alert(1)</script>")
    assert section.body_zh == "<p>正文</p>"


def test_a_row_that_breaks_a_rule_is_refused():
    with pytest.raises(ValidationError, match="面积"):
        load_missing(Park, [{"code": "a", "slug": "a", "name_zh": "甲", "area_km2": -1}], key=("code",))
