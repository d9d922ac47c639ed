from datetime import date, timedelta

import pytest
from django.utils import timezone

from enterprises.models import Enterprise, EnterpriseTag, Qualification, Registration, StatusEvent
from tests import world
from tests.factories import (
    EnterpriseFactory,
    IndustryTagFactory,
    QualificationFactory,
    RegistrationFactory,
    StatusEventFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return world.build()


class TestVisibleTo:
    def test_clerk_sees_the_enterprises_of_the_own_park(self, here):
        assert set(Enterprise.objects.visible_to(here.clerk)) == {here.enterprise, here.secret_enterprise}

    def test_clerk_of_another_park_sees_none_of_them(self, here):
        assert list(Enterprise.objects.visible_to(here.other_clerk)) == [here.other_enterprise]

    @pytest.mark.parametrize("office", ["administrator", "statistician", "publisher", "auditor"])
    def test_zone_office_sees_every_enterprise(self, here, office):
        assert Enterprise.objects.visible_to(getattr(here, office)).count() == 3

    @pytest.mark.parametrize("model", [Enterprise, Registration])
    def test_anonymous_visitor_sees_no_working_row(self, here, model):
        assert not model.objects.visible_to(here.anonymous).exists()

    def test_enterprise_without_a_park_is_the_offices_alone(self, here):
        nowhere = EnterpriseFactory()
        assert nowhere not in Enterprise.objects.visible_to(here.clerk)
        assert nowhere in Enterprise.objects.visible_to(here.administrator)

    def test_enterprise_that_left_stays_with_its_last_park(self, here):
        here.enterprise.registrations.update(end_on=date(2024, 1, 1), end_reason="moved_out")
        assert here.enterprise in Enterprise.objects.visible_to(here.clerk)

    def test_enterprise_that_moved_belongs_to_the_new_park(self, here):
        here.enterprise.registrations.update(end_on=date(2024, 1, 1), end_reason="moved_park")
        RegistrationFactory(enterprise=here.enterprise, park=here.other_park, start_on=date(2024, 1, 1))
        assert here.enterprise not in Enterprise.objects.visible_to(here.clerk)
        assert here.enterprise in Enterprise.objects.visible_to(here.other_clerk)

    def test_rows_below_an_enterprise_are_seen_with_it(self, here):
        for enterprise in (here.enterprise, here.other_enterprise):
            StatusEventFactory(enterprise=enterprise)
            QualificationFactory(enterprise=enterprise)
            EnterpriseTag.objects.create(enterprise=enterprise, industry=IndustryTagFactory())
        for model in (StatusEvent, Qualification, EnterpriseTag):
            assert [row.enterprise for row in model.objects.visible_to(here.clerk)] == [here.enterprise]
            assert [row.enterprise for row in model.objects.editable_by(here.other_clerk)] == [here.other_enterprise]
            assert not model.objects.visible_to(here.anonymous).exists()

    def test_registrations_are_seen_with_their_park(self, here):
        assert {stay.park for stay in Registration.objects.visible_to(here.clerk)} == {here.park}

    def test_stay_that_ended_is_changed_by_whose_enterprise_it_is_now(self, here):
        ended = here.enterprise.registrations.get()
        assert ended in Registration.objects.editable_by(here.clerk)
        here.enterprise.registrations.update(end_on=date(2024, 1, 1), end_reason="moved_park")
        RegistrationFactory(enterprise=here.enterprise, park=here.other_park, start_on=date(2024, 1, 1))
        assert ended in Registration.objects.visible_to(here.clerk)
        assert ended not in Registration.objects.editable_by(here.clerk)


def test_enterprise_is_public_from_the_moment_it_was_confirmed():
    now = timezone.now()
    EnterpriseFactory(confirmed_at=None)
    confirmed = EnterpriseFactory(confirmed_at=now)
    assert list(Enterprise.objects.confirmed(now)) == [confirmed]
    assert not Enterprise.objects.confirmed(now - timedelta(seconds=1)).exists()


@pytest.mark.parametrize(
    ("day", "is_there"),
    [(date(2019, 12, 31), False), (date(2020, 1, 1), True), (date(2023, 12, 31), True), (date(2024, 1, 1), False)],
)
def test_enterprise_is_in_a_park_until_the_day_it_leaves(here, day, is_there):
    here.enterprise.registrations.update(end_on=date(2024, 1, 1), end_reason="moved_out")
    assert (here.enterprise in Enterprise.objects.in_park(here.park, day)) is is_there


def test_status_is_the_latest_event_of_the_day():
    enterprise = EnterpriseFactory()
    for status, year in (("active", 2015), ("revoked", 2023)):
        StatusEventFactory(enterprise=enterprise, status=status, effective_on=date(year, 1, 1))
    days = [date(2014, 1, 1), date(2022, 12, 31), date(2023, 1, 1)]
    statuses = [Enterprise.objects.with_status(day).get(pk=enterprise.pk).status for day in days]
    assert statuses == [None, "active", "revoked"]


def test_enterprises_without_code_are_found():
    EnterpriseFactory()
    blank = EnterpriseFactory(credit_code=None)
    assert list(Enterprise.objects.without_code()) == [blank]
