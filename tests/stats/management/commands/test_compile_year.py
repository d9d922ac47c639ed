from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from stats.models import Compilation, Figure
from tests.factories import ReleaseFactory
from tests.stats import compiled_year
from tests.stats.compiled_year import YEAR

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(db):
    return compiled_year.built()


def told(capsys, *words: str) -> str:
    call_command("compile_year", str(YEAR), *words)
    return capsys.readouterr().out


def test_year_is_compiled(year, capsys):
    said = told(capsys)
    assert "5 returns, 17 figures: new 17." in said
    assert "新增 17" in said
    assert year.figure().value == Decimal("1.5500")


def test_second_run_finds_nothing_new(year, capsys):
    told(capsys)
    assert "nothing new" in told(capsys)
    assert Compilation.objects.count() == 1


def test_vintage_is_taken_at_its_word(year, capsys):
    told(capsys, "--vintage", "flash")
    assert year.figure().get_vintage_display() == "快报数"


def test_reason_goes_with_revisions(year, capsys):
    told(capsys)
    Figure.objects.filter(year=YEAR).update(
        release=ReleaseFactory(status="released", released_at=timezone.now() - timedelta(hours=1))
    )
    year.give(1, year.revenue, 1)
    with pytest.raises(CommandError):
        told(capsys)
    told(capsys, "--reason", "更正")
    assert year.figure(revision=1).reason == "更正"


def test_stored_input_gives_the_stored_figures(year, capsys):
    told(capsys)
    assert f"reproducible, sha256 {Compilation.objects.get().figures_sha256}" in told(capsys, "--check")


def test_figure_that_was_moved_is_named_without_its_value(year, capsys):
    told(capsys)
    Figure.objects.filter(pk=year.figure().pk).update(value=Decimal("7.1234"))
    with pytest.raises(CommandError) as refused:
        told(capsys, "--check")
    assert "revenue zone" in str(refused.value)
    assert "7.1234" not in str(refused.value)
    assert "1.55" not in str(refused.value)


def test_check_writes_nothing(year, capsys):
    with pytest.raises(CommandError):
        told(capsys, "--check")
    assert not Compilation.objects.exists()


def test_year_that_does_not_exist_is_said(db):
    with pytest.raises(CommandError):
        call_command("compile_year", "1999")
