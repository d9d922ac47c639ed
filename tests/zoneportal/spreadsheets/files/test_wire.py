"""Rows in a file: asked for again, by several at once, and gone with the last who holds them."""

import gc
import tempfile
from datetime import date, datetime

import pytest

from zoneportal.spreadsheets.files.reading import read
from zoneportal.spreadsheets.files.wire import Rows, read_story, written

TABLE = [["企业名称", "代码"], ["甲", "1"], [], ["乙", "2"]]
CONTENT = "企业名称,代码\n甲,1\n\n乙,2\n".encode()


def test_rows_come_as_often_as_they_are_asked_for():
    rows = read(CONTENT).rows
    assert list(rows) == list(rows) == TABLE


def test_rows_know_their_number_before_the_first_is_read():
    assert len(read(CONTENT).rows) == 4


def test_two_may_read_rows_at_the_same_time():
    rows = read(CONTENT).rows
    assert [first == second for first, second in zip(rows, rows, strict=True)] == [True] * 4


def test_rows_outlive_the_sheet_and_their_own_name():
    iterator = iter(read(CONTENT).rows)
    gc.collect()
    assert list(iterator) == TABLE


def test_the_file_is_closed_with_the_last_who_holds_the_rows():
    file = tempfile.TemporaryFile()  # noqa: SIM115 - that is what is tested
    rows = Rows(file, 0, 0)
    del rows
    gc.collect()
    assert file.closed


def test_a_line_longer_than_a_piece_is_whole():
    long = "x" * 3_000_000
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the rows close it
    file.write(f'{{"names": []}}\n["{long}"]\n{{"rows": 1}}\n'.encode())
    assert list(read_story(file)[1]) == [[long]]


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        (-80.0, "-80"),
        (20.5, "20.5"),
        (0.1 + 0.2, "0.3"),
        (0.000001, "0.000001"),
        (9.11404918268844e17, "911404918268844000"),
        (1e300, "1e+300"),
        (" 80.0", " 80.0"),
        (80, "80"),
        (True, "True"),
        (date(2015, 2, 4), "2015-02-04"),
        (datetime.fromisoformat("2015-02-04T08:30"), "2015-02-04 08:30:00"),
        (None, ""),
    ],
)
def test_a_cell_is_shown_as_its_author_reads_it(cell, read):
    assert written(cell) == read
