"""Compiled figures before disclosure control: for those alone who may see returns, and typed over by nobody."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from stats.compile_actions import compile_year
from stats.models import Figure, Vintage
from tests import sheets
from tests.factories import ReleaseFactory
from tests.stats import compiled_year
from tests.stats.compiled_year import YEAR

pytestmark = pytest.mark.django_db
STAFF = ("clerk", "other_clerk", "statistician", "administrator", "publisher", "auditor")


@pytest.fixture
def year(db):
    year = compiled_year.built()
    compile_year(survey=year.survey, vintage=Vintage.ANNUAL, by=None)
    return year


def seen_by(year, actor: str) -> set[str]:
    visible = Figure.objects.visible_to(getattr(year.world, actor))
    return set(visible.filter(year=YEAR).values_list("scope_key", flat=True))


@pytest.mark.parametrize("actor", ["administrator", "publisher", "auditor", "anonymous"])
def test_fresh_ones_are_hidden_from_who_may_not_see_returns(year, actor):
    assert seen_by(year, actor) == set()


def test_fresh_ones_are_seen_by_the_statistician(year):
    assert len(seen_by(year, "statistician")) == 10


def test_clerk_sees_those_of_the_own_park(year):
    park = year.world.park.code
    assert seen_by(year, "clerk") == {f"park:{park}", f"park:{park}|industry:food", f"park:{park}|industry:medicine"}


@pytest.mark.parametrize("status", ["in_review", "released"])
def test_what_passed_disclosure_control_is_seen_by_the_zone_office(year, status):
    moment = timezone.now() - timedelta(hours=1) if status == "released" else None
    Figure.objects.filter(year=YEAR).update(release=ReleaseFactory(status=status, released_at=moment))
    assert len(seen_by(year, "publisher")) == 10


def test_draft_release_alone_opens_nothing(year):
    Figure.objects.filter(year=YEAR).update(release=ReleaseFactory())
    assert seen_by(year, "publisher") == set()


@pytest.mark.parametrize("door", ["change", "history", "delete"])
@pytest.mark.parametrize("actor", ["administrator", "publisher", "auditor", "other_clerk"])
def test_their_pages_are_shut(client, year, actor, door):
    client.force_login(getattr(year.world, actor))
    figure = year.figure(f"park:{year.world.park.code}")
    answer = client.get(reverse(f"admin:stats_figure_{door}", args=[figure.pk]))
    assert answer.status_code in (302, 403, 404)
    assert "1.2" not in answer.content.decode()


class TestTypedOver:
    @pytest.mark.parametrize("change", [{"value": Decimal(9)}, {"value": None, "mark": "not_available"}])
    def test_form_refuses_another_value(self, year, change):
        figure = year.figure()
        for name, value in change.items():
            setattr(figure, name, value)
        with pytest.raises(ValidationError) as refused:
            figure.full_clean()
        assert "value" in refused.value.error_dict

    def test_notes_may_be_written(self, year):
        figure = year.figure()
        figure.note_zh = "含新入区企业"
        figure.full_clean()

    def test_page_shows_the_value_without_a_field_for_it(self, client, year):
        client.force_login(year.world.statistician)
        page = client.get(reverse("admin:stats_figure_change", args=[year.figure().pk]))
        assert "value" not in page.context["adminform"].form.fields
        assert "1.55 亿元" in page.content.decode()

    @pytest.mark.parametrize(("value", "wrong"), [("9", 1), ("1.55", 0)])
    def test_sheet_takes_no_other_value(self, year, value, wrong):
        rows = [["指标编码", "年份", "数值", "单位"], ["revenue", YEAR, value, "亿元"]]
        assert len(sheets.errors_in(sheets.checked("figures", rows, user=year.world.statistician))) == wrong


class TestMadeFrom:
    def told(self, client, year, actor: str, figure: Figure) -> tuple:
        """(compilation, number of returns) as the page of the figure says them."""
        client.force_login(getattr(year.world, actor))
        page = client.get(reverse("admin:stats_figure_change", args=[figure.pk]))
        told = page.context.get("compilation"), page.context.get("contributors")
        if told[0]:
            assert reverse("admin:stats_compilation_change", args=[told[0].pk]) in page.content.decode()
        return told

    def test_statistician_reads_from_what_it_was_made(self, client, year):
        figure = year.figure()
        assert self.told(client, year, "statistician", figure) == (figure.compiled.compilation, 4)

    def test_auditor_reads_the_compilation_but_not_how_many(self, client, year):
        Figure.objects.filter(year=YEAR).update(release=ReleaseFactory(status="in_review"))
        figure = year.figure()
        assert self.told(client, year, "auditor", figure) == (figure.compiled.compilation, None)

    def test_clerk_reads_how_many_of_the_own_park(self, client, year):
        assert self.told(client, year, "clerk", year.figure(f"park:{year.world.park.code}")) == (None, 2)

    def test_typed_figure_says_nothing_of_it(self, client, year):
        assert self.told(client, year, "statistician", year.world.secret_figure) == (None, None)


class TestDraftRelease:
    """A draft that holds fresh figures shows them to nobody who may not see returns, on none of its pages."""

    @pytest.mark.parametrize("door", ["change", "release", "sheet", "submit", "send_back", "history"])
    @pytest.mark.parametrize("actor", ["administrator", "publisher", "auditor", "clerk", "other_clerk"])
    def test_pages_hold_none_of_its_values(self, client, year, actor, door):
        release = ReleaseFactory()
        Figure.objects.filter(year=YEAR).update(release=release)
        client.force_login(getattr(year.world, actor))
        answer = client.get(reverse(f"admin:stats_release_{door}", args=[release.pk]))
        assert "1.55" not in answer.content.decode()

    def test_statistician_sees_them(self, client, year):
        release = ReleaseFactory()
        Figure.objects.filter(year=YEAR).update(release=release)
        client.force_login(year.world.statistician)
        page = client.get(reverse("admin:stats_release_change", args=[release.pk]))
        assert "1.55" in page.content.decode()
