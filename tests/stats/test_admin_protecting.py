import pytest
from django.urls import reverse

from stats.models import Protection, Waiver
from tests.stats import protected_year
from tests.stats.protected_year import Year

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(db) -> Year:
    return protected_year.built()


@pytest.fixture
def url(year) -> str:
    return reverse("admin:stats_release_protect", args=[year.release.pk])


def read(client, url: str) -> str:
    return client.get(url).content.decode()


def test_the_statistician_protects_a_release_and_reads_what_came_of_it(year, url, client):
    client.force_login(year.world.statistician)
    assert 'type="submit"' in read(client, url)

    shown = client.post(url, follow=True).content.decode()

    assert "4 个数据不公布" in shown
    assert "请只公布分园区的数据" in shown
    assert len(year.withheld()) == 4
    assert Protection.objects.get().made_by == year.world.statistician


def test_the_page_of_a_release_leads_there(year, url, client):
    client.force_login(year.world.statistician)

    assert url in read(client, reverse("admin:stats_release_change", args=[year.release.pk]))


def test_no_page_tells_a_withheld_value_or_the_rules(year, url, client):
    value = year.figure("this", "medicine").value.normalize()
    client.force_login(year.world.statistician)
    client.post(url)
    shown = read(client, url)

    assert str(value) not in shown
    assert "%" not in shown.split("<main")[-1].split("</main>")[0]


def test_what_stops_it_is_said_and_changes_nothing(year, url, client):
    year.release.figures.filter(scope_key="zone").update(value=1)
    client.force_login(year.world.statistician)

    shown = client.post(url, follow=True).content.decode()

    assert "请重新汇总该年度" in shown
    assert not Protection.objects.exists()


def test_a_failed_run_is_told_with_its_reason(year, url, client):
    Protection.objects.create(
        release=year.release, made_at=year.survey.frozen_at, figures_sha256="0", is_safe=False,
        result={"failure": "audit", "exposed": [{"cells": ["revenue zone"], "by": "outsider"}]},
    )  # fmt: skip
    client.force_login(year.world.statistician)
    shown = read(client, url)

    assert "仍能推算出" in shown
    assert "营业收入 · 全区" in shown


def test_a_decided_release_is_not_protected_any_more(year, url, client):
    release = year.release
    year.next_release()
    client.force_login(year.world.statistician)

    assert "立即进行保密处理" not in read(client, url)
    client.post(url)
    assert not release.protections.exists()


@pytest.mark.parametrize("actor", ["clerk", "other_clerk"])
def test_a_clerk_of_a_park_does_not_get_in(year, url, client, actor):
    client.force_login(getattr(year.world, actor))

    assert client.get(url).status_code in (403, 404)
    assert client.post(url).status_code in (403, 404)
    assert not Protection.objects.exists()


def test_a_waiver_given_later_is_found_by_running_it_again(year, url, client):
    client.force_login(year.world.statistician)
    client.post(url)
    Waiver.objects.create(
        enterprise=year.alone, signed_on=year.survey.frozen_at, document_number="1", first_year=protected_year.YEAR
    )
    client.post(url)

    assert year.withheld() == {}
