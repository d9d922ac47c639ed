"""What the statistician sees of a withheld figure, and what nobody else does: its value and its former values."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stats.admin import wording
from stats.disclosure.problem import REASONS
from stats.marks import CONFIDENTIAL
from stats.models import CompiledFigure, Figure, WithheldValue, Withholding
from zoneportal.publishing.admin import RecordAdmin
from zoneportal.rights import has_right

NAMED_AT_MOST = 12


def may_see_withheld(request: HttpRequest) -> bool:
    return has_right(request.user, WithheldValue, "view")


class WithheldAdmin(RecordAdmin):
    """The part of the figures' admin that disclosure control concerns."""

    def get_list_select_related(self, request):
        related = super().get_list_select_related(request)
        return [*related, "withheld"] if may_see_withheld(request) else related

    def get_list_display(self, request):
        columns = super().get_list_display(request)
        if not may_see_withheld(request):
            return columns
        return ["withheld_column" if name == "value_column" else name for name in columns]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "withheld_value", "withheld_because", "protects"]

    def withheld_fieldsets(self, request, obj=None) -> list:
        """Empty for who may not see withheld values, and for a figure that is not withheld."""
        withheld = withheld_of(obj) if may_see_withheld(request) else None
        if withheld is None:
            return []
        fields = ["withheld_value", "withheld_because"]
        if withheld.kind == Withholding.SECONDARY:
            fields.append("protects")
        hint = _("Internal: the public sees one mark, whatever the reason. Pass none of this on.")
        return [(_("Disclosure control"), {"fields": fields, "description": hint})]

    def history_view(self, request, object_id, extra_context=None):
        self._require_former_values(request, object_id)
        return super().history_view(request, object_id, extra_context)

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        self._require_former_values(request, object_id)
        return super().history_form_view(request, object_id, version_id, extra_context)

    def _require_former_values(self, request: HttpRequest, object_id: str) -> None:
        """The history of a figure still holds the value that it had before it was withheld."""
        figure = self.visible_or_404(request, object_id)
        if not may_see_withheld(request) and has_secret_past(figure):
            raise PermissionDenied(
                _("Former values of figures that were compiled from returns or are withheld are not among your rights.")
            )

    @admin.display(description=gettext_lazy("value"), ordering="value")
    def withheld_column(self, figure: Figure) -> str:
        """The value; of a withheld figure the mark that others see, what it hides and why."""
        shown, withheld = wording.value_of(figure), withheld_of(figure)
        if withheld is None:
            return shown
        return format_html("{} <small>{} · {}</small>", shown, self.withheld_value(figure), short_kind(withheld))

    @admin.display(description=gettext_lazy("withheld value"))
    def withheld_value(self, figure: Figure) -> str:
        return wording.amount_with_unit(figure, withheld_of(figure).value)

    @admin.display(description=gettext_lazy("why"))
    def withheld_because(self, figure: Figure) -> str:
        withheld = withheld_of(figure)
        code = withheld.reasons.get("reason", "")
        reason = _(REASONS[code]) if code in REASONS else code
        return " · ".join(part for part in (withheld.get_kind_display(), reason) if part)

    @admin.display(description=gettext_lazy("protects"))
    def protects(self, figure: Figure) -> str:
        """The unsafe figures of the same table: one or several of them need this one."""
        cells = primary_beside(figure)
        if not cells:
            return _("figures of another table or an earlier version")
        items = [(wording.scope_of(cell), wording.value_of(cell)) for cell in cells[:NAMED_AT_MOST]]
        more = _("and %(count)s more") % {"count": len(cells) - NAMED_AT_MOST} if len(cells) > NAMED_AT_MOST else ""
        return format_html("<ul>{}</ul>{}", format_html_join("", "<li>{} {}</li>", items), more)


def withheld_of(figure: Figure | None) -> WithheldValue | None:
    return getattr(figure, "withheld", None)


def short_kind(withheld: WithheldValue) -> str:
    """The first word of the kind: “primary”."""
    return withheld.get_kind_display().partition(":")[0].partition("：")[0]


def has_secret_past(figure: Figure) -> bool:
    return (
        figure.mark == CONFIDENTIAL
        or withheld_of(figure) is not None
        or CompiledFigure.objects.filter(figure=figure).exists()
    )


def primary_beside(figure: Figure) -> list[Figure]:
    """One query."""
    same = {name: getattr(figure, name) for name in ("indicator", "year", "vintage")}
    cells = Figure.objects.filter(**same, withheld__kind=Withholding.PRIMARY).exclude(pk=figure.pk)
    return list(cells.select_related("indicator", "definition", "park", "industry").newest_last())
