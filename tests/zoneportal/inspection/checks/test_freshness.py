from datetime import date, timedelta

import pytest
from django.utils import timezone

from parks.models import Announcement, ProfileSection
from stats.models import Figure
from tests import factories
from zoneportal.inspection.checks import freshness
from zoneportal.inspection.findings import Severity
from zoneportal.inspection.models import Column, Deadline

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def allow(column: str, days: int, valid_from: date = date(2020, 1, 1), document: str = "") -> Deadline:
    return Deadline.objects.create(column=column, days=days, valid_from=valid_from, document=document)


def test_news_are_late_the_day_after_the_deadline(look):
    allow(Column.NEWS, 14, document="国办秘函〔2019〕19号")
    factories.AnnouncementFactory(kind="news", issued_on=TODAY - timedelta(days=14), published=True)
    assert look(freshness.run, TODAY) == []
    (finding,) = look(freshness.run, TODAY + timedelta(days=1))
    assert finding.what == "“news”: nothing new since 2026-11-08. Every 14 days are expected (国办秘函〔2019〕19号)."
    assert (finding.model, finding.record, finding.severity) == (Announcement, None, Severity.SERIOUS)
    assert finding.since == TODAY + timedelta(days=1)


def test_notices_do_not_make_up_for_news(look):
    allow(Column.NEWS, 14)
    factories.AnnouncementFactory(kind="news", issued_on=date(2026, 1, 1), published=True)
    factories.AnnouncementFactory(kind="notice", issued_on=TODAY, published=True)
    assert len(look(freshness.run, TODAY)) == 1


def test_drafts_and_days_to_come_do_not_renew_a_column(look):
    allow(Column.NEWS, 14)
    factories.AnnouncementFactory(kind="news", issued_on=date(2026, 1, 1), published=True)
    factories.AnnouncementFactory(kind="news", issued_on=TODAY)
    factories.AnnouncementFactory(kind="news", issued_on=TODAY + timedelta(days=1), published=True)
    assert len(look(freshness.run, TODAY)) == 1


def test_column_without_a_deadline_or_without_content_is_not_late(look):
    factories.AnnouncementFactory(kind="news", issued_on=date(2000, 1, 1), published=True)
    allow(Column.NOTICES, 1)
    assert look(freshness.run, TODAY) == []


def test_newest_rule_that_holds_counts(look):
    factories.AnnouncementFactory(kind="news", issued_on=TODAY - timedelta(days=20), published=True)
    allow(Column.NEWS, 14, date(2020, 1, 1))
    allow(Column.NEWS, 30, date(2026, 1, 1))
    allow(Column.NEWS, 7, TODAY + timedelta(days=1))
    assert look(freshness.run, TODAY) == []
    assert len(look(freshness.run, TODAY + timedelta(days=1))) == 1


def test_figures_of_a_year_are_due_some_days_after_its_end(look):
    allow(Column.STATISTICS, 181)
    factories.FigureFactory(year=2024, release=factories.ReleaseFactory(released=True))
    assert look(freshness.run, date(2026, 6, 30)) == []
    (finding,) = look(freshness.run, date(2026, 7, 1))
    assert finding.what == "The newest released figures are of 2024; those of 2025 were due by 2026-06-30."
    assert (finding.model, finding.since) == (Figure, date(2026, 7, 1))


def test_unreleased_figures_are_not_counted(look):
    allow(Column.STATISTICS, 181)
    release = factories.ReleaseFactory(released=True)
    old = factories.FigureFactory(year=2017, release=release)
    factories.FigureFactory(year=2025, definition=old.definition)
    (finding,) = look(freshness.run, TODAY)
    assert "2017; those of 2025" in finding.what
    assert finding.since == date(2019, 7, 1)


def test_profile_is_renewed_by_publishing_it(look):
    allow(Column.PROFILE, 365)
    factories.ProfileSectionFactory(published=True)
    assert look(freshness.run) == []
    (finding,) = look(freshness.run, timezone.localdate() + timedelta(days=370))
    assert (finding.model, finding.severity) == (ProfileSection, Severity.HINT)
