"""Sheets of enterprises in which every row lets the address begin with the mark of the sheet."""

import itertools
import random
from dataclasses import dataclass
from typing import Any

from django.test import Client

from enterprises.credit_code import invent
from enterprises.models import Enterprise
from parks.models import Park
from tests import sheets
from tests.faults import proof
from zoneportal.spreadsheets.models import ImportJob

HEADER = ["企业名称", "统一社会信用代码", "所属园区", "入区日期", "注册资本", "注册地址"]
_numbers = itertools.count(1)


@dataclass
class Sent:
    """A checked sheet, and the register before anything came of it."""

    job: ImportJob
    mark: str
    before: proof.Register

    def is_written(self) -> bool:
        return proof.all_or_nothing(self.job, self.before, self.mark)

    def shows(self) -> None:
        """The page of the import can be looked at, and its report is there."""
        browser = Client(SERVER_NAME="127.0.0.1")
        browser.force_login(self.job.user, backend="django.contrib.auth.backends.ModelBackend")
        page = browser.get(f"/admin/spreadsheets/importjob/{self.job.pk}/change/")
        assert page.status_code == 200
        assert self.mark in page.content.decode()


def table(park: Park, mark: str, new: int, stored: list[Enterprise]) -> sheets.Table:
    place = [park.name_zh, "2024-05-06", "500万元"]
    fresh = [
        [f"样例{mark}第{n}号有限公司", invent(random.Random(f"{mark}{n}")), *place, f"{mark}{n}号"] for n in range(new)
    ]
    known = [[each.name_zh, each.credit_code, None, None, None, f"{mark}旧{n}号"] for n, each in enumerate(stored)]
    return [HEADER, *fresh, *known]


def sent(user: Any, park: Park, *, new: int = 60, stored: list[Enterprise] = ()) -> Sent:
    mark = f"第{next(_numbers)}批"
    job = sheets.received("enterprises", table(park, mark, new, list(stored)), user=user)
    assert (job.counts["new"], job.counts["changed"]) == (new, len(stored)), job.counts
    return Sent(job, mark, proof.Register.now())
