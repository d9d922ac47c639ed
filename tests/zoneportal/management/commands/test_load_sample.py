import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from enterprises.models import Enterprise, Registration
from stats.models import Figure, Release
from tests import world

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
