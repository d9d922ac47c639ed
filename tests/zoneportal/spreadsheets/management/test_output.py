"""What a command says, to whoever reads it or not."""

import io
import json
import os

import pytest
from django.core.management.base import OutputWrapper

from tests import factories
from zoneportal.messages import Refused
from zoneportal.spreadsheets.management.output import Output, appearing, user_of


def said(encoding: str = "utf-8", **members) -> bytes:
    file = io.BytesIO()
    with Output(OutputWrapper(io.TextIOWrapper(file, encoding, write_through=True))) as output:
        output.json(**members)
    return file.getvalue()


def test_iterators_become_lists():
    text = said(counts={"new": 1}, errors=iter([{"row": 1}, {"row": 2}]), notices=iter(()), job=None)
    assert json.loads(text) == {"counts": {"new": 1}, "errors": [{"row": 1}, {"row": 2}], "notices": [], "job": None}
    assert text.count(b"\n") == 1


def test_chinese_stands_as_it_is():
    assert "漳泽".encode() in said(name="漳泽")


@pytest.mark.parametrize(("encoding", "value"), [("ascii", "漳泽"), ("utf-8", "\ud800")])
def test_what_the_terminal_cannot_show_is_still_json(encoding, value):
    assert json.loads(said(encoding, name=value)) == {"name": value}


def test_a_line_too_goes_to_every_terminal():
    file = io.BytesIO()
    with Output(OutputWrapper(io.TextIOWrapper(file, "ascii", write_through=True))) as output:
        output.line("漳\n1")
    assert file.getvalue() == b"\\u6f33 1\n"


def test_a_reader_who_went_away_is_no_error():
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w", buffering=1) as stream:
        with Output(OutputWrapper(stream)) as output:
            output.line("nobody hears it")
            pytest.fail("the pipe is open")
        stream.write("nor this")


def test_a_file_appears_when_it_is_whole(tmp_path):
    path = tmp_path / "sheet.csv"
    with appearing(path) as file:
        file.write(b"x")
        assert not path.exists()
    assert (path.read_bytes(), list(tmp_path.iterdir())) == (b"x", [path])


def test_a_file_that_failed_leaves_the_earlier_one(tmp_path):
    path = tmp_path / "sheet.csv"
    path.write_bytes(b"before")
    with pytest.raises(ZeroDivisionError), appearing(path) as file:
        file.write(b"half" * (1 // 0))
    assert (path.read_bytes(), list(tmp_path.iterdir())) == (b"before", [path])


@pytest.mark.django_db
def test_a_user_who_was_shut_out_is_none():
    user = factories.UserFactory(is_active=False)
    with pytest.raises(Refused):
        user_of(user.username)
