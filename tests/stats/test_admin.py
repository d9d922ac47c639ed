"""Indicators with their definitions, and goals, in the office."""

import pytest
from django.urls import reverse

from stats.models import Goal, Indicator
from tests.admin_forms import errors_of, filled_in
from tests.factories import DefinitionFactory, GoalFactory, IndicatorFactory

INDICATORS = reverse("admin:stats_indicator_changelist")
ADD = reverse("admin:stats_indicator_add")


def form_of(client, indicator: Indicator) -> str:
    return client.get(reverse("admin:stats_indicator_change", args=[indicator.pk])).content.decode()


@pytest.fixture
def statistician(client, world):
    client.force_login(world.statistician)
    return world.statistician


def test_an_indicator_is_entered_with_its_definition(client, statistician):
    definition = {
        "definitions-0-valid_from_year": "2016",
        "definitions-0-unit": "wan_yuan",
        "definitions-0-definition_zh": "定义",
        "definitions-0-source_zh": "统计局",
    }
    fields = filled_in(client.get(ADD)) | {"code": "output", "name_zh": "总产值", "theme": "industry"} | definition
    assert client.post(ADD, fields).status_code == 302
    assert Indicator.objects.get(code="output").definitions.get().unit == "wan_yuan"


@pytest.mark.parametrize("year", ["20177", "0", "x"])
def test_a_year_that_is_none_is_refused_at_its_field(client, statistician, year):
    fields = filled_in(client.get(ADD)) | {"code": "output", "name_zh": "总产值", "theme": "industry"}
    page = client.post(ADD, fields | {"definitions-0-valid_from_year": year, "definitions-0-unit": "wan_yuan"})
    assert "definitions-0-valid_from_year" in errors_of(page)
    assert not Indicator.objects.filter(code="output").exists()


def test_the_unit_of_a_definition_with_figures_stays(client, statistician, world):
    address = reverse("admin:stats_indicator_change", args=[world.figure.indicator.pk])
    page = client.post(address, filled_in(client.get(address)) | {"definitions-0-unit": "yuan"})
    assert "definitions-0-unit" in errors_of(page)


def test_an_indicator_links_to_its_page_once_a_figure_is_public(client, statistician, world):
    address = world.figure.indicator.get_absolute_url()
    assert (
        address
        in client.get(reverse("admin:stats_indicator_change", args=[world.figure.indicator.pk])).content.decode()
    )
    other = IndicatorFactory()
    page = client.get(reverse("admin:stats_indicator_change", args=[other.pk])).content.decode()
    assert f'href="{other.get_absolute_url()}"' not in page


def test_queries_of_the_list_do_not_grow_with_indicators(client, statistician, world, django_assert_num_queries):
    # Session, user, rights (2), indicators counted and fetched, their definitions.
    client.get(INDICATORS)  # the session notes the visit
    with django_assert_num_queries(7):
        client.get(INDICATORS)
    DefinitionFactory.create_batch(12)
    with django_assert_num_queries(7):
        client.get(INDICATORS)


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"target_value": "-1"}, "target_value"),
        ({"baseline_value": "NaN"}, "baseline_value"),
        ({"last_target_year": "20177"}, "last_target_year"),
        ({"last_target_year": "2019"}, "last_target_year"),
        ({"first_target_year": "2016"}, "first_target_year"),
    ],
)
def test_bad_input_of_a_goal_is_refused_at_its_field(client, statistician, changes, place):
    goal = GoalFactory()
    address = reverse("admin:stats_goal_change", args=[goal.pk])
    page = client.post(address, filled_in(client.get(address)) | changes)
    assert place in errors_of(page)
    assert Goal.objects.get(pk=goal.pk).target_value == goal.target_value
