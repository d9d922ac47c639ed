"""Two who sign one difference at once, on real connections: one of them has signed it."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from stats import reconciling
from stats.models import Difference
from tests import factories
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_sign_at_once_the_second_is_told():
    release = factories.ReleaseFactory()
    definition = factories.DefinitionFactory(unit="wan_yuan", valid_from_year=2000)
    for value, park in ((10_000, None), (1_234, factories.ParkFactory())):
        factories.FigureFactory(definition=definition, year=2025, value=Decimal(value), park=park, release=release)
    reconciling.reconcile(release=release, by=None)
    row = release.differences.get()
    seen = reconciling.state_of([row])

    def sign(by) -> Difference:
        return reconciling.sign(difference=row, by=by, explanation=f"由{by.username}说明", seen=seen)

    outcomes = together(sign, factories.UserFactory.create_batch(2, is_superuser=True), ValidationError)

    [winner] = [each.signed_by for each in outcomes if isinstance(each, Difference)]
    row = Difference.objects.get()
    assert (row.signed_by, row.explanation) == (winner, f"由{winner.username}说明")
    assert row.history.filter(explanation__gt="").count() == 1
