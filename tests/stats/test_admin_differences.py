from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from stats import reconciling
from stats.models import CheckThreshold
from tests import factories

pytestmark = pytest.mark.django_db
GAP = "8,765.5"


@pytest.fixture
def release(world):
    release = factories.ReleaseFactory(slug="annual", title_zh="年报")
    definition = factories.DefinitionFactory(unit="wan_yuan", valid_from_year=2000, indicator__decimals=1)
    for value, park in (("10000", None), ("1234.5", world.park)):
        factories.FigureFactory(definition=definition, year=2025, value=Decimal(value), park=park, release=release)
    return release


@pytest.fixture
def row(release):
    reconciling.reconcile(release=release, by=None)
    return release.differences.get()


@pytest.fixture
def statistician(client, world):
    client.force_login(world.statistician)
    return client


def listed(release):
    return f"{reverse('admin:stats_difference_changelist')}?release__id__exact={release.pk}"


def page_of(row):
    return reverse("admin:stats_difference_change", args=[row.pk])


def filled(row, explanation: str) -> dict[str, str]:
    return {"explanation": explanation, "residual": "未分配部分", "seen": reconciling.state_of([row])}


def test_reconciling_leads_to_the_differences_of_the_release(statistician, release):
    url = reverse("admin:stats_difference_reconcile", args=[release.pk])
    assert statistician.get(url).status_code == 200

    shown = statistician.post(url, follow=True)

    assert shown.redirect_chain[-1][0] == listed(release)
    assert GAP in shown.content.decode()


def test_a_difference_is_explained_and_signed_on_its_page(statistician, row, world):
    assert GAP in statistician.get(page_of(row)).content.decode()

    statistician.post(page_of(row), filled(row, "未入园企业"))

    row.refresh_from_db()
    assert (row.explanation, row.residual, row.signed_by) == ("未入园企业", "未分配部分", world.statistician)
    assert reconciling.unexplained(row.release) == []


def test_the_day_of_the_signature_is_the_day_in_the_zone(statistician, row):
    reconciling.sign(difference=row, by=None, explanation="未入园企业")
    type(row).objects.filter(pk=row.pk).update(signed_at=datetime(2026, 5, 6, 17, tzinfo=UTC))
    assert "2026-05-07" in statistician.get(page_of(row)).content.decode()


def test_an_empty_explanation_is_refused_on_the_page(statistician, row):
    statistician.post(page_of(row), filled(row, " "))
    row.refresh_from_db()
    assert row.explanation == ""


def test_an_explanation_is_taken_back_on_the_page(statistician, row):
    reconciling.sign(difference=row, by=None, explanation="未入园企业")
    statistician.post(page_of(row), {"unsign": "1"})
    row.refresh_from_db()
    assert (row.explanation, row.signed_at) == ("", None)


def test_who_may_not_see_withheld_values_sees_no_number_that_one_takes_part_in(client, world, row):
    row.release.figures.filter(park__isnull=False).update(value=None, mark="confidential")
    for reader in (world.publisher, world.auditor):
        client.force_login(reader)
        for url in (page_of(row), listed(row.release)):
            answer = client.get(url)
            assert answer.status_code == 200
            shown = answer.content.decode()
            assert "8,765" not in shown
            assert "1,234.5" not in shown
        assert client.get(reverse("admin:stats_difference_history", args=[row.pk])).status_code == 404
        assert client.post(page_of(row), filled(row, "未入园企业")).status_code == 403


def test_nobody_but_who_signs_reconciles(client, world, release):
    url = reverse("admin:stats_difference_reconcile", args=[release.pk])
    for reader in (world.publisher, world.auditor, world.clerk, world.administrator):
        client.force_login(reader)
        assert client.post(url).status_code == 403
    assert not release.differences.exists()


def test_a_clerk_of_a_park_has_no_door_to_differences(client, world, row):
    client.force_login(world.clerk)
    assert client.get(page_of(row)).status_code in (403, 404)
    assert client.get(listed(row.release)).status_code == 403


def test_a_decided_release_is_only_looked_at(statistician, row):
    release = row.release
    type(release).objects.filter(pk=release.pk).update(status="released", released_at="2026-01-01T00:00Z")
    assert 'name="explanation"' not in statistician.get(page_of(row)).content.decode()
    assert statistician.post(page_of(row), filled(row, "未入园企业")).status_code == 403


def test_the_list_takes_the_same_queries_for_many(statistician, row, django_assert_max_num_queries):
    statistician.get(listed(row.release))
    # session, user, rights, groups, count, rows, releases of the filter, parks and industries by name, imports
    with django_assert_max_num_queries(14):
        statistician.get(listed(row.release))


def test_printed_numbers_that_seem_to_contradict_each_other_are_shown(statistician, world):
    release = factories.ReleaseFactory()
    definition = factories.DefinitionFactory(unit="wan_yuan", valid_from_year=2000, indicator__decimals=0)
    for value, park in (("100", None), ("49.5", world.park), ("50.5", world.other_park)):
        factories.FigureFactory(definition=definition, year=2025, value=Decimal(value), park=park, release=release)
    shown = statistician.get(reverse("admin:stats_difference_reconcile", args=[release.pk])).content.decode()
    assert "101" in shown


def test_a_threshold_is_chosen_by_its_meaning(statistician):
    url = reverse("admin:stats_checkthreshold_add")
    assert 'value="slip_tolerance"' in statistician.get(url).content.decode()
    data = {"rule": "slip_tolerance", "number": "50", "valid_from_year": "2025", "document_number": ""}
    statistician.post(url, data)
    assert CheckThreshold.objects.get().number == 50
    assert statistician.get(reverse("admin:stats_checkthreshold_changelist")).status_code == 200


def test_a_total_of_another_source_is_entered(statistician, row):
    data = {
        "indicator": row.indicator.pk,
        "year": "2025",
        "value": "1.05",
        "unit": "yi_yuan",
        "decimals": "2",
        "source": "税务局",
    }
    statistician.post(reverse("admin:stats_reportedtotal_add"), data)
    found = {each.kind: each.numbers for each in reconciling.unexplained(row.release)}
    assert found["source"] == (10_000, 10_500)


@pytest.mark.parametrize("question", ["ours__gt=1", "theirs=10000", "tolerance__lt=1"])
def test_numbers_that_one_may_not_see_cannot_be_asked_for(client, world, row, question):
    address = f"{reverse('admin:stats_difference_changelist')}?{question}"
    for user, status in ((world.auditor, 400), (world.publisher, 400), (world.statistician, 200)):
        client.force_login(user)
        assert client.get(address).status_code == status
