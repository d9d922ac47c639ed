"""Two who accept the same returns at once, on real connections: each return is accepted once, by one of them."""

import pytest

from stats import checking
from stats.models import EnterpriseReturn, ReturnFinding
from tests import factories, world
from tests.stats import checking_world
from tests.stats.checking_world import check
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_accept_at_once_one_has_accepted_all():
    zone = world.build()
    survey = checking_world.build(zone.park, zone.other_park)
    check(survey)
    returns = survey.of("fine", "part")
    for finding in ReturnFinding.objects.unexplained().filter(enterprise_return__in=returns):
        checking.explain(finding=finding, by=zone.statistician, text="核实无误")
    others = factories.UserFactory.create_batch(2, is_superuser=True)
    counts = together(lambda by: checking.accept(returns=survey.of("fine", "part"), by=by), others)

    assert sorted(counts) == [0, 2]
    winner = others[counts.index(2)]
    for each in EnterpriseReturn.objects.filter(pk__in=[row.pk for row in survey.of("fine", "part")]):
        assert (each.status, each.accepted_by) == ("accepted", winner)
        assert each.history.filter(status="accepted").count() == 1
