from datetime import date

import pytest
from django.utils.translation import gettext as _

from parks.models.profile import LegalStanding
from tests.factories import AnnouncementFactory, MilestoneFactory, ParkFactory
from zoneportal.publishing.admin.differences import CONTEXT, differences, shortened

pytestmark = pytest.mark.django_db


def changed(record, **changes) -> dict[str, tuple[str, str]]:
    """{"title_zh": ("before", "after")}: what a change of these fields reads like."""
    before = type(record).objects.get(pk=record.pk)
    for name, value in changes.items():
        setattr(record, name, value)
    return {change.name: (change.old, change.new) for change in differences(before, record, type(record))}


def test_equal_records_do_not_differ():
    assert changed(AnnouncementFactory()) == {}


def test_a_line_break_of_another_system_is_no_change():
    assert changed(MilestoneFactory(description_zh="甲\n乙"), description_zh="甲\r\n乙") == {}


def test_choices_and_yes_or_no_are_told_in_words():
    record = MilestoneFactory(legal_standing="in_force")
    assert changed(record, legal_standing="reply_pending", is_honour=True) == {
        "legal_standing": (LegalStanding.IN_FORCE.label, LegalStanding.REPLY_PENDING.label),
        "is_honour": (_("No"), _("Yes")),
    }


def test_relations_are_told_by_name():
    old, new = ParkFactory.create_batch(2)
    assert changed(AnnouncementFactory(park=old), park_id=new.pk) == {"park": (old.name_zh, new.name_zh)}


def test_a_blank_is_told_as_such():
    assert changed(MilestoneFactory(month=2), month=None) == {"month": ("2", _("(empty)"))}


def test_days_are_told_as_days():
    record = AnnouncementFactory(issued_on=date(2026, 5, 1))
    assert changed(record, issued_on=date(2026, 5, 2))["issued_on"] == ("2026年5月1日", "2026年5月2日")


def test_rich_text_is_told_without_its_mark_up():
    record = AnnouncementFactory(body_zh="<p>甲 &amp; 乙</p>")
    assert changed(record, body_zh="<h2>甲</h2><p>丙</p>")["body_zh"] == ("甲 & 乙", "甲 丙")


def test_long_texts_are_cut_to_what_changed():
    old, new = shortened("前" * 500 + "旧" + "后" * 500, "前" * 500 + "新" + "后" * 500)
    assert old == f"…{'前' * CONTEXT}旧{'后' * CONTEXT}…"
    assert new == f"…{'前' * CONTEXT}新{'后' * CONTEXT}…"


def test_a_text_that_grew_shows_where():
    old, new = shortened("甲" * 100, "甲" * 100 + "乙")
    assert (old, new) == (f"…{'甲' * CONTEXT}", f"…{'甲' * CONTEXT}乙")
