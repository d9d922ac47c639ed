"""Two who sign one difference at once, on real connections: one of them has signed it."""

import threading
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from stats import reconciling
from stats.models import Difference
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_sign_at_once_the_second_is_told():
    release = factories.ReleaseFactory()
    definition = factories.DefinitionFactory(unit="wan_yuan", valid_from_year=2000)
    for value, park in ((10_000, None), (1_234, factories.ParkFactory())):
        factories.FigureFactory(definition=definition, year=2025, value=Decimal(value), park=park, release=release)
    reconciling.reconcile(release=release, by=None)
    row = release.differences.get()
    seen = reconciling.state_of([row])
    together, outcomes = threading.Barrier(2), {}

    def sign(by) -> None:
        try:
            together.wait(timeout=20)
            reconciling.sign(difference=row, by=by, explanation=f"由{by.username}说明", seen=seen)
            outcomes[by] = "signed"
        except ValidationError:
            outcomes[by] = "refused"
        finally:
            connection.close()

    threads = [
        threading.Thread(target=sign, args=[by]) for by in factories.UserFactory.create_batch(2, is_superuser=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert sorted(outcomes.values()) == ["refused", "signed"]
    [winner] = [by for by, outcome in outcomes.items() if outcome == "signed"]
    row = Difference.objects.get()
    assert (row.signed_by, row.explanation) == (winner, f"由{winner.username}说明")
    assert row.history.filter(explanation__gt="").count() == 1
