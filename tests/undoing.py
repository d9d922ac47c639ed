"""A sheet of the register that changes in every way a sheet can, and its undo."""

from collections.abc import Callable
from typing import Any

from enterprises.models import EnterpriseTag
from tests import factories, sheets
from tests.world import World
from zoneportal.spreadsheets.models import ImportJob
from zoneportal.spreadsheets.undo import undoing

REGISTER = ["企业编号", "企业名称", "统一社会信用代码", "所属园区", "注册地址", "主导产业", "主要产业"]
NEW, RENAMED = "样例新企业", "样例改名企业"


def prepared(world: World) -> Callable[[Any], ImportJob]:
    """A function of the user that writes the sheet: a new enterprise, a changed one, one as it was."""
    first, second, third = factories.IndustryTagFactory.create_batch(3)
    EnterpriseTag.objects.create(enterprise=world.enterprise, industry=first, is_main=True)
    EnterpriseTag.objects.create(enterprise=world.enterprise, industry=second)
    industries = f"{second.name_zh}、{third.name_zh}"
    table = [
        REGISTER,
        ["", NEW, "", world.park.name_zh, "新址", first.name_zh, first.name_zh],
        [world.enterprise.number, RENAMED, "", "", "改址", industries, second.name_zh],
        [world.other_enterprise.number, world.other_enterprise.name_zh, "", "", "", "", ""],
    ]
    return lambda user: sheets.written("enterprises", table, user=user)


def written(world: World, user: Any) -> ImportJob:
    return prepared(world)(user)


def undone(job: ImportJob, by: Any, **options: Any) -> undoing.Outcome:
    outcome = undoing.undo(job=job, by=by, **options)
    assert outcome.result == undoing.UNDONE, outcome.finding
    return outcome
