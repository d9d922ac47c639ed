"""The command: dry by default, one JSON object, exit codes that a script can trust."""

import random

import pytest
from django.core.management import CommandError, call_command

from enterprises.credit_code import invent
from enterprises.models import Enterprise, Registration
from parks.models import Park
from tests import factories, sheets
from zoneportal.spreadsheets.files import limits
from zoneportal.spreadsheets.importing import actions, confirming
from zoneportal.spreadsheets.models import ImportJob, JobState
from zoneportal.spreadsheets.running.progress import Cancelled

HEADER = ["园区编码", "网址词", "园区名称", "办公电话"]
KJ, WRONG = ["kj", "kj", "科技工业园", "1"], ["ld", "坏 词", "老顶山物流园", "3"]


@pytest.fixture
def boss(db):
    return factories.UserFactory(username="boss", is_superuser=True)


def test_it_is_dry_by_default(boss, tmp_path):
    code, report = sheets.command("parks", sheets.stored_at(tmp_path, [HEADER, KJ]), user="boss")
    assert (code, report["job"], report["errors"]) == (0, None, [])
    assert report["counts"] == {"new": 1, "changed": 0, "unchanged": 0, "conflict": 0, "error": 0}
    assert not Park.objects.exists()
    assert not ImportJob.objects.exists()


def test_commit_writes(boss, tmp_path):
    code, report = sheets.command("parks", sheets.stored_at(tmp_path, [HEADER, KJ]), user="boss", commit=True)
    assert (code, report["job"]) == (0, ImportJob.objects.get().pk)
    assert Park.objects.get().phone == "1"


def test_an_error_tells_row_column_value_and_what_to_do(boss, tmp_path):
    code, report = sheets.command("parks", sheets.stored_at(tmp_path, [HEADER, KJ, WRONG]), user="boss", commit=True)
    assert code == 1
    (error,) = report["errors"]
    assert (error["row"], error["column"], error["value"]) == (3, "网址词", "坏 词")
    assert error["message"]
    assert not Park.objects.exists()


def test_good_rows_only_writes_the_good_rows_and_gives_the_others_back(boss, tmp_path):
    file, rejects = sheets.stored_at(tmp_path, [HEADER, KJ, WRONG]), tmp_path / "rejects.xlsx"
    options = {"commit": True, "good_rows_only": True, "rejects": rejects}
    code, report = sheets.command("parks", file, user="boss", **options)
    assert (code, report["counts"]["new"], report["counts"]["error"]) == (3, 1, 1)
    assert Park.objects.get().code == "kj"
    header, row = sheets.table_of(rejects.read_bytes())
    assert (header[:4], row[:4]) == (HEADER, WRONG)
    assert "网址词" in row[4]


def test_a_second_run_ends_as_the_first_one_and_changes_nothing(boss, tmp_path):
    file = sheets.stored_at(tmp_path, [HEADER, KJ, WRONG])
    for changed in (1, 0):
        code, report = sheets.command("parks", file, user="boss", commit=True, good_rows_only=True)
        assert (code, report["counts"]["new"]) == (3, changed)
    assert Park.history.count() == 1


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 and more", b"\x00\x01\x02"])
def test_a_file_that_cannot_be_read_is_one_json_object_too(boss, tmp_path, content):
    code, report = sheets.command("parks", sheets.stored_at(tmp_path, content), user="boss", commit=True)
    assert (code, report["job"], report["errors"][0]["row"]) == (2, None, None)
    assert not ImportJob.objects.exists()


def test_a_file_that_is_not_there_is_one_json_object_too(boss, tmp_path):
    code, report = sheets.command("parks", str(tmp_path / "none.csv"), user="boss")
    assert (code, len(report["errors"])) == (2, 1)


def test_unknown_columns_are_ignored_by_name(boss, tmp_path):
    file = sheets.stored_at(tmp_path, [[*HEADER, "产值"], [*KJ, "9"]])
    code, report = sheets.command("parks", file, user="boss")
    assert (code, report["errors"][0]["column"], report["errors"][0]["row"]) == (1, "产值", None)
    assert sheets.command("parks", file, user="boss", ignore_columns="产值")[0] == 0


def test_the_rights_of_the_user_hold(world, tmp_path):
    file = sheets.stored_at(tmp_path, [["企业名称", "所属园区"], ["样例新", world.park.name_zh]])
    assert sheets.command("enterprises", file, user=world.clerk.username)[0] == 0
    assert sheets.command("enterprises", file, user=world.other_clerk.username)[0] == 1
    assert sheets.command("enterprises", file, user=world.auditor.username)[0] == 1


def test_an_unknown_sheet_is_told(boss, tmp_path):
    file = sheets.stored_at(tmp_path, [HEADER, KJ])
    with pytest.raises(CommandError):
        call_command("import_sheet", "offices", file, user="boss")


def test_without_json_a_person_reads_it(boss, tmp_path, capsys):
    call_command("import_sheet", "parks", sheets.stored_at(tmp_path, [HEADER, KJ]), user="boss")
    assert "1" in capsys.readouterr().out


def test_memory_is_asked_for_no_more_than_the_limit(boss, tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "_in_force", [limits.Limits(file_bytes=10)])
    code, report = sheets.command("parks", sheets.stored_at(tmp_path, [HEADER, KJ]), user="boss")
    assert (code, report["errors"][0]["row"]) == (2, None)


def test_an_unknown_user_is_one_json_object_too(boss, tmp_path):
    code, report = sheets.command("parks", sheets.stored_at(tmp_path, [HEADER, KJ]), user="nobody")
    assert (code, len(report["errors"]), report["counts"]["new"]) == (1, 1, 0)


@pytest.mark.parametrize("name", ["rejects.pdf", "nowhere/rejects.csv"])
def test_a_place_where_refused_rows_cannot_go_is_told_before_anything_is_written(boss, tmp_path, name):
    file = sheets.stored_at(tmp_path, [HEADER, KJ])
    code, report = sheets.command("parks", file, user="boss", commit=True, rejects=tmp_path / name)
    assert (code, len(report["errors"]), Park.objects.exists()) == (1, 1, False)


def test_ctrl_c_before_writing_says_that_nothing_was_written(boss, tmp_path, monkeypatch):
    def stopped(*_arguments, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr(confirming, "write", stopped)
    code, report = sheets.command("parks", sheets.stored_at(tmp_path, [HEADER, KJ]), user="boss", commit=True)
    assert (code, len(report["errors"]), Park.objects.exists()) == (130, 1, False)
    assert ImportJob.objects.get().state == JobState.CANCELLED


def test_ctrl_c_after_writing_says_what_was_written(boss, tmp_path, monkeypatch):
    def stopped_afterwards(**options):
        confirm(**options)
        raise KeyboardInterrupt

    confirm = actions.confirm
    monkeypatch.setattr(actions, "confirm", stopped_afterwards)
    code, report = sheets.command("parks", sheets.stored_at(tmp_path, [HEADER, KJ]), user="boss", commit=True)
    assert (code, report["errors"], Park.objects.count()) == (0, [], 1)


def test_a_sheet_cancelled_on_the_screen_meanwhile_is_not_written(boss, tmp_path, monkeypatch):
    def cancelled(**_options):
        raise Cancelled

    monkeypatch.setattr(actions, "confirm", cancelled)
    code, report = sheets.command("parks", sheets.stored_at(tmp_path, [HEADER, KJ]), user="boss", commit=True)
    assert (code, len(report["errors"]), Park.objects.exists()) == (1, 1, False)


def test_a_person_sees_what_was_taken_as_header(boss, tmp_path, capsys):
    call_command("import_sheet", "parks", sheets.stored_at(tmp_path, [["园区一览"], HEADER, KJ]), user="boss")
    said = capsys.readouterr().out.splitlines()
    assert "2" in said[0]
    assert "园区一览" in said[1]


def register(number: int) -> list:
    """A register with the dirt that real ones carry, one kind a row, over and over."""
    rng = random.Random(number)
    header = ["企业名称", "统一社会信用代码", "注册日期", "企业类型", "注册资金", "所属园区", "行业代码", "注册地址"]
    rows = []
    for n in range(number):
        code = invent(rng)
        rows.append([f"样例{n}有限公司", code, "2015.02.04", "N/A", "6,920(万)", "漳泽工业园", "2442", "路1号"])
    dirt = {
        0: {1: "无"},
        1: {1: "140400100012345"},
        2: {1: rows[2][1][:-1]},
        3: {1: f" {rows[3][1].lower()} "},
        4: {4: "500()"},
        5: {4: "500(元/万元)"},
        6: {5: "漳泽 工业园"},
        7: {5: "科技园"},
        8: {5: ""},
        9: {6: "C2442"},
        10: {6: "9999"},
        11: {2: "20150204"},
        12: {2: "2015年02月30日"},
    }
    for place, cells in dirt.items():
        for column, value in cells.items():
            rows[place][column] = value
    return [header, *rows, list(rows[13]), [*rows[14][:-1], "别处"]]


def test_a_register_goes_in_with_its_good_rows(boss, tmp_path):
    factories.ParkFactory(name_zh="漳泽工业园")
    factories.ParkFactory(name_zh="科技工业园")
    section = factories.IndustryClassFactory(code="C")
    factories.IndustryClassFactory(code="2442", parent=section)
    options = {"commit": True, "good_rows_only": True}
    code, report = sheets.command("enterprises", sheets.stored_at(tmp_path, register(20)), user="boss", **options)
    refused = {error["row"] for error in report["errors"]}
    # Rows of the sheet: header 1; wrong: code 4, capital 7, park 9, industry 12, day 14, the contradiction 16 and 23.
    assert (code, refused) == (3, {4, 7, 9, 12, 14, 16, 23})
    assert report["counts"] == {"new": 14, "changed": 0, "unchanged": 1, "conflict": 0, "error": 7}
    assert (Enterprise.objects.count(), Registration.objects.count()) == (14, 13)
    assert Enterprise.objects.without_code().count() == 2
