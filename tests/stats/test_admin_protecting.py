import pytest
from django.urls import reverse

from stats.models import Protection, Waiver
from tests.factories import FigureFactory
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


class TestCoarserTable:
    """The sample loses most of its parks by industries: the parks alone keep more."""

    @pytest.fixture
    def code(self, year, url, client) -> str:
        client.force_login(year.world.statistician)
        client.post(url)
        return f"{year.line.indicator.code} {protected_year.YEAR}"

    def scopes(self, year) -> set[str]:
        return set(year.release.figures.values_list("scope_key", flat=True))

    def test_what_to_leave_out_is_one_button(self, year, url, client, code):
        assert f'name="leave_out" value="{code}"' in read(client, url)

        shown = client.post(url, {"leave_out": code}, follow=True).content.decode()

        assert "6 个数据" in shown
        assert self.scopes(year) == {"zone", year.scope("this"), year.scope("other")}
        assert 'name="leave_out"' not in shown
        client.post(url)
        assert year.withheld() == {}

    def test_what_was_left_out_is_kept_as_it_was(self, year, url, client, code):
        secret = year.figure("this", "medicine")
        client.post(url, {"leave_out": code})

        secret.refresh_from_db()
        assert (secret.release, secret.mark, secret.withheld is not None) == (None, "confidential", True)
        assert secret.history.first().history_user == year.world.statistician

    def test_the_figures_are_linked(self, year, url, client, code):
        query = {"release__id__exact": year.release.pk, "indicator__id__exact": year.line.indicator.pk}
        query["year"] = protected_year.YEAR
        assert "&amp;".join(f"{name}={value}" for name, value in query.items()) in read(client, url)
        listed = client.get(reverse("admin:stats_figure_changelist"), query)
        assert listed.context["cl"].result_count == year.release.figures.count() == 9

    def test_an_unknown_indicator_leaves_nothing_out(self, year, url, client, code):
        before = self.scopes(year)
        said = client.post(url, {"leave_out": "nonsense"}, follow=True).content.decode()
        assert "没有移出数据" in said
        assert self.scopes(year) == before

    def test_figures_of_another_year_stay(self, year, url, client, code):
        """That year's table may keep what this one loses."""
        alone = year.figure("this", "medicine")
        same = {name: getattr(alone, name) for name in ("indicator", "definition", "park", "industry", "release")}
        other = FigureFactory(**same, year=alone.year - 1)

        assert f"营业收入 {alone.year}" in read(client, url)
        client.post(url, {"leave_out": code})
        assert list(year.release.figures.exclude(industry=None)) == [other]

    def test_nothing_is_left_out_of_what_is_in_review(self, year, url, client, code):
        before = self.scopes(year)
        type(year.release).objects.filter(pk=year.release.pk).update(status="in_review")

        assert 'name="leave_out"' not in read(client, url)
        assert client.post(url, {"leave_out": code}).status_code == 403
        assert self.scopes(year) == before

    def test_who_may_not_protect_leaves_nothing_out(self, year, url, client, code):
        before = self.scopes(year)
        for reader in (year.world.publisher, year.world.auditor, year.world.clerk):
            client.force_login(reader)
            assert client.post(url, {"leave_out": code}).status_code in (403, 404)
        assert self.scopes(year) == before


def test_the_page_says_how_long_it_takes_and_the_button_is_pressed_once(year, url, client):
    client.force_login(year.world.statistician)
    shown = read(client, url)

    assert "两分钟" in shown
    assert 'data-working="' in shown
    assert "office/working.js" in shown


def test_that_no_advice_was_found_in_time_is_said(year, url, client):
    Protection.objects.create(
        release=year.release, made_at=year.survey.frozen_at, figures_sha256="0", is_safe=True,
        result={"primary": 0, "secondary": 0, "coarser": {}, "no_advice": "out_of_time"},
    )  # fmt: skip
    client.force_login(year.world.statistician)
    assert "未能及时判断" in read(client, url)


def test_a_waiver_given_later_is_found_by_running_it_again(year, url, client):
    client.force_login(year.world.statistician)
    client.post(url)
    Waiver.objects.create(
        enterprise=year.alone, signed_on=year.survey.frozen_at, document_number="1", first_year=protected_year.YEAR
    )
    client.post(url)

    assert year.withheld() == {}
