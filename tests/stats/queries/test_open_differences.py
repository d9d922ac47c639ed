"""Numbers of a difference are open where the shown figures tell them already."""

from decimal import Decimal

import pytest
from django.utils import timezone

from stats import reconciling
from stats.models import Figure, Protection, ReportedTotal, WithheldValue
from stats.queries.approval_sheet import approval_sheet, figures_sha256
from stats.queries.open_differences import shown_numbers
from stats.queries.reconciling import unexplained
from tests import factories
from tests.stats import compiled_year, protected_year

pytestmark = pytest.mark.django_db


@pytest.fixture
def release(world):
    release = factories.ReleaseFactory()
    definition = factories.DefinitionFactory(unit="wan_yuan", valid_from_year=2000, indicator__decimals=1)
    for value, park in (("100", None), ("60", world.park), ("30", world.other_park)):
        factories.FigureFactory(definition=definition, year=2025, value=Decimal(value), park=park, release=release)
    return release


def is_open(release) -> list[tuple[str, bool]]:
    shown = shown_numbers(approval_sheet(release))
    return [(each.kind, shown.tells(reconciling.row_of(release, each))) for each in unexplained(release)]


def passed(release) -> None:
    """Disclosure control, over its figures of now."""
    digest = figures_sha256(release)
    Protection.objects.create(release=release, made_at=timezone.now(), figures_sha256=digest, is_safe=True)


def test_parts_and_whole_that_are_all_shown_are_open(release):
    assert is_open(release) == [("parks", True)]


def test_another_withheld_cell_of_the_indicator_and_year_closes_them(release, world):
    """In another release too: by subtraction their sum might tell it."""
    definition = release.figures.first().definition
    tag = factories.IndustryTagFactory()
    more = {"value": None, "mark": "confidential", "industry": tag}
    hidden = factories.FigureFactory(definition=definition, year=2025, release=None, **more)
    assert is_open(release) == [("parks", False)]

    Figure.objects.filter(pk=hidden.pk).update(year=2024)
    assert is_open(release) == [("parks", True)]


def test_a_part_without_a_number_closes_them(release, world):
    release.figures.filter(park=world.park).update(value=None, mark="not_available")
    assert is_open(release) == [("parks", False)]


def test_a_total_of_another_source_is_open_beside_a_shown_figure_only(release, world):
    indicator = release.figures.first().indicator
    for park in (None, world.park):
        ReportedTotal.objects.create(
            indicator=indicator, year=2025, value=70, unit="wan_yuan", park=park, source="税务局"
        )
    park = Figure.objects.filter(release=release, park=world.park)
    park.update(value=None, mark="confidential")
    WithheldValue.objects.create(figure=park.get(), value=60, kind="primary")

    passed(release)
    assert is_open(release) == [("parks", False), ("source", True), ("source", False)]


def test_nothing_is_open_before_disclosure_control_or_against_returns(db):
    year = protected_year.built()
    Figure.objects.filter(release=year.release, scope_key="zone").update(value=Decimal(77))
    assert {each for _kind, each in is_open(year.release)} == {False}


def test_what_returns_without_an_industry_hold_is_not_open(db):
    """A return that was corrected since would be told: its new value stands in no shown figure."""
    year = compiled_year.built()
    compiled_year.compiled(year)
    release = factories.ReleaseFactory()
    Figure.objects.update(release=release)
    passed(release)
    year.give(4, year.revenue, 400_000)

    found = dict(is_open(release))

    assert "industries" in found
    assert not any(found.values())
