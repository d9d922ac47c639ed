"""Differences on the page of a release and on its sheet: those of this moment, and what each number is."""

from decimal import Decimal

import pytest
from django.urls import reverse

from stats import reconciling
from stats.models import Difference, Figure, ReportedTotal
from tests import factories
from tests.stats import compiled_year

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


def differences(client, release, door: str = "change") -> str:
    return read(client, release, door).split("<h2>差异</h2>")[1].split("<h2>")[0]


def test_numbers_that_a_withheld_one_takes_part_in_are_shown_to_the_statistician_alone(client, world, release):
    """And on no paper. Of those of this moment as of those on record."""
    Figure.objects.filter(release=release, park__isnull=False).update(value=None, mark="confidential")
    client.force_login(world.statistician)
    assert "10,000" in differences(client, release)
    assert "10,000" not in differences(client, release, "sheet")

    client.force_login(world.publisher)
    shown = differences(client, release)

    assert "10,000" not in shown
    assert "※" in shown


@pytest.mark.parametrize("door", ["change", "sheet", "release"])
def test_the_approver_reads_what_another_source_says_beside_a_shown_figure(client, world, release, door):
    """Also where another cell of the indicator is withheld."""
    Figure.objects.filter(release=release, park__isnull=False).update(value=None, mark="confidential")
    whole = release.figures.get(park=None)
    stated = {"indicator": whole.indicator, "year": 2025, "value": 12_000, "unit": "wan_yuan"}
    ReportedTotal.objects.create(**stated, source="税务局")
    client.force_login(world.publisher)

    shown = differences(client, release, door)

    assert "税务局: 12,000" in shown.replace("税务局：", "税务局: ")
    assert "2,000" in shown


def test_the_approver_reads_them_on_the_page_of_a_difference(client, world, release):
    reconciling.reconcile(release=release, by=None)
    page = reverse("admin:stats_difference_change", args=[release.differences.get().pk])
    client.force_login(world.publisher)
    assert "8,765.5" in client.get(page).content.decode()

    Figure.objects.filter(release=release, park__isnull=False).update(value=None, mark="confidential")
    assert "8,765.5" not in client.get(page).content.decode()


def test_numbers_that_stand_in_no_shown_figure_are_hidden(client, world, release):
    """Such as those on record of figures that were changed since."""
    reconciling.reconcile(release=release, by=None)
    release.differences.update(ours=Decimal("777.7"))
    client.force_login(world.publisher)
    assert "777.7" not in read(client, release, "sheet")


def test_nobody_else_reads_what_returns_come_to(client, world, release):
    reconciling.reconcile(release=release, by=None)
    release.differences.update(kind="returns", ours=Decimal("1234.5"), theirs=Decimal(10_000))
    page = reverse("admin:stats_difference_change", args=[release.differences.get().pk])
    for reader, sees in ((world.statistician, True), (world.publisher, False), (world.auditor, False)):
        client.force_login(reader)
        assert ("1,234.5" in client.get(page).content.decode()) is sees


@pytest.mark.parametrize("is_recorded", [True, False])
def test_what_stands_in_no_industry_is_its_own_line_and_returns_sent_back_are_told(client, is_recorded):
    year = compiled_year.built()
    compiled_year.compiled(year)
    release = factories.ReleaseFactory()
    Figure.objects.filter(compiled__isnull=False).update(release=release)
    year.give(4, year.revenue, 400_000)  # has no industry
    year.returns[4].delete()
    reconciling.reconcile(release=release, by=None)
    row = release.differences.get(kind="industries", indicator__code="revenue", scope_key="zone")
    door = reverse("admin:stats_difference_change", args=[row.pk])
    if not is_recorded:
        release.differences.all().delete()
        door = reverse("admin:stats_release_change", args=[release.pk])
    for reader, sees in ((year.world.statistician, True), (year.world.publisher, False)):
        client.force_login(reader)
        shown = client.get(door).content.decode()
        assert ("其中：未分产业企业" in shown) is sees
        assert ("4.0000" in shown or "4 亿元" in shown) is sees
    client.force_login(year.world.statistician)
    assert "汇总后有报表退回，请重新汇总" in client.get(door).content.decode()


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
