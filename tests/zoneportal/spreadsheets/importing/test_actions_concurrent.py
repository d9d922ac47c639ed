"""Confirmations at the same moment, on real connections: exactly once, and the message is what the database says."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from enterprises.models import Enterprise
from parks.models import Park
from tests import factories, sheets
from zoneportal.spreadsheets.importing import actions
from zoneportal.spreadsheets.models import ImportJob

pytestmark = pytest.mark.django_db(transaction=True)
HEADER = ["园区编码", "网址词", "园区名称"]


@pytest.fixture
def boss():
    ContentType.objects.clear_cache()
    return factories.UserFactory(is_superuser=True)


def confirmed_at_once(jobs: list[ImportJob], boss) -> list[str]:
    start = Barrier(len(jobs))

    def confirm(job: ImportJob) -> str:
        try:
            start.wait(timeout=20)
            return actions.confirm(job=ImportJob.objects.get(pk=job.pk), by=boss).result
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return sorted(pool.map(confirm, jobs))


def test_one_job_confirmed_four_times_at_once_is_written_once(boss):
    job = sheets.received("parks", [HEADER, ["kj", "kj", "科技工业园"]], user=boss)
    results = confirmed_at_once([job] * 4, boss)
    assert results == [actions.REPEATED] * 3 + [actions.WRITTEN]
    assert (Park.objects.count(), Park.history.count()) == (1, 1)


def test_two_jobs_with_the_same_key_at_once_write_it_once(boss):
    jobs = [sheets.received("parks", [HEADER, ["kj", "kj", name]], user=boss) for name in ("科技工业园", "科技园")]
    results = confirmed_at_once(jobs, boss)
    assert results == [actions.BLOCKED, actions.WRITTEN]
    assert (Park.objects.count(), Park.history.count()) == (1, 1)


def test_two_jobs_with_the_same_enterprise_without_code_write_it_once(boss):
    header = ["企业名称", "注册地址"]
    jobs = [sheets.received("enterprises", [header, ["样例甲", place]], user=boss) for place in ("长治", "太原")]
    results = confirmed_at_once(jobs, boss)
    assert results == [actions.BLOCKED, actions.WRITTEN]
    assert Enterprise.objects.count() == 1


def test_two_jobs_with_other_keys_at_once_are_both_written(boss):
    tables = [[["企业名称", "注册地址"], *([f"样例{job}-{n}", "长治市"] for n in range(30))] for job in range(2)]
    jobs = [sheets.received("enterprises", table, user=boss) for table in tables]
    assert confirmed_at_once(jobs, boss) == [actions.WRITTEN, actions.WRITTEN]
    assert Enterprise.objects.count() == 60
    assert len(set(Enterprise.objects.values_list("number", flat=True))) == 60
