"""The guided path after collecting: each step says what it waits for, and where it is done."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from stats.models import Compilation, CompiledFigure, EnterpriseReturn, Protection, Release
from stats.queries.approval_sheet import figures_sha256
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
    assert release_steps(survey, world.statistician)[0].url == reverse("admin:stats_release_add")
    release = factories.ReleaseFactory()
    assert "released=none" in release_steps(survey, world.statistician)[0].url
    figure.release = release
    figure.save()
    steps = {step.key: step for step in release_steps(survey, world.statistician)}
    assert [step.state for step in steps.values()][1:] == ["open", "open"]
    assert str(release) in steps["release"].sentence


@pytest.fixture
def published(world, made):
    """A compiled figure in a public release."""
    survey = made.survey
    compilation = Compilation.objects.create(survey=survey, vintage=30, compiled_at=timezone.now())
    definition = made.lines["survey-revenue"].indicator.definitions.get()
    release = factories.ReleaseFactory()
    figure = factories.FigureFactory(definition=definition, year=survey.year, value=5, release=release)
    CompiledFigure.objects.create(figure=figure, compilation=compilation)
    digest = figures_sha256(release)
    Protection.objects.create(release=release, made_at=timezone.now(), figures_sha256=digest, is_safe=True)
    Release.objects.filter(pk=release.pk).update(status="released", released_at=timezone.now())
    return figure


def test_revisions_that_stand_in_no_release_open_the_last_steps_again(world, made, published):
    assert states(world, made.survey) == ["done", "done", "done"]
    assert "已公开" in release_steps(made.survey, world.statistician)[-1].sentence
    compilation, same = published.compiled.compilation, {"definition": published.definition, "year": published.year}
    revision = factories.FigureFactory(**same, value=6, revision=1, reason="更正", release=None)
    CompiledFigure.objects.create(figure=revision, compilation=compilation)

    steps = release_steps(made.survey, world.statistician)

    assert [step.state for step in steps] == ["open", "open", "open"]
    assert [step.key for step in steps] == ["reconcile", "protect", "release"]
    assert all("有1个汇总数据未列入发布" in step.sentence for step in steps)


def test_what_was_left_out_for_a_coarser_table_opens_nothing(world, made, published):
    more = {"definition": published.definition, "year": published.year, "park": world.park}
    left = factories.FigureFactory(**more, value=6, release=None)
    CompiledFigure.objects.create(figure=left, compilation=published.compiled.compilation)

    assert states(world, made.survey) == ["done", "done", "done"]


def test_a_release_under_embargo_is_not_called_public(world, made, published):
    later = timezone.now() + timedelta(days=1)
    Release.objects.filter(pk=published.release_id).update(released_at=later)
    assert "未到发布时间" in release_steps(made.survey, world.statistician)[-1].sentence


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
