"""What is done with a survey year beside its form: copying a form, freezing, the board, the reminder list."""

import tempfile
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enterprises.models.registration import LegalStatus
from parks.models import Park
from stats.collecting import write_reminders
from stats.forming import copy_form, source_of
from stats.freezing import FreezePlan, freeze_year, plan_of
from stats.models import EnterpriseReturn, EnterpriseYear, SurveyYear
from stats.queries import main_industries
from stats.queries.board import board, missing
from zoneportal.messages import in_a_row
from zoneportal.rights import has_right
from zoneportal.spreadsheets.handing_out import exporting
from zoneportal.spreadsheets.running import journal
from zoneportal.spreadsheets.undo.undoing import BUSY

SHOWN = 100  # names of a list on a page; the whole of it is counted
FIELDS = {
    EnterpriseYear._meta.get_field(name).attname: EnterpriseYear._meta.get_field(name)
    for name in ("park", "industry_class", "main_industry", "holding", "legal_status", "is_industrial")
}


class SurveyDoors:
    """Goes before RecordAdmin."""

    def record_pages(self) -> dict[str, Callable[..., HttpResponse]]:
        return super().record_pages() | {
            "copy-form": self.copy_view,
            "freeze": self.freeze_view,
            "board": self.board_view,
            "reminders": self.reminders_view,
        }

    def _changeable(self, request: HttpRequest, object_id: str) -> SurveyYear:
        survey = self.visible_or_404(request, object_id)
        if not self.has_change_permission(request, survey):
            raise PermissionDenied(_("Changing survey years is not among your rights."))
        return survey

    def copy_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        survey = self._changeable(request, object_id)
        if request.method == "POST":
            try:
                source, count = copy_form(survey=survey, by=request.user)
            except ValidationError as error:
                messages.error(request, in_a_row(error.messages))
            else:
                self.log_change(request, survey, _("Form copied from %(year)s") % {"year": source.year})
                said = ngettext(
                    "%(count)s line was copied from %(year)s.", "%(count)s lines were copied from %(year)s.", count
                )
                messages.success(request, said % {"count": count, "year": source.year})
            return HttpResponseRedirect(self._url("change", survey))
        source = source_of(survey)
        context = self._history_context(request, survey) | {
            "title": _("Copy the form"),
            "survey": survey,
            "source": source,
            "lines": source.lines.select_related("indicator") if source else [],
            "has_lines": survey.lines.exists(),
        }
        return TemplateResponse(request, "admin/stats/surveyyear/copy_form.html", context)

    def freeze_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        survey = self._changeable(request, object_id)
        if request.method == "POST":
            try:
                done = freeze_year(survey=survey, by=request.user, mark=request.POST.get("mark", ""))
            except ValidationError as error:
                messages.error(request, in_a_row(error.messages))
            except DatabaseError as error:
                journal.note(survey.pk, error)
                messages.error(request, _(BUSY))
            else:
                self.log_change(request, survey, _("Register frozen"))
                messages.success(request, said_of(done))
                self._tell_without_industry(request, survey)
                return HttpResponseRedirect(self._url("change", survey))
            return HttpResponseRedirect(request.path)
        context = self._history_context(request, survey) | {
            "survey": survey,
            "title": _("Freeze %(year)s") % {"year": survey.year},
        }
        try:
            plan = plan_of(survey)
        except ValidationError as error:
            context["refusal"] = in_a_row(error.messages)
        else:
            context |= {"plan": plan, "lines": lines_of(plan), "shown": SHOWN, "counts": counts_of(plan)}
            context["without"] = main_industries.planned(plan.without_industry, request.user)
        return TemplateResponse(request, "admin/stats/surveyyear/freeze.html", context)

    def _tell_without_industry(self, request: HttpRequest, survey: SurveyYear) -> None:
        without = main_industries.frozen(survey, request.user)
        if without.count:
            names = _(", ").join(map(str, without.named))
            link = format_html('<a href="{}">{}</a>', without.url, _("All of them")) if without.url else ""
            messages.warning(request, format_html("{} {} {}", without.sentence, names, link))

    def board_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        survey = self._board_of(request, object_id)
        parks = Park.objects.visible_to(request.user)
        park = parks.filter(code=request.GET.get("park", "")).first()
        waiting = missing(survey, request.user)
        if park:
            waiting = waiting.filter(entry__park=park)
        name = request.GET.get("q", "").replace("\x00", "").strip()
        if name:
            waiting = waiting.filter(entry__enterprise__name_zh__contains=name)
        may_export = has_right(request.user, EnterpriseReturn, "export")
        own = (
            {code for code, _label in exporting.template_groups(sheet="returns", user=request.user)}
            if may_export
            else set()
        )
        progress = board(survey, request.user)
        context = self._history_context(request, survey) | {
            "title": _("Board of returns %(year)s") % {"year": survey.year},
            "survey": survey,
            "progress": progress,
            "parks": [line.park for line in progress if line.park],
            "park": park,
            "name": name,
            "waiting": waiting[:SHOWN],
            "waiting_count": waiting.count(),
            "shown": SHOWN,
            "may_export": may_export,
            "may_import": has_right(request.user, EnterpriseReturn, "import"),
            "hand_out": [line.park.code for line in progress if line.park and f"{survey.year}-{line.park.code}" in own],
            "returns_url": reverse("admin:stats_enterprisereturn_changelist"),
        }
        return TemplateResponse(request, "admin/stats/surveyyear/board.html", context)

    def reminders_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        survey = self._board_of(request, object_id)
        if not has_right(request.user, EnterpriseReturn, "export"):
            raise PermissionDenied(_("Exporting returns is not among your rights."))
        returns = EnterpriseReturn.objects.all()
        code = request.GET.get("park", "")
        if code:
            returns = returns.filter(entry__park__code=code)
        file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
        write_reminders(survey=survey, user=request.user, file=file, returns=returns)
        file.seek(0)
        title = _("Reminder list")  # not inside an f-string: what stands there is not collected for translation
        name = f"{title} {survey.year}.xlsx"
        return FileResponse(file, as_attachment=True, filename=name, content_type=exporting.FORMATS["xlsx"])

    def _board_of(self, request: HttpRequest, object_id: str) -> SurveyYear:
        survey = self.visible_or_404(request, object_id)
        if not has_right(request.user, EnterpriseReturn, "view"):
            raise PermissionDenied(_("Seeing returns is not among your rights."))
        if survey.frozen_at is None:
            raise Http404
        return survey


def said_of(done: FreezePlan) -> str:
    words = ngettext(
        "%(count)s enterprise was in the parks on 31 December %(year)s.",
        "%(count)s enterprises were in the parks on 31 December %(year)s.",
        done.total,
    )
    return _("Frozen.") + " " + words % {"count": done.total, "year": done.survey.year}


def counts_of(plan: FreezePlan) -> list[tuple[str, int]]:
    """What would be done, in words; nothing of what would not."""
    said = [
        (_("enterprises come in"), len(plan.new)),
        (_("entries change"), len(plan.changed)),
        (_("entries go, because the register no longer has them in a park on that day"), len(plan.gone)),
        (_("returns are asked for"), len(plan.asked)),
        (_("empty returns go, because nobody asks for them any more"), len(plan.unasked)),
    ]
    return [(words, count) for words, count in said if count]


def lines_of(plan: FreezePlan) -> list[dict]:
    """The first of the changed entries, with what each said and would say. A query for each kind of record."""
    shown = plan.changed[:SHOWN]
    wanted: dict[type, set[int]] = {}
    for each in shown:
        for attname, before in each.before.items():
            field = FIELDS[attname]
            if field.is_relation:
                wanted.setdefault(field.related_model, set()).update({before, getattr(each.entry, attname)} - {None})
    found = {model: model._base_manager.in_bulk(keys) for model, keys in wanted.items()}
    return [
        {
            "entry": each.entry,
            "has_return": each.has_return,
            "changes": [
                (
                    FIELDS[attname].verbose_name,
                    _word(attname, before, found),
                    _word(attname, getattr(each.entry, attname), found),
                )
                for attname, before in each.before.items()
            ],
        }
        for each in shown
    ]


def _word(attname: str, value, found: dict) -> str:
    field = FIELDS[attname]
    if field.is_relation:
        return str(found[field.related_model].get(value, "—"))
    if attname == "legal_status":
        return str(LegalStatus(value).label) if value else "—"
    return _("yes") if value else _("no")
