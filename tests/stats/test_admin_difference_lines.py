"""Differences on the page of a release and on its sheet: those of this moment, and what each number is."""

from decimal import Decimal

import pytest
from django.urls import reverse

from stats import reconciling
from stats.models import Difference, Figure
from tests import factories

pytestmark = pytest.mark.django_db
NOT_RECORDED = "尚未记录"


@pytest.fixture
def release(world):
    release = factories.ReleaseFactory()
    definition = factories.DefinitionFactory(unit="wan_yuan", valid_from_year=2000, indicator__decimals=1)
    for value, park in (("10000", None), ("1234.5", world.park)):
        factories.FigureFactory(definition=definition, year=2025, value=Decimal(value), park=park, release=release)
    return release


@pytest.fixture
def statistician(client, world):
    client.force_login(world.statistician)
    return client


def read(client, release, door: str = "change") -> str:
    return client.get(reverse(f"admin:stats_release_{door}", args=[release.pk])).content.decode()


@pytest.mark.parametrize("door", ["change", "submit", "sheet"])
def test_what_blocks_is_listed_before_anybody_reconciled(statistician, release, door):
    shown = read(statistician, release, door)

    assert "8,765.5" in shown
    assert NOT_RECORDED in shown
    assert "没有差异记录" not in shown
    assert reverse("admin:stats_difference_reconcile", args=[release.pk]) in shown


def test_what_is_on_record_is_listed_once_and_leads_to_its_explanation(statistician, release):
    reconciling.reconcile(release=release, by=None)
    shown = read(statistician, release)

    assert shown.count("8,765.5") == 1
    assert NOT_RECORDED not in shown
    assert f"{reverse('admin:stats_difference_changelist')}?release__id__exact={release.pk}" in shown


def test_an_explanation_of_other_numbers_is_not_shown_for_those_of_this_moment(statistician, release):
    reconciling.reconcile(release=release, by=None)
    reconciling.sign(difference=release.differences.get(), by=None, explanation="未入园企业")
    assert "未入园企业" in read(statistician, release)
    Figure.objects.filter(release=release, park__isnull=True).update(value=Decimal(20_000))
    shown = read(statistician, release)

    assert "18,765.5" in shown
    assert "未入园企业" not in shown
    assert NOT_RECORDED in shown


def test_a_line_names_the_scope_that_is_compared(statistician, world, release):
    reconciling.reconcile(release=release, by=None)
    Difference.objects.filter(release=release).update(kind="returns", scope_key=f"park:{world.park.code}")

    assert f"2025 · {world.park.name}" in read(statistician, release)


def test_who_may_not_see_withheld_values_is_led_nowhere(client, world, release):
    client.force_login(world.publisher)
    shown = read(client, release)

    assert NOT_RECORDED in shown
    assert reverse("admin:stats_difference_reconcile", args=[release.pk]) not in shown


def test_numbers_of_this_moment_are_hidden_where_they_tell_a_withheld_one(client, world, release):
    """As those on record are."""
    Figure.objects.filter(release=release, park__isnull=False).update(value=None, mark="confidential")
    client.force_login(world.statistician)
    shown = read(client, release)

    differences = shown.split("<h2>差异</h2>")[1].split("<h2>保密处理</h2>")[0]

    assert "10,000" not in differences
    assert "※" in differences


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("parks", ["各园区合计", "全区"]),
        ("industries", ["各行业合计", "全区"]),
        ("sizes", ["各规模合计", "全区"]),
        ("returns", ["报表合计", "本区数据"]),
        ("source", ["本区数据", "税务局"]),
    ],
)
def test_each_number_is_named_by_what_it_is(statistician, release, kind, names):
    against = "税务局" if kind == "source" else ""
    reconciling.reconcile(release=release, by=None)
    Difference.objects.filter(release=release).update(kind=kind, against=against, ours=1111, theirs=2222)
    row = release.differences.get()
    page = statistician.get(reverse("admin:stats_difference_change", args=[row.pk])).content.decode()

    for name, number in zip(names, ["1,111", "2,222"], strict=True):
        label = page.index(f"<dt>{name}</dt>")
        assert number in page[label : label + 80]
    assert "对方" not in page
