"""Collecting returns: who has to be reminded (催报名单), and how far the year is."""

from itertools import groupby
from typing import IO, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stats.models import Compilation, EnterpriseReturn, SurveyYear
from stats.queries.board import board, missing
from stats.querysets import ReturnQuerySet
from stats.year_path import BLOCKED, DONE, OPEN, TITLES, Step
from zoneportal.messages import in_a_row
from zoneportal.rights import has_right, require_right
from zoneportal.spreadsheets.handing_out.workbooks import Book

# What the workbook says is Chinese, whatever the language of the screen: it goes to enterprises.
COLUMNS = (
    ("序号", 8, "whole"), ("企业编号", 12, "text"), ("企业名称", 40, "text"), ("统一社会信用代码", 22, "text"),
    ("所属园区", 18, "text"), ("报送截止日期", 14, "day"), ("催报日期", 14, "day"), ("催报人", 12, "text"),
    ("回复情况", 30, "text"),
)  # fmt: skip


def write_reminders(*, survey: SurveyYear, user: Any, file: IO[bytes], returns: ReturnQuerySet | None = None) -> int:
    """A workbook with a sheet for each park: who has not sent the return yet. Returns how many.

    `returns`: of these only. The last three columns are for the clerk. Errors: PermissionDenied.
    """
    require_right(user, EnterpriseReturn, "export")
    rows = missing(survey, user)
    if returns is not None:
        rows = rows.filter(pk__in=returns.order_by().values("pk"))
    count = 0
    with Book(file) as book:
        for park, several in groupby(rows, key=lambda each: each.entry.park):
            count += _write_park(book, park.name_zh, list(several), survey)
        if not count:
            _write_park(book, "催报名单", [], survey)
    return count


def _write_park(book: Book, title: str, returns: list[EnterpriseReturn], survey: SurveyYear) -> int:
    sheet = book.sheet(title)
    sheet.freeze_panes(1, 0)
    writers = []
    for place, (header, width, kind) in enumerate(COLUMNS):
        sheet.set_column(place, place, width, book.formats[kind])
        sheet.write_string(0, place, header, book.header)
        writers.append(book.writer(sheet, place, kind))
    for number, each in enumerate(returns, 1):
        enterprise = each.entry.enterprise
        cells = (number, enterprise.number, enterprise.name_zh, enterprise.credit_code, each.entry.park.name_zh)
        for write, value in zip(writers, (*cells, survey.due_on), strict=False):
            if value is not None:
                write(number, value)
    return len(returns)


def step(survey: SurveyYear, user: Any) -> Step:
    """The step of the guided path. Two queries, three where a return is missing."""
    title = _(TITLES["collect"])
    if survey.frozen_at is None:
        return Step("collect", title, BLOCKED, _("Waits until the register is frozen."))
    lines = board(survey, user)
    may_see = has_right(user, EnterpriseReturn, "view")
    url = reverse("admin:stats_surveyyear_board", args=[survey.pk]) if may_see else ""
    button = _("Board") if may_see else ""
    if not lines:
        return Step("collect", title, BLOCKED, _("Nobody is asked: look at whom the lines of the form are for."))
    total = lines[-1]
    if not total.missing:
        return Step(
            "collect", title, DONE, _("All %(count)s returns have come in.") % {"count": total.asked}, url, button
        )
    said = ngettext(
        "%(missing)s of %(count)s return is missing.", "%(missing)s of %(count)s returns are missing.", total.missing
    ) % {"missing": total.missing, "count": total.asked}
    if Compilation.objects.filter(survey=survey).exists():
        # The year went on without them: nobody waits here any more, and nothing is hidden.
        return Step("collect", title, DONE, said, url, button)
    if survey.due_on and survey.due_on < timezone.localdate():
        said = in_a_row([said, _("They were due on %(day)s.") % {"day": survey.due_on.isoformat()}])
    return Step("collect", title, OPEN, said, url, button)
