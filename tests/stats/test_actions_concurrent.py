"""Who writes while a release is being decided, on real connections: what is decided stays as it was decided."""

import threading
import time
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from stats.actions import put_into_release
from stats.models import Compilation, CompiledFigure, Figure, Protection, Release
from stats.queries.approval_sheet import approval_sheet, figures_sha256
from stats.queries.protection_input import grounds_of
from stats.releasing import release_figures, submit_release
from tests import sheets
from tests.factories import DefinitionFactory, FigureFactory, ReleaseFactory, SurveyYearFactory, UserFactory
from tests.together import together
from zoneportal.spreadsheets.importing import actions

pytestmark = pytest.mark.django_db(transaction=True)
A_WHILE = 0.3  # in which the others come to the door


def while_deciding(release: Release, write: Callable[[], object]) -> list[Exception]:
    """Runs `write` while another transaction decides the release. Returns how it was refused."""
    decided, refused = threading.Event(), []

    def writer() -> None:
        try:
            decided.wait(timeout=20)
            write()
        except ValidationError as error:
            refused.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=writer)
    thread.start()
    with transaction.atomic():
        release_figures(release=release, by=None)
        decided.set()
        time.sleep(A_WHILE)
    thread.join(timeout=30)
    return refused


@pytest.fixture
def figure() -> Figure:
    return FigureFactory(release=ReleaseFactory())


def test_a_figure_is_not_changed_any_more(figure):
    def change() -> None:
        figure.value = Decimal(9999)
        figure.save()

    assert while_deciding(Release.objects.get(), change) != []
    assert Figure.objects.get().value == Decimal("358.26")


def test_no_figure_comes_to_it(figure):
    other = FigureFactory(definition=figure.definition, year=2016)

    def add() -> None:
        other.release = figure.release
        other.full_clean()
        other.save()

    assert while_deciding(Release.objects.get(), add) != []
    assert list(Release.objects.get().figures.all()) == [figure]


def test_no_figure_is_taken_out_of_it(figure):
    other = ReleaseFactory()

    def move() -> None:
        put_into_release(figures=Figure.objects.all(), release=other, by=None)

    while_deciding(figure.release, move)
    assert Figure.objects.get().release == figure.release


def test_no_sheet_changes_its_figures(figure):
    boss = UserFactory(is_superuser=True)
    row = [figure.indicator.code, 2017, "9999", "亿元"]
    job = sheets.received("figures", [["指标编码", "年份", "数值", "单位"], row], user=boss)
    outcomes = []

    def confirm() -> None:
        outcomes.append(actions.confirm(job=job, by=boss))

    while_deciding(figure.release, confirm)
    assert [outcome.result for outcome in outcomes] == [actions.BLOCKED]
    assert Figure.objects.get().value == Decimal("358.26")


def test_of_two_approvals_at_once_one_decides():
    figure = FigureFactory(release=ReleaseFactory())
    author, *publishers = UserFactory.create_batch(3, is_superuser=True)
    release = submit_release(release=figure.release, by=author)
    outcomes = together(lambda by: release_figures(release=release, by=by), publishers, ValidationError)

    winners = [each.released_by for each in outcomes if isinstance(each, Release)]
    assert winners == [Release.objects.get().released_by]


def test_a_figure_is_not_changed_while_its_release_is_submitted():
    figure = FigureFactory(release=ReleaseFactory())
    submitted, refused = threading.Event(), []

    def change() -> None:
        try:
            submitted.wait(timeout=20)
            figure.value = Decimal(9999)
            figure.save()
        except ValidationError as error:
            refused.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=change)
    thread.start()
    with transaction.atomic():
        release = submit_release(release=figure.release, by=UserFactory(is_superuser=True))
        submitted.set()
        time.sleep(A_WHILE)
    thread.join(timeout=30)
    assert refused != []
    assert approval_sheet(release).figures[0].value == Decimal("358.26")


def test_of_two_that_are_submitted_at_once_the_later_knows_the_earlier():
    """Both were audited as drafts, so neither audit saw the other."""
    releases = ReleaseFactory.create_batch(2)
    definition = DefinitionFactory()
    compilation = Compilation.objects.create(survey=SurveyYearFactory(), vintage=3, compiled_at=timezone.now())
    for vintage, release in enumerate(releases, 1):
        figure = FigureFactory(definition=definition, year=compilation.survey.year, vintage=vintage, release=release)
        CompiledFigure.objects.create(figure=figure, compilation=compilation)
        Protection.objects.create(
            release=release,
            made_at=timezone.now(),
            figures_sha256=figures_sha256(release),
            is_safe=True,
            result={"grounds": grounds_of(release)},
        )
    author = UserFactory(is_superuser=True)
    outcomes = together(lambda release: submit_release(release=release, by=author), releases, ValidationError)

    assert [each.status for each in outcomes if isinstance(each, Release)] == ["in_review"]
