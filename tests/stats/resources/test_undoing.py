"""What was released stays when an import of figures is undone."""

from decimal import Decimal

import pytest

from stats.actions import put_into_release
from stats.models import Figure, IndicatorDefinition
from stats.releasing import release_figures, submit_release
from stats.resources.revising import IN_REVIEW
from stats.resources.undoing import RELEASED
from tests import factories, sheets, snapshots
from zoneportal.spreadsheets.undo import undoing

HEADS = ["指标编码", "年份", "数值", "单位", "修订原因"]


@pytest.fixture
def boss(db):
    return factories.UserFactory(is_superuser=True)


def sent(figure: Figure, value: str, user, *, year: int | None = None):
    row = [figure.indicator.code, year or figure.year, value, "亿元", "核实"]
    return sheets.written("figures", [HEADS, row], user=user)


def test_figures_that_are_not_released_go_back(world, boss):
    before = snapshots.taken()
    for job in (sent(world.secret_figure, "1", boss), sent(world.secret_figure, "2", boss, year=2019)):
        assert undoing.undo(job=job, by=boss).result == undoing.UNDONE
    assert snapshots.differences(before, snapshots.taken()) == {}


def test_a_revision_beside_a_released_figure_goes(world, boss):
    job = sent(world.figure, "400", boss)
    assert Figure.objects.filter(revision=1).exists()
    undoing.undo(job=job, by=boss)
    assert not Figure.objects.filter(revision=1).exists()
    assert Figure.objects.get(pk=world.figure.pk).value == Decimal("358.26")


@pytest.mark.parametrize("force", [False, True])
def test_a_figure_released_since_is_neither_removed_nor_changed(world, boss, force):
    new, changed = sent(world.secret_figure, "2", boss, year=2019), sent(world.secret_figure, "1", boss)
    release = factories.ReleaseFactory()
    figures = Figure.objects.filter(year__in=[2018, 2019])
    put_into_release(figures=figures, release=release, by=boss)
    release_figures(release=release, by=None)
    before = list(figures.order_by("pk").values())
    for job in (new, changed):
        plan = undoing.plan_of(job, boss, force=force)
        assert [left.message for several in plan.judged.left.values() for left in several.values()] == [RELEASED]
        assert undoing.undo(job=job, by=boss, force=force).finding.message == undoing.NOTHING_TO_DO
    assert list(figures.order_by("pk").values()) == before


def test_a_figure_in_review_stays_until_it_is_sent_back(world, boss):
    job = sent(world.secret_figure, "1", boss)
    release = factories.ReleaseFactory()
    figures = Figure.objects.filter(year=2018)
    put_into_release(figures=figures, release=release, by=boss)
    submit_release(release=release, by=boss)
    plan = undoing.plan_of(job, boss, force=True)
    assert [left.message for several in plan.judged.left.values() for left in several.values()] == [IN_REVIEW]
    undoing.undo(job=job, by=boss, force=True)
    assert figures.get().value == 1


def test_a_definition_by_which_figures_were_made_stays_and_its_indicator_with_it(boss):
    heads = ["指标编码", "指标名称", "主题", "口径起始年份", "计量单位", "指标口径", "数据来源"]
    rows = [["revenue", "营业收入", "经济总量", year, "亿元", "定义。", "统计局"] for year in ("2015", "2018")]
    job = sheets.written("indicators", [heads, *rows], user=boss)
    factories.FigureFactory(definition=IndicatorDefinition.objects.get(valid_from_year=2015))
    assert undoing.undo(job=job, by=boss, force=True).job.counts["blocked"] == 2
    assert IndicatorDefinition.objects.get().valid_from_year == 2015
