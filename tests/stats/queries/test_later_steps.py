"""The guided path after collecting: each step says what it waits for, and where it is done."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from stats.models import Compilation, CompiledFigure, EnterpriseReturn
from stats.queries.compile_state import step as compile_step
from stats.queries.later_steps import accept_step, check_step, release_steps
from tests import factories, surveys


@pytest.fixture
def made(world):
    return surveys.frozen(by=world.statistician)


def states(world, survey):
    return [step.state for step in release_steps(survey, world.statistician)]


def test_checking_waits_for_a_return_and_ends_when_nothing_is_unexplained(world, made):
    user, survey = world.statistician, made.survey
    assert check_step(survey, user).state == "blocked"
    own = surveys.answered(world.enterprise, made, world.clerk, revenue=5)
    step = check_step(survey, user)
    assert (step.state, step.url.endswith(f"?year={survey.year}&status__exact=received")) == ("open", True)
    EnterpriseReturn.objects.filter(pk=own.pk).update(status="checked")
    assert check_step(survey, user).state == "done"
    factories.FindingFactory(enterprise_return=own)
    step = check_step(survey, user)
    assert (step.state, step.url.endswith("&findings=open")) == ("open", True)


def test_accepting_is_open_while_something_is_checked(world, made):
    user, survey = world.statistician, made.survey
    assert accept_step(survey, user).state == "blocked"
    own = surveys.answered(world.enterprise, made, world.clerk, revenue=5)
    EnterpriseReturn.objects.filter(pk=own.pk).update(status="checked")
    assert accept_step(survey, user).state == "open"
    EnterpriseReturn.objects.update(status="accepted")
    assert accept_step(survey, user).state == "done"


def test_a_clerk_counts_the_returns_of_the_own_park_only(world, made):
    surveys.answered(world.other_enterprise, made, world.other_clerk, revenue=5)
    assert check_step(made.survey, world.clerk).state == "blocked"
    assert check_step(made.survey, world.other_clerk).state == "open"


def test_who_may_not_see_returns_has_no_way_to_them(world, made):
    surveys.answered(world.enterprise, made, world.clerk, revenue=5)
    assert check_step(made.survey, world.auditor).url == ""


def test_the_last_steps_follow_the_release_of_the_compiled_figures(world, made):
    survey = made.survey
    assert states(world, survey) == ["blocked", "blocked", "blocked"]
    compilation = Compilation.objects.create(survey=survey, vintage=30, compiled_at=timezone.now())
    definition = made.lines["survey-revenue"].indicator.definitions.get()
    figure = factories.FigureFactory(definition=definition, year=survey.year, value=5)
    CompiledFigure.objects.create(figure=figure, compilation=compilation)
    assert states(world, survey) == ["open", "blocked", "blocked"]
    release = factories.ReleaseFactory()
    figure.release = release
    figure.save()
    steps = {step.key: step for step in release_steps(survey, world.statistician)}
    assert [step.state for step in steps.values()][1:] == ["open", "open"]
    assert str(release) in steps["release"].sentence


def test_the_day_of_compiling_is_the_day_in_the_zone(world, made):
    surveys.answered(world.enterprise, made, world.clerk, revenue=5)
    EnterpriseReturn.objects.filter(status="received").update(status="accepted")
    late = datetime(2026, 5, 6, 17, tzinfo=UTC)
    Compilation.objects.create(survey=made.survey, vintage=30, compiled_at=late, return_count=1)
    assert "2026-05-07" in compile_step(made.survey, world.statistician).sentence


def test_a_return_corrected_and_accepted_after_compiling_asks_for_compiling_again(world, made):
    surveys.answered(world.enterprise, made, world.clerk, revenue=5)
    received = EnterpriseReturn.objects.filter(status="received")
    received.update(status="accepted", accepted_at=datetime(2026, 5, 6, tzinfo=UTC))
    made_at = datetime(2026, 5, 7, tzinfo=UTC)
    Compilation.objects.create(survey=made.survey, vintage=30, compiled_at=made_at, return_count=1)
    assert compile_step(made.survey, world.statistician).state == "done"
    EnterpriseReturn.objects.filter(status="accepted").update(accepted_at=datetime(2026, 5, 8, tzinfo=UTC))
    step = compile_step(made.survey, world.statistician)
    assert (step.state, "1" in step.sentence) == ("open", True)
