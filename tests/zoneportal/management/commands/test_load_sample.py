import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from enterprises.models import Enterprise, Registration
from stats.actions import revise_figure
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
    assert "There was no sample data to remove." in capsys.readouterr().out


def test_second_sample_is_refused_while_the_first_is_there(small_world):
    run(enterprises=1)
    with pytest.raises(CommandError, match="make sample-remove"):
        run(enterprises=1)


def test_portal_without_parks_is_told_what_to_do(db):
    with pytest.raises(CommandError, match="make prepare"):
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


class TestReturnsOfRealEnterprises:
    @pytest.fixture
    def loaded(self, small_world):
        run(enterprises=20)
        return SurveyYear.objects.latest("year")

    @pytest.fixture
    def real(self, loaded):
        answered = factories.EnterpriseYearFactory(survey=loaded, enterprise=factories.EnterpriseFactory())
        made = factories.ReturnFactory(entry=answered, status="not_yet")
        factories.ReturnValueFactory(enterprise_return=made, line=loaded.lines.first(), value=5)
        return made

    def test_keep_the_removal_from_taking_anything(self, loaded, real):
        with pytest.raises(CommandError, match=f"1 real enterprises have returns in the sample years .{loaded.year}"):
            run(remove=True)
        assert EnterpriseReturn.objects.filter(pk=real.pk).exists()
        assert Enterprise.objects.filter(is_sample=True).count() == 20

    def test_go_where_that_is_said(self, real):
        run(remove=True, with_returns_of_real_enterprises=True)
        assert not EnterpriseReturn.objects.filter(pk=real.pk).exists()
        assert Enterprise.objects.filter(pk=real.entry.enterprise_id).exists()

    def test_that_nobody_has_touched_are_in_nobodys_way(self, real):
        real.values.all().delete()
        run(remove=True)
        assert not SurveyYear.objects.exists()


def test_release_with_other_figures_stays_with_these_and_is_named(small_world, capsys):
    run(enterprises=20)
    mixed = factories.ReleaseFactory(slug="mixed")
    own = factories.FigureFactory(definition=small_world.figure.definition, year=1999, release=mixed)
    indicator = Indicator.objects.get(code="sample-revenue")
    factories.FigureFactory(definition=indicator.definitions.get(), year=1999, release=mixed)
    run(remove=True)
    assert list(mixed.figures.all()) == [own]
    assert "stay with these: mixed" in capsys.readouterr().out


def test_revision_by_hand_of_a_sample_figure_goes_with_it(small_world):
    run(enterprises=1)
    figure = Figure.objects.filter(release__is_sample=True).first()
    revised = revise_figure(figure=figure, by=None, reason="更正", value=2)
    assert revised.is_sample
    run(remove=True)
    assert not Figure.objects.filter(is_sample=True).exists()


def test_removal_counts_in_the_words_of_the_portal_and_in_both_languages(small_world, capsys):
    run(enterprises=20)
    capsys.readouterr()
    run(remove=True)
    said = capsys.readouterr().out
    assert "企业 20" in said
    assert ", enterprise 20" in said
