"""What reviewers and auditors see of compiled figures before disclosure control: nothing."""

from decimal import Decimal

import pytest
from django.urls import reverse

from stats.models import Figure
from stats.protecting import protect_release
from stats.queries.approval_sheet import approval_sheet
from stats.queries.open_differences import shown_numbers
from stats.reconciling import reconcile
from tests.factories import FigureFactory, ReleaseFactory
from tests.stats import protected_year
from tests.stats.protected_year import YEAR, Year

pytestmark = pytest.mark.django_db

ALONE = "0.5000"  # what one enterprise reported, in 亿元


@pytest.fixture
def year(db) -> Year:
    return protected_year.built()


def pages(client, year: Year, user: str) -> dict[str, str]:
    client.force_login(getattr(year.world, user))
    doors = ("change", "submit", "release", "sheet")
    addresses = [reverse(f"admin:stats_release_{door}", args=[year.release.pk]) for door in doors]
    return {address: client.get(address).content.decode() for address in addresses}


def places_with(text: str, found: dict[str, str]) -> list[str]:
    return [address for address, page in found.items() if text in page]


@pytest.mark.parametrize("user", ["publisher", "auditor", "administrator", "clerk"])
def test_no_page_of_an_unprotected_draft_shows_a_return_to_who_may_not_see_it(client, year, user):
    Figure.objects.filter(pk=year.figure("this", "medicine").pk).update(value=Decimal("0.5174"))

    assert places_with("0.5174", pages(client, year, user)) == []


def test_the_statistician_sees_it_before_and_the_publisher_the_rest_afterwards(client, year):
    Figure.objects.filter(pk=year.figure("this", "medicine").pk).update(value=Decimal("0.5174"))
    assert len(places_with("0.5174", pages(client, year, "statistician"))) == 3
    Figure.objects.filter(pk=year.figure("this", "medicine").pk).update(value=Decimal(ALONE))
    protect_release(release=year.release, by=year.world.statistician)

    total = str(year.figure("this").value.normalize())
    assert len(places_with(total, pages(client, year, "publisher"))) == 3


class TestDifferences:
    """They are printed on the sheet, which others than the collectors read."""

    def hidden(self, release) -> set[bool]:
        sheet = approval_sheet(release)
        return {not shown_numbers(sheet).tells(each) for each in sheet.differences}

    def test_what_returns_come_to_is_not_on_the_sheet(self, year):
        alone, release = year.figure("this", "medicine"), ReleaseFactory()
        FigureFactory(
            indicator=alone.indicator, definition=alone.definition, year=YEAR, park=alone.park,
            industry=alone.industry, vintage=4, value=Decimal("0.6"), release=release,
        )  # fmt: skip
        reconcile(release=release, by=year.world.statistician)

        assert [each.kind for each in approval_sheet(release).differences] == ["returns"]
        assert self.hidden(release) == {True}

    def test_nor_a_sum_with_values_that_another_release_withholds(self, year):
        protect_release(release=year.release, by=year.world.statistician)
        zone = year.figure()
        year.next_release()
        later = FigureFactory(
            indicator=zone.indicator, definition=zone.definition, year=YEAR, vintage=zone.vintage, revision=1,
            value=zone.value + 1, reason="更正", release=year.release,
        )  # fmt: skip
        reconcile(release=later.release, by=year.world.statistician)

        assert "industries" in {each.kind for each in approval_sheet(year.release).differences}
        assert self.hidden(year.release) == {True}
