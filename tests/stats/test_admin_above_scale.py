"""Above scale in the office: proposals before anything is set, and the watch-list for those who may see returns."""

import io

import openpyxl
import pytest
from django.urls import reverse

from stats.models import AboveScaleThreshold, EnterpriseYear
from tests.stats import scale_year

pytestmark = pytest.mark.django_db
STANDING = reverse("admin:stats_abovescalethreshold_standing")
WATCH = reverse("admin:stats_abovescalethreshold_watch")
LIST = reverse("admin:stats_abovescalethreshold_changelist")
OTHERS = ("administrator", "publisher", "auditor", "anonymous")


@pytest.fixture
def year(db):
    return scale_year.built()


def as_actor(client, year, actor: str):
    if actor != "anonymous":
        client.force_login(getattr(year.world, actor))
    return client


@pytest.fixture
def statistician(client, year):
    return as_actor(client, year, "statistician")


class TestStanding:
    def test_proposals_stand_beside_what_is(self, statistician, year):
        page = statistician.get(STANDING, {"survey": year.survey.pk})
        names = {each.entry.enterprise.name_zh for each in page.context["changed"]}
        assert names == {"达标", "正好", "跌落", "去年"}
        assert [each.entry.enterprise.name_zh for each in page.context["unknown"]] == ["无行业"]
        assert not EnterpriseYear.objects.filter(enterprise__name_zh="达标", is_above_scale=True).exists()

    def test_confirmation_sets_them(self, statistician, year):
        seen = statistician.get(STANDING, {"survey": year.survey.pk}).context["form"]["seen"].value()
        page = statistician.post(STANDING, {"survey": year.survey.pk, "seen": seen}, follow=True)
        assert EnterpriseYear.objects.get(survey=year.survey, enterprise__name_zh="达标").is_above_scale
        assert page.context["changed"] == ()

    def test_confirmation_of_something_else_sets_nothing(self, statistician, year):
        page = statistician.post(STANDING, {"survey": year.survey.pk, "seen": "x"}, follow=True)
        assert [message.level_tag for message in page.context["messages"]] == ["error"]
        assert not EnterpriseYear.objects.filter(enterprise__name_zh="达标", is_above_scale=True).exists()

    @pytest.mark.parametrize("actor", ["clerk", *OTHERS])
    def test_nobody_else_sees_or_sets(self, client, year, actor):
        client = as_actor(client, year, actor)
        for answer in (client.get(STANDING, {"survey": year.survey.pk}), client.post(STANDING, {"seen": "x"})):
            assert answer.status_code in (302, 403)
            assert "达标" not in answer.content.decode()


class TestWatchList:
    def rows(self, client, year, **more) -> dict[str, list[tuple]]:
        page = client.get(WATCH, {"survey": year.survey.pk} | more)
        return {
            park: [(row.enterprise, row.place, str(row.share)) for row in rows]
            for park, rows, _below in page.context["parks"]
        }

    def test_each_park_lists_who_is_near_above_and_below(self, statistician, year):
        this, other = year.world.park.name, year.world.other_park.name
        assert self.rows(statistician, year) == {
            this: [("达标", "above", "125.0"), ("去年", "above", "150.0"), ("正好", "near_above", "100.0")],
            other: [("跌落", "near_below", "95.0")],
        }

    def test_reader_says_how_near_near_is(self, statistician, year):
        assert ("达标", "near_above", "125.0") in self.rows(statistician, year, near="0.3")[year.world.park.name]

    def test_who_is_well_below_is_counted_on_the_page_and_listed_in_the_workbook(self, statistician, year):
        year.threshold.minimum = 5000
        year.threshold.save()
        page = statistician.get(WATCH, {"survey": year.survey.pk})
        assert {(park, len(rows), below) for park, rows, below in page.context["parks"]} == {
            (year.world.park.name, 0, 3),
            (year.world.other_park.name, 0, 1),
        }
        answer = statistician.get(WATCH, {"survey": year.survey.pk, "xlsx": "1"})
        assert len(list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.values)) == 5

    def test_clerk_sees_the_own_park_only(self, client, year):
        assert set(self.rows(as_actor(client, year, "other_clerk"), year)) == {year.world.other_park.name}

    def test_workbook_holds_the_same_rows(self, statistician, year):
        answer = statistician.get(WATCH, {"survey": year.survey.pk, "xlsx": "1"})
        rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.values)
        assert "watch-list-2025.xlsx" in answer["Content-Disposition"]
        assert [(row[0], row[2], row[5]) for row in rows[1:]] == [
            (year.world.park.name, "达标", "125.0"),
            (year.world.park.name, "去年", "150.0"),
            (year.world.park.name, "正好", "100.0"),
            (year.world.other_park.name, "跌落", "95.0"),
        ]

    def test_workbook_of_a_clerk_holds_the_own_park_only(self, client, year):
        answer = as_actor(client, year, "other_clerk").get(WATCH, {"survey": year.survey.pk, "xlsx": "1"})
        rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.values)
        assert [row[2] for row in rows[1:]] == ["跌落"]

    @pytest.mark.parametrize("actor", OTHERS)
    def test_nobody_without_the_right_on_returns_reads_it(self, client, year, actor):
        client = as_actor(client, year, actor)
        for query in ({}, {"survey": year.survey.pk}, {"survey": year.survey.pk, "xlsx": "1"}):
            answer = client.get(WATCH, query)
            assert answer.status_code in (302, 403)
            assert "达标" not in answer.content.decode()


class TestThresholds:
    def form(self, year, **more) -> dict:
        return {
            "industries": "b， C,65", "indicator": year.revenue.indicator.pk, "minimum": "500", "unit": "wan_yuan",
            "valid_from_year": 2020, "valid_to_year": "", "document_number": "国统字〔2020〕1号",
        } | more  # fmt: skip

    def test_statistician_adds_one_and_its_codes_are_tidied(self, statistician, year):
        statistician.post(reverse("admin:stats_abovescalethreshold_add"), self.form(year))
        assert AboveScaleThreshold.objects.get(valid_from_year=2020).industries == "B,C,65"

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"industries": "Z"}, "industries"),
            ({"industries": "，"}, "industries"),
            ({"industries": "12345"}, "industries"),
            ({"unit": "person"}, "unit"),
            ({"minimum": "-1"}, "minimum"),
            ({"document_number": ""}, "document_number"),
            ({"valid_to_year": 2019}, "valid_to_year"),
        ],
    )
    def test_what_cannot_be_is_refused_at_its_field(self, statistician, year, wrong, field):
        page = statistician.post(reverse("admin:stats_abovescalethreshold_add"), self.form(year, **wrong))
        assert list(page.context["adminform"].form.errors) == [field]
        assert AboveScaleThreshold.objects.count() == 1

    def test_list_leads_to_what_follows_from_them(self, statistician, year):
        text = statistician.get(LIST).content.decode()
        assert STANDING in text
        assert WATCH in text

    def test_auditor_finds_no_way_to_enterprises(self, client, year):
        text = as_actor(client, year, "auditor").get(LIST).content.decode()
        assert STANDING not in text
        assert WATCH not in text
