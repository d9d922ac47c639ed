"""Releases after the first: what is public by then is part of the attack."""

from decimal import Decimal

import pytest

from stats.models import Figure, ReturnValue, Vintage
from tests.stats import protected_year
from tests.stats.protected_year import Year, assert_no_leak, protect

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(db) -> Year:
    return protected_year.built()


def test_a_total_before_and_after_one_joins_is_not_told(year):
    protect(year)
    year.next_release()
    year.add_return("other", "food", 77_000)
    year.compile(Vintage.VERIFIED)
    protect(year)

    assert {"zone", year.scope("other"), year.scope("", "food")} <= year.withheld().keys()
    assert year.figure("this").value is not None
    assert_no_leak(year)


def test_a_corrected_return_lets_the_totals_through_and_keeps_the_mask(year):
    protect(year)
    mask = year.withheld()
    year.next_release()
    ReturnValue.objects.filter(value=Decimal(330_000)).update(value=Decimal(331_000))
    year.compile(Vintage.VERIFIED)

    assert protect(year).is_safe
    assert year.withheld() == mask
    assert_no_leak(year)


def test_a_revision_beside_figures_that_stand(year):
    protect(year)
    year.next_release()
    ReturnValue.objects.filter(value=Decimal(330_000)).update(value=Decimal(331_000))
    year.compile(reason="更正")

    assert protect(year).is_safe
    assert year.scope("other", "food") in year.withheld()
    assert_no_leak(year)


def test_the_breakdown_published_after_the_margins(year):
    inner = Figure.objects.filter(release=year.release, park__isnull=False, industry__isnull=False)
    keys = list(inner.values_list("pk", flat=True))
    inner.update(release=None)
    protect(year)
    year.next_release()
    Figure.objects.filter(pk__in=keys).update(release=year.release)
    protect(year)

    assert len(year.withheld()) == 4
    assert_no_leak(year)
