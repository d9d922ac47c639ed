"""Who writes while a release is being decided, on real connections: what is decided stays as it was decided."""

import threading
import time
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from stats.actions import put_into_release
from stats.models import Figure, Release
from stats.releasing import release_figures
from tests import sheets
from tests.factories import FigureFactory, ReleaseFactory, UserFactory
from zoneportal.spreadsheets import actions

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
