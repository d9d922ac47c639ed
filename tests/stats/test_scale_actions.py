from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from stats.models import EnterpriseReturn, EnterpriseYear, ReturnValue, SurveyYear
from stats.queries.scale_standings import standings
from stats.scale_actions import apply_proposals, proposals
from tests.stats import scale_year
from tests.stats.scale_year import ScaleYear

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(db) -> ScaleYear:
    return scale_year.built()


def proposed(year, by=None):
    return proposals(survey=year.survey, by=by)


def changes(year) -> dict[str, tuple]:
    """By name of the enterprise: (above before, above after, size before, size after)."""
    return {
        each.entry.enterprise.name_zh: (
            each.entry.is_above_scale, each.new_above, each.entry.size_class, each.new_size,
        )
        for each in proposed(year).changed
    }  # fmt: skip


def stored(year) -> dict[str, tuple]:
    rows = EnterpriseYear.objects.filter(survey=year.survey)
    return {row.enterprise.name_zh: (row.is_above_scale, row.size_class) for row in rows}


class TestProposals:
    def test_who_reaches_the_line_enters_and_who_falls_below_leaves(self, year):
        found = changes(year)
        assert found["达标"] == (False, True, "", "small")
        assert found["跌落"] == (True, False, "medium", "small")

    def test_line_itself_is_above(self, year):
        assert changes(year)["正好"][:2] == (False, True)

    def test_last_year_speaks_where_this_year_is_not_accepted(self, year):
        (standing,) = [each for each in standings(year.survey, None) if each.entry.enterprise.name_zh == "去年"]
        assert (standing.new_above, standing.value_year) == (True, year.survey.year - 1)

    def test_return_that_is_not_accepted_says_nothing(self, year):
        EnterpriseReturn.objects.filter(entry__survey=year.survey).update(status="checked")
        assert "达标" not in changes(year)

    def test_what_cannot_be_judged_stays_and_says_why(self, year):
        unknown = {each.entry.enterprise.name_zh: each.reasons for each in proposed(year).unknown}
        assert "无行业" in unknown
        assert unknown["无行业"]
        assert "无行业" not in changes(year)

    def test_threshold_of_other_years_does_not_count(self, year):
        year.threshold.valid_to_year = year.survey.year - 1
        year.threshold.save()
        assert all(before == after for before, after, *_sizes in changes(year).values())

    def test_year_that_is_not_frozen_is_refused(self, year):
        SurveyYear.objects.filter(pk=year.survey.pk).update(frozen_at=None)
        year.survey.refresh_from_db()
        with pytest.raises(ValidationError):
            proposed(year)

    def test_takes_five_queries_whatever_the_enterprises(self, year, django_assert_num_queries):
        # thresholds, lines, values, entries
        with django_assert_num_queries(4):
            standings(year.survey, None)


class TestApplied:
    def test_all_that_was_seen_is_set_with_its_history(self, year):
        found = proposed(year)
        count = apply_proposals(survey=year.survey, by=year.world.statistician, seen=found.seen)
        assert count == len(found.changed)
        assert stored(year)["达标"] == (True, "small")
        assert stored(year)["跌落"] == (False, "small")
        entry = EnterpriseYear.objects.get(survey=year.survey, enterprise__name_zh="达标")
        assert entry.history.latest().history_user == year.world.statistician
        assert proposed(year).changed == ()

    def test_nothing_is_set_when_a_return_moved_since(self, year):
        seen = proposed(year).seen
        ReturnValue.objects.filter(line=year.revenue).update(value=Decimal(1))
        with pytest.raises(ValidationError):
            apply_proposals(survey=year.survey, by=None, seen=seen)
        assert stored(year)["达标"] == (False, "")

    @pytest.mark.parametrize("actor", ["clerk", "administrator", "publisher", "auditor", "anonymous"])
    def test_nobody_but_the_statistician_sets(self, year, actor):
        with pytest.raises(PermissionDenied):
            apply_proposals(survey=year.survey, by=getattr(year.world, actor), seen=proposed(year).seen)
        with pytest.raises(PermissionDenied):
            proposed(year, by=getattr(year.world, actor))

    def test_who_is_above_scale_now_is_asked_for_it(self, year):
        EnterpriseReturn.objects.filter(entry__enterprise__name_zh="去年").delete()
        year.revenue.asked_of = "above_scale"
        year.revenue.save()
        apply_proposals(survey=year.survey, by=None, seen=proposed(year).seen)
        assert EnterpriseReturn.objects.filter(
            entry__survey=year.survey, entry__enterprise__name_zh="去年", status="not_yet"
        ).exists()


class TestScope:
    def test_clerk_sees_the_own_park_only(self, year):
        names = {each.entry.park for each in standings(year.survey, year.world.clerk)}
        assert names == {year.world.park}
        assert {each.entry.park for each in standings(year.survey, year.world.other_clerk)} == {year.world.other_park}
