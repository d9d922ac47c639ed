"""A sheet of the workbook: headings with their widths, and rows of text."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

SHORT, MIDDLE, LONG, WIDE = 14, 26, 60, 90


@dataclass(frozen=True)
class Sheet:
    title: str
    columns: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[str]] = field(default_factory=list)


def moment(value: datetime | None) -> str:
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else ""


def day(value: date | None) -> str:
    return value.isoformat() if value else ""


def yes(value: bool) -> str:
    return _("yes") if value else _("no")


def listed(items) -> str:
    return _(", ").join(items)
