"""The database goes away or is held by somebody else, the disk is full: nothing is written, and the clerk is told."""

import sqlite3

import pytest
from django.db import connection

from tests import sheets
from tests.faults.processes import Acting, answered
from tests.faults.sheets_of_marks import table
from zoneportal.spreadsheets.importing import actions
from zoneportal.spreadsheets.models import ImportJob

END_OTHERS = """SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL"""
FULL = """CREATE FUNCTION disk_is_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$;
    CREATE TRIGGER disk_is_full BEFORE INSERT ON enterprises_historicalregistration
    FOR EACH STATEMENT EXECUTE FUNCTION disk_is_full()"""
ROOM_AGAIN = "DROP TRIGGER disk_is_full ON enterprises_historicalregistration; DROP FUNCTION disk_is_full()"


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def works_now(sheet, boss) -> None:
    assert not sheet.is_written()
    assert answered("confirm", job=sheet.job.pk, user=boss.pk) == actions.WRITTEN
    assert sheet.is_written()


@pytest.mark.only_on("postgresql")
def test_a_database_that_ends_the_connection_in_the_middle_of_writing(boss, send):
    rehearsal = Acting("confirm", job=send().job.pk, user=boss.pk)
    rehearsal.answer()
    writes = [place for place, word in enumerate(rehearsal.moments) if word == "write"]
    sheet = send()
    acting = Acting("confirm", at=writes[len(writes) // 2], what="stand still", job=sheet.job.pk, user=boss.pk)
    assert acting.stands_still()
    execute(END_OTHERS)
    acting.go_on()
    assert acting.answer() == actions.BLOCKED
    works_now(sheet, boss)


@pytest.mark.only_on("sqlite")
def test_a_database_that_somebody_else_holds(boss, send):
    sheet = send()
    holder = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    said = answered("confirm", job=sheet.job.pk, user=boss.pk, before="little patience")
    holder.close()
    assert said == actions.BLOCKED
    works_now(sheet, boss)


@pytest.mark.only_on("sqlite")
def test_no_room_for_the_database_on_sqlite(boss, send):
    sheet = send(new=300)
    said = answered("confirm", job=sheet.job.pk, user=boss.pk, before="no room in the database")
    assert said == actions.BLOCKED
    works_now(sheet, boss)


@pytest.mark.only_on("postgresql")
def test_no_room_for_the_database_on_postgresql(boss, send):
    sheet = send()
    execute(FULL)
    try:
        said = answered("confirm", job=sheet.job.pk, user=boss.pk)
    finally:
        execute(ROOM_AGAIN)
    assert said == actions.BLOCKED
    works_now(sheet, boss)


def test_no_room_for_the_files_of_a_confirmation(boss, send):
    sheet = send(new=300)
    said = answered("confirm", job=sheet.job.pk, user=boss.pk, before="no room for files")
    assert said == (actions.WRITTEN if sheet.is_written() else actions.BLOCKED)
    if said == actions.BLOCKED:
        works_now(sheet, boss)


def test_no_room_for_an_upload(boss, park):
    content = sheets.as_csv(table(park, "无处可存", 300, []))
    said = answered("receive", content=content, user=boss.pk, before="no room for files")
    assert not isinstance(said, int), said
    assert not ImportJob.objects.exists()
