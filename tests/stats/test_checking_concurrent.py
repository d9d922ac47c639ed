"""Two who accept the same returns at once, on real connections: each return is accepted once, by one of them."""

import threading

import pytest
from django.db import connection

from stats import checking
from stats.models import EnterpriseReturn, ReturnFinding
from tests import factories, world
from tests.stats import checking_world
from tests.stats.checking_world import check

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_accept_at_once_one_has_accepted_all():
    zone = world.build()
    survey = checking_world.build(zone.park, zone.other_park)
    check(survey)
    returns = survey.of("fine", "part")
    for finding in ReturnFinding.objects.unexplained().filter(enterprise_return__in=returns):
        checking.explain(finding=finding, by=zone.statistician, text="核实无误")
    others = factories.UserFactory.create_batch(2, is_superuser=True)
    together, outcomes = threading.Barrier(2), {}

    def accept(by) -> None:
        try:
            together.wait(timeout=20)
            outcomes[by] = checking.accept(returns=survey.of("fine", "part"), by=by)
        finally:
            connection.close()

    threads = [threading.Thread(target=accept, args=[by]) for by in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert sorted(outcomes.values()) == [0, 2]
    [winner] = [by for by, count in outcomes.items() if count]
    for each in EnterpriseReturn.objects.filter(pk__in=[row.pk for row in survey.of("fine", "part")]):
        assert (each.status, each.accepted_by) == ("accepted", winner)
        assert each.history.filter(status="accepted").count() == 1
