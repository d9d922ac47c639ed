"""The enterprise that a credit code or zone number leads to."""

from datetime import datetime

from enterprises.finding import is_code
from enterprises.models import RegisterLine
from zoneportal.characters import compact


def enterprise_known_by(text: str, at: datetime) -> str | None:
    """The number of the only confirmed enterprise whose code or number is, or begins with, the text. One query.

    None, without a query, where the text is no code.
    """
    code = compact(text).upper()
    if not is_code(code):
        return None
    found = RegisterLine.objects.confirmed(at).about([code]).order_by("number").values_list("number", flat=True)[:2]
    return found[0] if len(found) == 1 else None
