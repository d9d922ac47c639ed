"""A sheet that goes by in chunks is judged as one that is seen at once: whatever stands on either side of a border."""

import gc
import random

import pytest

from enterprises.models import Enterprise, Registration
from parks.models import Park
from tests import factories, sheets
from zoneportal.spreadsheets.checks import checking, earlier, uniqueness
from zoneportal.spreadsheets.importing import actions
from zoneportal.spreadsheets.layout import chunks
from zoneportal.spreadsheets.models import ImportJob
from zoneportal.spreadsheets.values.rows import Row

HEADER = ["园区编码", "网址词", "园区名称", "面积（平方公里）"]
REGISTRATIONS = ["企业名称", "所属园区", "入区日期", "离区日期", "离区原因"]


@pytest.fixture
def boss(db):
    return factories.UserFactory(is_superuser=True)


@pytest.fixture(autouse=True)
def _two_rows_at_once(monkeypatch):
    monkeypatch.setattr(checking, "ROWS_AT_ONCE", 2)


def park(code: str, slug: str = "", name: str = "", area: str = "1") -> list[str]:
    return [code, slug or code, name or f"{code}园", area]


def refused_rows(found) -> set[tuple[int, str]]:
    return {(row, message) for row, _column, message in sheets.errors_of(found)}


def test_rows_of_all_chunks_are_counted_and_written(boss):
    table = [HEADER, *(park(f"p{number}") for number in range(7))]
    job = sheets.written("parks", table, user=boss)
    assert job.counts["new"] == Park.objects.count() == 7
    assert [line[0] for line in actions.report_of(job).page("new")] == list(range(2, 9))


def test_a_contradiction_across_a_border_refuses_both_rows(boss):
    found = sheets.checked("parks", [HEADER, park("a"), park("b"), park("c"), park("a", area="2")], user=boss)
    assert refused_rows(found) == {(2, earlier.CONTRADICTED), (5, earlier.CONTRADICTED)}
    assert found.counts()["new"] == 2
    assert [line[0] for line in sheets.changes_of(found)] == [3, 4]


def test_a_contradicted_row_is_not_in_the_plan(boss):
    job = sheets.received("parks", [HEADER, park("a"), park("b"), park("c"), park("a", area="2")], user=boss)
    assert actions.confirm(job=job, by=boss, good_rows_only=True).result == actions.WRITTEN
    assert set(Park.objects.values_list("code", flat=True)) == {"b", "c"}


def test_a_repeated_row_across_a_border_counts_once(boss):
    found = sheets.checked("parks", [HEADER, park("a"), park("b"), park("c"), park("a")], user=boss)
    assert (found.counts()["new"], found.counts()["unchanged"]) == (3, 1)
    assert [(each.row, each.params) for each in sheets.notices_in(found)] == [(5, {"first": 2})]


def test_a_row_that_repeats_a_wrong_one_of_an_earlier_chunk_is_wrong_too(boss):
    found = sheets.checked(
        "parks", [HEADER, park("a", area="-1"), park("b"), park("c"), park("a", area="-1")], user=boss
    )
    assert {row for row, _message in refused_rows(found)} == {2, 5}


def test_what_may_exist_once_is_refused_in_both_chunks(boss):
    found = sheets.checked("parks", [HEADER, park("a", "same"), park("b"), park("c"), park("d", "same")], user=boss)
    assert {row for row, _message in refused_rows(found)} == {2, 5}
    assert len(sheets.errors_of(found)) == 2


def test_a_key_that_a_later_chunk_gives_up_is_free(boss):
    factories.ParkFactory(code="old", slug="word", name_zh="旧园")
    table = [HEADER, park("new", "word"), park("b"), park("c"), ["old", "other", "旧园", "1"]]
    assert sheets.checked("parks", table, user=boss).counts()["error"] == 0


def test_a_key_that_nobody_gives_up_is_taken(boss):
    factories.ParkFactory(code="old", slug="word", name_zh="旧园")
    found = sheets.checked("parks", [HEADER, park("new", "word"), park("b"), park("c"), park("d")], user=boss)
    assert refused_rows(found) == {(2, uniqueness.TAKEN)}


def test_a_row_that_is_refused_gives_up_nothing(boss):
    """Row 5 would free the word that row 2 takes, but row 6 contradicts it."""
    factories.ParkFactory(code="old", slug="word", name_zh="旧园")
    table = [
        HEADER,
        park("new", "word"),
        park("b"),
        park("c"),
        ["old", "other", "旧园", "1"],
        ["old", "more", "旧园", "1"],
    ]
    found = sheets.checked("parks", table, user=boss)
    assert {row for row, _message in refused_rows(found)} == {2, 5, 6}


def test_a_name_without_code_and_the_same_name_with_one_contradict_each_other_in_either_order(boss):
    header = ["企业名称", "统一社会信用代码"]
    code = factories.EnterpriseFactory.build().credit_code
    rows = [["样例甲", None], ["样例乙", None], ["样例丙", None], ["样例甲", code]]
    for table in (rows, rows[::-1]):
        found = sheets.checked("enterprises", [header, *table], user=boss)
        assert {row for row, _message in refused_rows(found)} == {2, 5}


def test_a_move_whose_rows_stand_far_apart_is_judged_as_one(boss):
    first, second = factories.ParkFactory.create_batch(2)
    firms = factories.EnterpriseFactory.create_batch(4, park=first)
    moved, others = firms[0].name_zh, [[firm.name_zh, first.name_zh, "2020-01-01", None, None] for firm in firms[1:]]
    opens = [moved, second.name_zh, "2024-05-01", None, None]
    closes = [moved, first.name_zh, "2020-01-01", "2024-05-01", "区内迁移"]
    job = sheets.written("registrations", [REGISTRATIONS, opens, *others, closes], user=boss)
    assert (job.counts["new"], job.counts["changed"], job.counts["unchanged"]) == (1, 1, 3)
    assert Registration.objects.open().get(enterprise=firms[0]).park == second


def test_rows_of_one_group_are_never_parted():
    rows = [(number, [number % 3]) for number in range(2, 12)]
    groups = chunks.groups_of(rows, 2, lambda chunk: [cells[0] or None for _number, cells in chunk])
    parted = list(chunks.together(rows, 2, groups))
    assert sorted(number for chunk in parted for number, _cells in chunk) == [number for number, _cells in rows]
    for group in (1, 2):
        assert len([chunk for chunk in parted if any(cells == [group] for _number, cells in chunk)]) == 1


@pytest.mark.parametrize("seed", range(6))
def test_chunks_change_no_verdict(boss, monkeypatch, seed):
    rng = random.Random(seed)
    for number in range(4):
        factories.ParkFactory(code=f"c{number}", slug=f"s{number}", name_zh=f"n{number}")
    table = [HEADER]
    for _row in range(14):
        one, other, third = (rng.randrange(7) for _each in range(3))
        table.append([f"c{one}", f"s{other}", f"n{third}", rng.choice(["1", "1", "2", "-1"])])
    parted = sheets.checked("parks", table, user=boss)
    monkeypatch.setattr(checking, "ROWS_AT_ONCE", 1000)
    whole = sheets.checked("parks", table, user=boss)
    assert parted.counts() == whole.counts()
    assert {row for row, _message in refused_rows(parted)} == {row for row, _message in refused_rows(whole)}


def test_an_unnamed_column_far_down_is_told_before_anything_else(boss):
    table = [HEADER, *(park(f"p{number}") for number in range(5)), [*park("x"), "9"], [*park("y"), None, "8"]]
    found = sheets.checked("parks", table, user=boss)
    assert sheets.errors_of(found) == [(None, "E", checking.UNNAMED), (None, "F", checking.UNNAMED)]
    assert not any(found.counts().values())
    assert sheets.changes_of(found) == []


def test_no_more_rows_live_than_a_chunk_has(boss):
    alive = []

    def count(_done: int) -> None:
        gc.collect()
        alive.append(sum(isinstance(each, Row) for each in gc.get_objects()))

    job = received(boss, 9)
    resource = actions.resource_of(job, boss)
    sheet = actions.read(actions.content_of(job))
    checking.check(resource, sheet, actions.report_of(job), tell=count)
    assert len(alive) == 5
    assert max(alive) <= checking.ROWS_AT_ONCE


def received(boss, number: int) -> ImportJob:
    table = [["企业名称", "注册地址"], *([f"样例{row}", "长治市"] for row in range(number))]
    return sheets.received("enterprises", table, user=boss)


def test_a_confirmation_looks_at_no_row_again(boss, monkeypatch):
    job = received(boss, 5)
    monkeypatch.setattr("zoneportal.spreadsheets.checks.checking.check", None)
    assert actions.confirm(job=job, by=boss).result == actions.WRITTEN
    assert Enterprise.objects.count() == 5
