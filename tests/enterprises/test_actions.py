from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from enterprises.actions import confirm_enterprises, enter_park, move_enterprise, unconfirm_enterprises
from enterprises.models import Enterprise, Registration
from tests import world
from tests.factories import EnterpriseFactory, UserFactory

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 1)


@pytest.fixture
def here():
    return world.build()


def chosen(*enterprises):
    return Enterprise.objects.filter(pk__in=[enterprise.pk for enterprise in enterprises])


class TestConfirm:
    def test_publisher_makes_enterprises_public(self, here):
        assert confirm_enterprises(enterprises=chosen(here.secret_enterprise), by=here.publisher) == 1
        here.secret_enterprise.refresh_from_db()
        assert here.secret_enterprise.confirmed_at <= timezone.now()
        assert here.secret_enterprise.confirmed_by == here.publisher

    def test_history_knows_who_confirmed(self, here):
        confirm_enterprises(enterprises=chosen(here.secret_enterprise), by=here.publisher)
        assert here.secret_enterprise.history.latest().history_user == here.publisher

    def test_moment_of_the_first_confirmation_is_kept(self, here):
        before = here.enterprise.confirmed_at
        assert confirm_enterprises(enterprises=chosen(here.enterprise), by=here.publisher) == 0
        here.enterprise.refresh_from_db()
        assert here.enterprise.confirmed_at == before

    @pytest.mark.parametrize("actor", ["clerk", "other_clerk", "anonymous", "statistician", "auditor"])
    def test_nobody_else_confirms(self, here, actor):
        with pytest.raises(PermissionDenied):
            confirm_enterprises(enterprises=chosen(here.secret_enterprise), by=getattr(here, actor))

    def test_right_does_not_reach_into_other_parks(self, here):
        publisher_of_a_park = UserFactory(parks=[here.park])
        publisher_of_a_park.user_permissions.add(
            *publisher_of_a_park.user_permissions.model.objects.filter(codename="confirm_enterprise")
        )
        with pytest.raises(PermissionDenied):
            confirm_enterprises(enterprises=Enterprise.objects.all(), by=publisher_of_a_park)
        assert not Enterprise.objects.filter(confirmed_by=publisher_of_a_park).exists()

    def test_confirmation_is_taken_back(self, here):
        assert unconfirm_enterprises(enterprises=chosen(here.enterprise), by=here.publisher) == 1
        assert here.enterprise not in Enterprise.objects.confirmed(timezone.now())


class TestEnterPark:
    def test_clerk_takes_an_enterprise_into_the_own_park(self, here):
        newcomer = EnterpriseFactory()
        stay = enter_park(enterprise=newcomer, park=here.park, on=DAY, by=here.clerk)
        assert (stay.park, stay.start_on, stay.end_on) == (here.park, DAY, None)
        assert newcomer in Enterprise.objects.visible_to(here.clerk)

    @pytest.mark.parametrize("actor", ["other_clerk", "anonymous", "auditor"])
    def test_nobody_registers_in_a_park_of_others(self, here, actor):
        with pytest.raises(PermissionDenied):
            enter_park(enterprise=EnterpriseFactory(), park=here.park, on=DAY, by=getattr(here, actor))

    def test_enterprise_that_is_in_a_park_is_not_taken_into_another(self, here):
        with pytest.raises(ValidationError):
            enter_park(enterprise=here.other_enterprise, park=here.park, on=DAY, by=here.clerk)

    def test_day_of_entry_may_be_unknown(self, here):
        stay = enter_park(enterprise=EnterpriseFactory(), park=here.park, on=None, by=here.clerk)
        assert stay.start_on is None


class TestMove:
    def test_move_closes_one_stay_and_opens_another_on_the_same_day(self, here):
        new = move_enterprise(enterprise=here.enterprise, to_park=here.other_park, on=DAY, by=here.administrator)
        old = here.enterprise.registrations.exclude(pk=new.pk).get()
        assert (old.park, old.end_on, old.end_reason) == (here.park, DAY, "moved_park")
        assert (new.park, new.start_on, new.end_on) == (here.other_park, DAY, None)

    def test_clerk_of_both_parks_may_move(self, here):
        clerk = UserFactory(roles=["Park clerk"], parks=[here.park, here.other_park])
        move_enterprise(enterprise=here.enterprise, to_park=here.other_park, on=DAY, by=clerk)
        assert here.enterprise.registrations.open().get().park == here.other_park

    @pytest.mark.parametrize("actor", ["clerk", "other_clerk", "anonymous", "auditor"])
    def test_nobody_moves_between_parks_that_are_not_both_theirs(self, here, actor):
        with pytest.raises(PermissionDenied):
            move_enterprise(enterprise=here.enterprise, to_park=here.other_park, on=DAY, by=getattr(here, actor))
        assert here.enterprise.registrations.open().get().park == here.park

    def test_move_into_the_same_park_is_told(self, here):
        with pytest.raises(ValidationError):
            move_enterprise(enterprise=here.enterprise, to_park=here.park, on=DAY, by=here.administrator)

    def test_enterprise_in_no_park_cannot_move(self, here):
        with pytest.raises(ValidationError):
            move_enterprise(enterprise=EnterpriseFactory(), to_park=here.park, on=DAY, by=here.administrator)

    def test_move_before_the_stay_began_changes_nothing(self, here):
        early = date(2019, 1, 1)
        with pytest.raises(ValidationError):
            move_enterprise(enterprise=here.enterprise, to_park=here.other_park, on=early, by=here.administrator)
        assert Registration.objects.filter(enterprise=here.enterprise).get().end_on is None

    def test_enterprise_may_move_on_twice_on_one_day(self, here):
        for park in (here.other_park, here.park):
            move_enterprise(enterprise=here.enterprise, to_park=park, on=DAY, by=here.administrator)
        assert here.enterprise.registrations.open().get().park == here.park
