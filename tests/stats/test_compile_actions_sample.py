"""What is compiled from sample returns is sample data, from the draft to every public page and file."""

import csv
import io
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from enterprises.models import Enterprise
from stats.actions import revise_figure
from stats.models import Figure, SurveyYear
from stats.queries.approval_sheet import approval_sheet
from tests.factories import ReleaseFactory
from tests.stats import compiled_year
from tests.stats.compiled_year import YEAR, Year, compiled, withheld
from zoneportal.language import OFFICE_LANGUAGE_COOKIE

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(db) -> Year:
    return compiled_year.built()


@pytest.fixture
def sample_year(year) -> Year:
    SurveyYear.objects.filter(pk=year.survey.pk).update(is_sample=True)
    compiled(year)
    return year


def marked() -> set[str]:
    return {f"{each.indicator.code} {each.scope_key}" for each in Figure.objects.filter(is_sample=True)}


def test_what_was_compiled_before_is_marked_by_the_migration(sample_year):
    published()
    revise_figure(figure=sample_year.figure(), by=None, reason="更正", value=2, is_by_hand=True)
    Figure.objects.update(is_sample=False)
    import_module("stats.migrations.0010_mark_what_sample_years_made").mark(apps, None)
    assert set(Figure.objects.filter(year=YEAR).values_list("is_sample", flat=True)) == {True}
    assert not Figure.objects.exclude(year=YEAR).filter(is_sample=True).exists()


def published(slug: str = "practice", **where) -> None:
    release = ReleaseFactory(slug=slug, status="released", released_at=timezone.now())
    Figure.objects.filter(year=YEAR, **where).update(release=release)


def test_every_figure_of_a_sample_year_is(sample_year):
    assert set(Figure.objects.filter(year=YEAR).values_list("is_sample", flat=True)) == {True}


def test_no_figure_of_a_real_year_is(year):
    compiled(year)
    assert marked() == set()


def test_figures_to_which_a_sample_enterprise_gives_a_value_are(year):
    Enterprise.objects.filter(pk=year.returns[3].entry.enterprise_id).update(is_sample=True)
    compiled(year)
    park = year.world.other_park.code
    assert marked() == {
        f"{code} {scope}" for code in ("revenue", "staff") for scope in ("zone", f"park:{park}", "size:micro")
    }


def test_a_draft_becomes_one_and_is_one_no_more(year):
    compiled(year)
    enterprise = Enterprise.objects.filter(pk=year.returns[3].entry.enterprise_id)
    enterprise.update(is_sample=True)
    compiled(year)
    assert year.figure().is_sample
    enterprise.update(is_sample=False)
    compiled(year)
    assert marked() == set()


def test_its_revision_is_as_well(sample_year):
    published()
    sample_year.give(1, sample_year.revenue, 200_000)
    compiled(sample_year, reason="更正")
    assert sample_year.figure(revision=1).is_sample
    assert sample_year.figure(revision=1).history.get().is_sample


def test_its_revision_by_hand_is_as_well(sample_year):
    published()
    revised = revise_figure(figure=sample_year.figure(), by=None, reason="更正", value=2, is_by_hand=True)
    assert revised.is_sample


def test_a_withheld_one_stays_one_when_it_is_compiled_anew(sample_year):
    withheld(sample_year.figure())
    sample_year.give(1, sample_year.revenue, 200_000)
    compiled(sample_year)
    assert (sample_year.figure().is_sample, sample_year.figure().mark) == (True, "confidential")


class TestPublic:
    """One release with real and with sample figures."""

    @pytest.fixture(autouse=True)
    def mixed(self, sample_year):
        real = Figure.objects.filter(year=YEAR, indicator__code="staff")
        real.update(is_sample=False)
        published()

    def test_pages_mark_it(self, client):
        pages = ["/statistics/revenue/", "/statistics/releases/", "/statistics/releases/practice/"]
        for page in pages:
            assert '<span class="tag">Sample</span>' in client.get(f"/en{page}").content.decode(), page

    def test_page_of_a_real_one_does_not(self, client):
        assert '<span class="tag">Sample</span>' not in client.get("/en/statistics/staff/").content.decode()

    def test_files_say_it_of_each_figure(self, client):
        text = client.get("/statistics/releases/practice/data.csv").content.decode("utf-8-sig")
        rows = list(csv.DictReader(line for line in io.StringIO(text) if not line.startswith("#")))
        assert {(row["指标代码"], row["示例数据"]) for row in rows} == {("revenue", "是"), ("staff", "否")}
        stored = client.get("/en/statistics/releases/practice/data.json").json()
        assert {(row["indicator"], row["sample"]) for row in stored["figures"]} == {("revenue", True), ("staff", False)}
        assert [(each["release"], each["sample"]) for each in stored["releases"]] == [("practice", True)]

    def test_api_and_feed_say_it_of_the_release(self, client):
        rows = client.get("/api/v1/releases/").json()["items"]
        assert {row["release"]: row["sample"] for row in rows}["practice"] is True
        assert "invented for demonstration" in client.get("/en/feeds/releases.atom").content.decode()


class TestOffice:
    @pytest.fixture
    def draft(self, sample_year):
        draft = ReleaseFactory(basis_zh="决定")
        Figure.objects.filter(year=YEAR, indicator__code="revenue").update(release=draft)
        return draft

    @pytest.fixture
    def page(self, client, admin_user, draft):
        client.force_login(admin_user)
        client.cookies[OFFICE_LANGUAGE_COOKIE] = "en"
        return lambda door: client.get(reverse(f"admin:stats_release_{door}", args=[draft.pk])).content.decode()

    @pytest.mark.parametrize("door", ["change", "submit", "release", "sheet"])
    def test_who_submits_or_approves_is_told(self, page, door):
        assert "Sample data: 8 figures of this release are not real." in page(door)

    def test_nobody_is_told_of_a_release_without_any(self, page, draft):
        draft.figures.update(is_sample=False)
        assert "Sample data" not in page("sheet")

    def test_it_is_under_the_hash_that_is_approved(self, draft):
        before = approval_sheet(draft).sha256
        draft.figures.update(is_sample=False)
        assert approval_sheet(draft).sha256 != before
