import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from enterprises.models import Enterprise, Registration
from stats.models import (
    Compilation,
    CompilationInput,
    CompiledFigure,
    EnterpriseReturn,
    Figure,
    HoldingMember,
    Indicator,
    Protection,
    Release,
    ReportedTotal,
    ReturnValue,
    SurveyYear,
)
from tests import factories, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def small_world():
    return world.build()


def run(**options):
    call_command("load_sample", **options)


def test_sample_of_the_asked_size_is_loaded(small_world, capsys):
    run(enterprises=20, years=10)
    last_year = timezone.localdate().year - 1
    assert Enterprise.objects.filter(is_sample=True).count() == 20
    years = Figure.objects.filter(release__is_sample=True, park=None).values_list("year", flat=True)
    assert max(years) == last_year
    assert "20 enterprises" in capsys.readouterr().out


def test_sample_figures_are_public_so_that_pages_can_be_shown(small_world):
    run(enterprises=1)
    assert Release.objects.released(timezone.now()).filter(is_sample=True).exists()


def test_removal_leaves_what_was_there_before(small_world):
    def everything():
        return [list(model.objects.order_by("pk").values()) for model in (Enterprise, Registration, Figure, Release)]

    before = everything()
    history = [model.history.count() for model in (Enterprise, Registration, Figure, Release)]
    run(enterprises=20)
    run(remove=True)
    assert everything() == before
    assert [model.history.count() for model in (Enterprise, Registration, Figure, Release)] == history


def test_removal_says_when_there_is_nothing_to_remove(small_world, capsys):
    run(remove=True)
    assert "there was none" in capsys.readouterr().out


def test_second_sample_is_refused_while_the_first_is_there(small_world):
    run(enterprises=1)
    with pytest.raises(CommandError, match="--remove"):
        run(enterprises=1)


def test_portal_without_parks_is_told_what_to_do(db):
    with pytest.raises(CommandError, match="load_content"):
        run(enterprises=1)


@pytest.mark.parametrize("options", [{"enterprises": -1}, {"years": 0}, {"years": 31}])
def test_sizes_that_make_no_sense_are_refused(db, options):
    with pytest.raises(CommandError, match="--years 1 to 30"):
        run(**options)


def test_nothing_is_left_when_the_command_fails_half_way(small_world, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("zoneportal.management.commands.load_sample.load_figures", fail)
    with pytest.raises(RuntimeError):
        run(enterprises=5)
    assert not Enterprise.objects.filter(is_sample=True).exists()


def test_two_years_of_returns_come_with_a_slip_and_a_total_that_is_not_ours(small_world):
    factories.IndustryTagFactory(code="biomedicine")
    run(enterprises=60)
    earlier, later = SurveyYear.objects.filter(is_sample=True).order_by("year")
    assert later.year == timezone.localdate().year - 1
    accepted = EnterpriseReturn.objects.filter(entry__survey=earlier, status="accepted")
    received = EnterpriseReturn.objects.filter(entry__survey=later, status="received")
    assert 10 < accepted.count() == received.count()
    assert EnterpriseReturn.objects.filter(entry__survey=later, status="not_yet").exists()
    revenue = {
        survey: dict(
            ReturnValue.objects.filter(line__survey=survey, line__role="revenue").values_list(
                "enterprise_return__entry__enterprise", "value"
            )
        )
        for survey in (earlier, later)
    }
    slipped = [key for key, value in revenue[later].items() if value * 8 < revenue[earlier][key]]
    assert len(slipped) == 1
    assert ReportedTotal.objects.get(year=later.year).value > 0
    assert HoldingMember.objects.filter(holding__name_zh__startswith="示例").count() == 2
    titles = [earlier.title_zh, *Indicator.objects.filter(code__startswith="sample-").values_list("name_zh", flat=True)]
    assert all(title.startswith("示例") for title in titles)


def test_removal_takes_the_survey_years_and_what_was_made_of_them(small_world):
    run(enterprises=20)
    survey = SurveyYear.objects.latest("year")
    indicator = Indicator.objects.get(code="sample-revenue")
    figure = factories.FigureFactory(definition=indicator.definitions.get(), year=survey.year, value=5)
    practised, announced = factories.ReleaseFactory(), factories.ReleaseFactory()
    Figure.objects.filter(pk=figure.pk).update(release=practised)
    Protection.objects.create(release=practised, made_at=timezone.now(), figures_sha256="a" * 64)
    compilation = Compilation.objects.create(survey=survey, vintage=30, compiled_at=timezone.now())
    CompiledFigure.objects.create(figure=figure, compilation=compilation)
    CompilationInput.objects.create(compilation=compilation, entry=survey.entries.first())
    real = factories.SurveyYearFactory(year=2001)
    factories.ReturnFactory(entry__survey=real, entry__enterprise=Enterprise.objects.filter(is_sample=True).first())
    kept = factories.ReturnFactory(entry__survey=real, entry__enterprise=small_world.enterprise)
    run(remove=True)
    assert list(EnterpriseReturn.objects.all()) == [kept]
    assert list(SurveyYear.objects.all()) == [real]
    assert not Indicator.objects.filter(code__startswith="sample-").exists()
    assert not Compilation.objects.exists()
    assert not Release.objects.filter(pk=practised.pk).exists()
    assert Release.objects.filter(pk=announced.pk).exists()
    assert EnterpriseReturn.history.exclude(id=kept.pk).count() == 0
