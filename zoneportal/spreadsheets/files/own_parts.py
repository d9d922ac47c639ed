"""What the portal adds to a workbook that it hands out, and passes over when the workbook comes back.

A clerk sees these words, so they are Chinese whatever the language of the screen, like all headers of a sheet.
"""

import re
from datetime import datetime

from zoneportal.characters import compact

SUMMARY_SHEET = "错误汇总"
INSTRUCTIONS_SHEET = "填写说明"
LISTS_SHEET = "选项"
LOOK_UP_ENDING = "对照表"  # of the sheet in which a long list can be looked up
ERRORS_HEADER = "错误说明"
FINGERPRINT_HEADER = "校验码"
ERRORS_WIDTH = 60  # of the column of errors, in Latin characters

_LINE, _HIGHEST = 15, 300  # points

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}")


def is_own_sheet(name: str) -> bool:
    """Whether the portal put this sheet beside the table."""
    return name in (SUMMARY_SHEET, INSTRUCTIONS_SHEET, LISTS_SHEET) or name.endswith(LOOK_UP_ENDING)


def is_errors_header(header: str) -> bool:
    return compact(header) == ERRORS_HEADER


def height_of(text: str, width: int = ERRORS_WIDTH) -> int:
    """The height in points of a row with this text in a column so wide: not every program finds it out itself."""
    lines = sum(1 + 2 * len(line) // width for line in text.split("\n"))
    return min(_LINE * lines, _HIGHEST)


def fingerprint_header(exported_at: datetime) -> str:
    """校验码（请勿修改，2026-11-22 18:30 导出）: the moment in local time."""
    return f"{FINGERPRINT_HEADER}（请勿修改，{exported_at:%Y-%m-%d %H:%M} 导出）"


def is_fingerprint_header(header: str) -> bool:
    return compact(header).startswith(FINGERPRINT_HEADER)


def moment_of(header: str) -> str:
    """The moment of the export in a header of `fingerprint_header`; "" where somebody shortened it."""
    found = _MOMENT.search(header)
    return found[0] if found else ""
