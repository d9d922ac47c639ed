"""Compiling again after disclosure control: withheld values move in hiding, and the release is protected again."""

from decimal import Decimal

import pytest
from django.utils import timezone

from stats.compile_actions import recompute
from stats.models import Compilation, Figure, ReturnValue
from stats.protecting import protect_release
from stats.queries.approval_sheet import approval_sheet
from stats.reviewing import obstacles
from tests.stats import protected_year

pytestmark = pytest.mark.django_db
INNER = [("this", "food"), ("this", "medicine"), ("other", "food"), ("other", "medicine")]


@pytest.fixture
def year(db):
    year = protected_year.built()
    protect_release(release=year.release, by=year.world.statistician)
    return year


def move_inside(year) -> None:
    """Other inner cells, the same margins: what is shown stays, what is withheld moves."""
    for cell, change in zip(INNER, (-10_000, 10_000, 10_000, -10_000), strict=True):
        park, industry = year.parks[cell[0]], year.industries[cell[1]]
        rows = ReturnValue.objects.filter(
            enterprise_return__entry__park=park, enterprise_return__entry__main_industry=industry
        )
        value = rows.order_by("pk").first()
        value.value += Decimal(change)
        value.save()


def ways_shut(year) -> list[str]:
    found = obstacles(approval_sheet(year.release), timezone.now(), ())
    return [each.sentence for each in found]


def test_a_protected_release_is_open_before(year):
    assert ways_shut(year) == []


def test_withheld_values_move_in_hiding(year):
    move_inside(year)
    year.compile()
    figure = year.figure("this", "medicine")
    assert (figure.value, figure.mark, figure.withheld.value) == (None, "confidential", Decimal("0.6000"))
    assert recompute(Compilation.objects.latest("pk")).is_same


def test_the_release_must_be_protected_again_although_it_shows_the_same(year):
    shown = list(Figure.objects.filter(release=year.release).order_by("pk").values_list("pk", "value", "mark"))
    move_inside(year)
    year.compile()
    assert list(Figure.objects.filter(release=year.release).order_by("pk").values_list("pk", "value", "mark")) == shown
    assert ways_shut(year) != []
    protect_release(release=year.release, by=year.world.statistician)
    assert ways_shut(year) == []


def test_compiling_the_same_returns_asks_for_nothing(year):
    year.compile()
    assert ways_shut(year) == []
