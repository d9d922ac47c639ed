"""A real server with two processes and a worker: hostile files arrive while readers ask for pages."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from bench.hostile_sheets.child import measured
from bench.hostile_sheets.portal import Portal, portal
from tests.faults.processes import database_url
from tests.hostile_sheets.corpus import CORPUS
from zoneportal.messages import Refused
from zoneportal.spreadsheets.files.limits import MIB, Limits

pytestmark = pytest.mark.only_on("sqlite")
BY_NAME = {case.name: case for case in CORPUS}
# One of each way to ask for much: unpacking, cells, memory, texts, and a child that dies.
COSTLY = (
    "bomb_of_blanks",
    "bomb_of_rows",
    "bomb_of_one_string",
    "cells_far_apart_within_the_limits",
    "five_million_characters_in_a_cell",
    "quotation_mark_that_does_not_close_in_a_long_file",
    "a_billion_filled_columns",
    "cells_in_both_corners_of_xls",
)
PAGE = 5  # seconds, where everything else on the machine runs too


@pytest.fixture
def office(transactional_db) -> Iterator[Portal]:
    small = {"SHEET_LIMITS": f"rows=20000,unpacked_bytes={2 * MIB}", "DJANGO_SETTINGS_MODULE": "tests.hostile.settings"}
    env = os.environ | small | {"DATABASE_URL": database_url()}
    with portal(env, Path(connection.settings_dict["NAME"]), first="/health/") as at:
        yield at


def test_readers_get_their_pages_while_hostile_files_are_read(office):
    with office.readers(("/health/", "/parks/", "/enterprises/")) as readers:
        sent = {name: office.send(BY_NAME[name].filename, BY_NAME[name].content()) for name in COSTLY}

    assert {name: one.state for name, one in sent.items()} == dict.fromkeys(COSTLY, "unreadable")
    assert {one.status for one in sent.values()} == {200}
    assert max(one.more for one in sent.values()) <= 64
    assert readers.broken == []
    assert readers.slowest() < PAGE


@pytest.mark.parametrize("name", COSTLY)
def test_a_child_keeps_within_its_memory_and_its_seconds(name):
    limits = BY_NAME[name].limits or Limits()

    read = measured(BY_NAME[name].content(), limits)

    assert isinstance(read.answer, Refused)
    assert read.mib <= limits.memory_bytes / MIB <= 512
    assert read.seconds <= limits.seconds + 1
