"""Undos beside each other and beside people who edit, on real connections: once, whole, and nothing of theirs lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

from enterprises.models import Enterprise
from tests import factories, sheets
from zoneportal.spreadsheets.models import ImportJob, JobKind
from zoneportal.spreadsheets.undo import undoing

pytestmark = pytest.mark.django_db(transaction=True)
HEADS = ["企业编号", "企业名称", "注册地址"]


@pytest.fixture
def boss():
    ContentType.objects.clear_cache()
    return factories.UserFactory(is_superuser=True)


def at_once(*works: Callable[[], Any]) -> list[Any]:
    start = Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        try:
            start.wait(timeout=20)
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return [each.result() for each in [pool.submit(run, work) for work in works]]


def changing(several: list[Enterprise], address: str, boss) -> ImportJob:
    rows = [[each.number, each.name_zh, address] for each in several]
    return sheets.written("enterprises", [HEADS, *rows], user=boss)


def test_four_undos_of_one_job_at_once_undo_it_once(boss):
    enterprise = factories.EnterpriseFactory(address="原址")
    job = changing([enterprise], "新址", boss)

    def undo() -> str:
        return undoing.undo(job=ImportJob.objects.get(pk=job.pk), by=boss).result

    assert sorted(at_once(undo, undo, undo, undo)) == sorted([undoing.UNDONE, *[undoing.REPEATED] * 3])
    enterprise.refresh_from_db()
    assert (enterprise.address, enterprise.history.count()) == ("原址", 3)
    assert ImportJob.objects.filter(kind=JobKind.UNDO).count() == 1


def test_an_edit_at_the_same_moment_is_left_or_made_after_the_undo(boss):
    several = factories.EnterpriseFactory.create_batch(8, address="原址")
    job = changing(several, "新址", boss)

    def edit() -> None:
        for enterprise in several:
            with transaction.atomic():
                found = Enterprise.objects.select_for_update().get(pk=enterprise.pk)
                found.address = "手改"
                found.save(update_fields=["address"])

    at_once(lambda: undoing.undo(job=ImportJob.objects.get(pk=job.pk), by=boss), edit)
    assert set(Enterprise.objects.values_list("address", flat=True)) == {"手改"}
    for enterprise in several:
        trail = list(enterprise.history.order_by("history_id").values_list("address", flat=True))
        assert trail in (["原址", "新址", "手改"], ["原址", "新址", "原址", "手改"])


def test_two_imports_of_the_same_records_are_undone_at_once_one_after_the_other(boss):
    enterprise = factories.EnterpriseFactory(address="原址")
    first = changing([enterprise], "一", boss)
    second = changing([enterprise], "二", boss)

    def undo(job: ImportJob) -> Callable[[], str]:
        return lambda: undoing.undo(job=ImportJob.objects.get(pk=job.pk), by=boss).result

    results = at_once(undo(first), undo(second))
    enterprise.refresh_from_db()
    assert results[1] == undoing.UNDONE
    assert enterprise.address == ("原址" if results[0] == undoing.UNDONE else "一")
