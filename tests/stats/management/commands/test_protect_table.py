"""The seam for checks from outside: csv in, csv out, exit codes."""

import csv
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from stats.disclosure.audit import AuditResult, Exposure
from stats.disclosure.problem import OutOfTime
from stats.disclosure.sheets import COLUMNS
from stats.management.commands import protect_table
from tests.stats.disclosure import worlds
from tests.stats.disclosure.attacker import leaks

HEADER = ",".join(COLUMNS)
FINE = [f"north,steel,e{number},,{value}" for number, value in enumerate((50, 60, 70, 80))]


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def out(tmp_path) -> Path:
    return tmp_path / "out.csv"


@pytest.fixture
def run(tmp_path, out):
    def run(*lines: str, header: str = HEADER, content: bytes | None = None) -> dict[tuple[str, str], tuple[str, str]]:
        source = tmp_path / "in.csv"
        source.write_bytes("\n".join([header, *lines]).encode() if content is None else content)
        call_command("protect_table", str(source), "-o", str(out))
        with out.open(encoding="utf-8", newline="") as written:
            rows = list(csv.DictReader(written))
        assert list(rows[0]) == ["row", "column", "value", "mark"]
        return {(row["row"], row["column"]): (row["value"], row["mark"]) for row in rows}

    return run


def refusal(run, out, *lines: str, **more) -> tuple[str, int]:
    with pytest.raises(CommandError) as caught:
        run(*lines, **more)
    assert not out.exists()
    return str(caught.value), caught.value.returncode


def test_a_table_without_small_cells_comes_back_whole(run):
    south = [f"south,food,f{number},,{value}" for number, value in enumerate((10, 20, 30, 40))]

    assert run(*FINE, *south) == {
        ("north", "steel"): ("260", ""),
        ("north", "food"): ("0", ""),
        ("north", "*"): ("260", ""),
        ("south", "steel"): ("0", ""),
        ("south", "food"): ("100", ""),
        ("south", "*"): ("100", ""),
        ("*", "steel"): ("260", ""),
        ("*", "food"): ("100", ""),
        ("*", "*"): ("360", ""),
    }


def test_a_withheld_cell_has_an_empty_value_and_the_mark(run):
    written = run(*FINE, "north,food,f,,5", "south,steel,g1,,40", "south,steel,g2,,41", "south,steel,g3,,42")

    assert written["north", "food"] == ("", "confidential")
    assert ("", "confidential") in (written["north", "steel"], written["north", "*"])


def test_the_written_table_withstands_the_attacker(run):
    contributions = worlds.enterprises(3)
    written = run(
        *(f"{e.cell[0]},{e.cell[1]},{e.contributor},{e.holding},{e.value}" for e in contributions),
    )

    problem = worlds.table_problem(contributions)
    withheld = {key for key, (_value, mark) in written.items() if mark}
    assert withheld
    assert leaks(problem, withheld) == []
    assert {key: value for key, (value, mark) in written.items() if not mark} == {
        cell.key: str(cell.value) for cell in problem.cells if cell.key not in withheld
    }


def test_repeats_are_summed_and_a_holding_counts_once(run):
    twice = ["north,steel,a,h,10", "north,steel,a,h,15", "north,steel,b,h,30", "north,steel,c,,20", "north,steel,d,,0"]

    assert run(*twice)["north", "steel"] == ("", "confidential")


def test_decimals_stay_exact(run):
    lines = [f"north,steel,e{number},,0.1" for number in range(10)]

    assert run(*lines)["*", "*"] == ("1.0", "")


def test_bom_spaces_blank_lines_and_another_order_of_columns_are_fine(run):
    header = "value, row,column,contributor,holding"
    text = "\r\n".join([header, " 10 ,north,steel,a,", "", ",,,,", "11,north,steel,b,", "12,north,steel,c,", ""])

    assert run(content=text.encode("utf-8-sig"))["north", "steel"] == ("33", "")


@pytest.mark.parametrize(
    "value",
    [
        "NaN",
        "nan",
        "inf",
        "-Infinity",
        "1e5",
        "1e1000000",
        "1,000",
        "１２",
        "12 万",
        "0x10",
        "",
        "—",
        "=1+1",
        "1_000",
        "٣",
    ],
)
def test_a_value_that_is_no_plain_number_is_refused(run, out, value):
    quoted = f'"{value}"' if "," in value else value
    said, code = refusal(run, out, *FINE, f"north,steel,x,,{quoted}")

    assert "Line 6" in said
    assert code == 1
    assert not value or value not in said.replace("1234.5", "")


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([], "no contributions"),
        (["*,steel,a,,1"], "kept for margins"),
        (["north,*,a,,1"], "kept for margins"),
        (["north,steel,,,1"], "no contributor"),
        ([",steel,a,,1"], "no row"),
        (["north,steel,a,,1,2"], "6 fields"),
        (["north,steel,a,1"], "4 fields"),
        (["north,steel,a,h1,1", "north,food,a,h2,1"], "another holding"),
        (["north,steel,a,,1234567890123456"], "15 significant"),
        (['north,"steel,a,,1'], "quotation"),
    ],
)  # fmt: skip
def test_a_broken_line_is_refused_with_what_to_do(run, out, lines, words):
    said, code = refusal(run, out, *lines)

    assert words in said
    assert code == 1


@pytest.mark.parametrize(
    "header",
    ["row,column,contributor,value", "row,column,contributor,holding,value,value", "a;b;c", "row,row,row,row,row"],
)
def test_a_wrong_header_is_refused(run, out, header):
    said, code = refusal(run, out, "north,steel,a,,1", header=header)

    assert "header must be" in said
    assert code == 1


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", "行,列\n园区,工业".encode("gbk"), f"{HEADER}\nn,s,a,,1".encode("utf-16"), b"\0\0\0"]
)
def test_what_is_no_text_or_empty_is_refused(run, out, content):
    _said, code = refusal(run, out, content=content)

    assert code == 1


def test_a_file_that_is_not_there_is_refused(tmp_path, out):
    with pytest.raises(CommandError, match="cannot be read") as caught:
        call_command("protect_table", str(tmp_path / "none.csv"), "-o", str(out))

    assert caught.value.returncode == 1


def test_a_place_that_cannot_be_written_is_refused(tmp_path, run):
    source = tmp_path / "in.csv"
    source.write_text("\n".join([HEADER, *FINE]))

    with pytest.raises(CommandError, match="cannot be written") as caught:
        call_command("protect_table", str(source), "-o", str(tmp_path / "nowhere" / "out.csv"))

    assert caught.value.returncode == 1


def test_without_a_place_for_the_result_it_says_what_is_missing():
    with pytest.raises(CommandError, match="-o OUT") as caught:
        call_command("protect_table")

    assert caught.value.returncode == 1


class TestNothingIsWritten:
    def test_out_of_time(self, run, out, monkeypatch):
        def too_slow(*_args, **_more):
            raise OutOfTime()

        monkeypatch.setattr(protect_table, "protect", too_slow)

        assert refusal(run, out, *FINE)[1] == 2

    def test_when_the_audit_fails(self, run, out, monkeypatch):
        exposed = Exposure((("north", "steel"),), "outsider", 1.0, 1.0)
        monkeypatch.setattr(protect_table, "audit", lambda *_args, **_more: AuditResult((exposed,), 1))

        assert refusal(run, out, *FINE)[1] == 2

    def test_and_what_was_there_stays(self, tmp_path, out):
        source = tmp_path / "in.csv"
        source.write_text("broken")
        out.write_text("before")

        with pytest.raises(CommandError):
            call_command("protect_table", str(source), "-o", str(out))

        assert out.read_text() == "before"
        assert {path.name for path in tmp_path.iterdir()} == {"in.csv", "out.csv"}
