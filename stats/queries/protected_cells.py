"""The cells that disclosure control names, in words. The stored result has codes: "revenue park:kj|industry:food"."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from enterprises.models import IndustryTag
from parks.models import Park
from stats.models import Indicator, SizeClass
from stats.scope import parts

DIFFERENCE = "difference of two vintages"  # see stats.protecting
NONE = "-"  # the code of no industry, no size class
Names = dict[tuple[str, str], str]


def in_words(cells: Collection[str]) -> list[str]:
    """["营业收入 · 科技园 · 食品"], in the order of the cells. Three queries; none for no cells."""
    if not cells:
        return []
    names = _names()
    return [_in_words(cell, names) for cell in cells]


def _names() -> Names:
    """By kind and code."""
    kinds = {"indicator": Indicator, "park": Park, "industry": IndustryTag}
    found = {(kind, each.code): each.name for kind, model in kinds.items() for each in model.objects.order_by("pk")}
    return found | {("size", size.value): str(size.label) for size in SizeClass}


def _in_words(cell: str, names: Names) -> str:
    if cell == DIFFERENCE:
        return _("what two versions of a figure differ by")
    *codes, scope = cell.split(" ")
    what = [names.get(("indicator", code), code) for code in codes]
    if len(codes) > 1:  # a rest: the word for it, the whole, and the parts that are taken off
        what = [_("%(whole)s without %(parts)s") % {"whole": what[1], "parts": _(", ").join(what[2:])}]
    where = [_("not assigned") if code == NONE else names.get((kind, code), code) for kind, code in parts(scope)]
    return " · ".join([*what, *(where or [_("the whole zone")])])
