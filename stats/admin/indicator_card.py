"""指标卡片: one page for each indicator with all that its next clerk has to know, for whoever may see it."""

from collections.abc import Callable

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stats.admin import wording
from stats.models import Compilation, Difference, FormLine, Goal, Indicator, Release, ReturnFinding, SurveyYear
from stats.queries.cards import Made, cards_of, moment_of
from zoneportal.publishing.admin import RecordAdmin
from zoneportal.rights import has_right


class CardDoor(RecordAdmin):
    """The part of the indicators' admin that shows the card."""

    def record_pages(self) -> dict[str, Callable[..., HttpResponse]]:
        return {"card": self.card_view}

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            context["card_url"] = self._url("card", obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def card_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        indicator = self.visible_or_404(request, object_id)
        (card,) = cards_of([indicator], request.user, timezone.now())
        context = self._history_context(request, indicator) | {
            "title": _("Indicator card: %s") % indicator.name,
            "card": card,
            "made": made_in_words(card.made) if card.made else None,
            "made_url": reverse("admin:stats_figure_change", args=[card.made.figure.pk]) if card.made else "",
            "compilation_url": compilation_url(card.made, request.user),
            "planned": [(release, moment_of(release)) for release in card.planned],
            "findings": [(year, count, findings_url(year)) for year, count in sorted(card.findings.items())],
            "revisions": [
                (figure, wording.scope_of(figure), wording.value_of(figure)) for figure in card.revisions
            ],
            "may": {
                name: has_right(request.user, model, "view")
                for name, model in (
                    ("line", FormLine), ("survey", SurveyYear), ("release", Release), ("finding", ReturnFinding),
                    ("difference", Difference), ("goal", Goal),
                )
            },
        }  # fmt: skip
        return TemplateResponse(request, "admin/stats/indicator/card.html", context)

    @admin.display(description=gettext_lazy("card"))
    def card_column(self, indicator: Indicator) -> str:
        name = _("Indicator card: %s") % indicator.name
        return format_html('<a href="{}" aria-label="{}">{}</a>', self._url("card", indicator), name, _("card"))


def compilation_url(made: Made | None, user) -> str:
    if made is None or made.compilation is None or not has_right(user, Compilation, "view"):
        return ""
    return reverse("admin:stats_compilation_change", args=[made.compilation.pk])


def findings_url(year: int) -> str:
    return f"{reverse('admin:stats_returnfinding_changelist')}?year={year}"


def made_in_words(made: Made) -> list[tuple[str, str]]:
    """(name, text): the value and how it came about, as a page and a workbook say it."""
    figure = made.figure
    lines = [
        (_("value"), f"{wording.value_of(figure)} ({figure.year}, {figure.get_vintage_display()})"),
        (_("how it was made"), how_made(made)),
    ]
    if figure.release:
        lines.append((_("release"), figure.release.title))
        lines.append((_("basis"), figure.release.basis or _("missing")))
    else:
        lines.append((_("release"), _("in no release: internal")))
    return lines


def how_made(made: Made) -> str:
    words = {
        "name": made.by.display_name if made.by else _("the program"),
        "day": f"{timezone.localtime(made.at):%Y-%m-%d}" if made.at else "",
    }
    if made.compilation is not None:
        words["number"] = made.compilation.pk
        if made.contributors is None:
            return _("compiled from returns: compilation %(number)s of %(day)s, by %(name)s") % words
        words["count"] = made.contributors
        return _("compiled from %(count)s returns: compilation %(number)s of %(day)s, by %(name)s") % words
    if made.came_by_sheet:
        file = f"（{made.job.filename}）" if made.job else ""
        return _("imported by sheet by %(name)s on %(day)s") % words + file
    return _("typed by %(name)s on %(day)s") % words
