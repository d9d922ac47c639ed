"""What became of the numbers of a return, as its history page says it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from stats import checking
from stats.queries.return_history import return_history
from tests import factories
from tests.stats import checking_world
from tests.stats.checking_world import correct, only_finding

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(world):
    made = checking_world.build(world.park, world.other_park)
    checking.check_returns(survey=made.now, by=None)
    return made


def address(survey, name):
    return reverse("admin:stats_enterprisereturn_history", args=[survey.returns[name].pk])


def newest(survey, name, count=2):
    with translation.override("zh-hans"):
        steps = return_history(survey.returns[name]).steps
    return [(step.before, step.after) for step in steps[:count]]


def test_it_says_who_changed_which_number_from_what_to_what(client, survey, world):
    correct(survey, "slip", "revenue", 51234, world.clerk)
    correct(survey, "slip", "staff", None, world.clerk)
    client.force_login(world.clerk)
    answer = client.get(address(survey, "slip"))
    steps = answer.context["numbers"].steps
    assert [(step.version.history_user, step.what, step.before, step.after) for step in steps[:2]] == [
        (world.clerk, "调查staff", "80 人", ""),
        (world.clerk, "调查revenue", "51,234,567 千元", "51,234 千元"),
    ]
    assert "51,234,567 千元" in answer.content.decode()


def test_a_number_taken_out_and_entered_anew_is_one_story(survey, world):
    correct(survey, "slip", "staff", None, world.clerk)
    line, report = survey.lines["staff"], survey.returns["slip"]
    checking.correct(enterprise_return=report, line=line, value=79, seen=None, by=world.clerk)
    assert newest(survey, "slip", 3) == [("", "79 人"), ("80 人", ""), ("", "80 人")]


def test_an_explanation_that_was_changed_is_kept(survey, world):
    for text in ("来料加工", "来料加工，口径不同"):
        checking.explain(finding=only_finding(survey, "part"), by=world.clerk, text=text)
    assert newest(survey, "part") == [("来料加工", "来料加工，口径不同"), ("", "来料加工")]


def test_an_old_number_stays_in_the_unit_it_was_given_in(survey):
    line = survey.lines["exports"]
    survey.returns["part"].values.get(line=line).delete()
    survey.returns["fine"].values.get(line=line).delete()
    line.unit = "wan_yuan"
    line.full_clean()
    line.save()
    factories.ReturnValueFactory(enterprise_return=survey.returns["part"], line=line, value=900)
    assert newest(survey, "part") == [("", "900 万元"), ("9,001 千元", "")]


def test_it_takes_as_many_queries_for_many_changes_as_for_few(client, survey, world, django_assert_num_queries):
    client.force_login(world.clerk)
    client.get(address(survey, "slip"))
    with CaptureQueriesContext(connection) as few:
        client.get(address(survey, "slip"))
    for value in range(5):
        row = survey.value("slip", "staff")
        row.value = value
        row.save()
    with django_assert_num_queries(len(few)):
        client.get(address(survey, "slip"))


@pytest.mark.parametrize("role", ["publisher", "auditor", "administrator", "clerk"])
def test_nobody_reads_it_without_the_right_on_returns_or_of_another_park(client, world, survey, role):
    client.force_login(getattr(world, role))
    answer = client.get(address(survey, "neighbour"))
    assert answer.status_code in (403, 404)
    assert "70,000" not in answer.content.decode()
