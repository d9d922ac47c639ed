"""Checking, explaining, correcting and accepting in the admin of enterprise returns."""

from collections.abc import Callable
from decimal import Decimal

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from stats import checking
from stats.finding_words import unit_name
from stats.models import EnterpriseReturn, ReturnFinding, ReturnStatus, ReturnValue, SurveyYear
from stats.queries.return_history import return_history
from stats.queries.return_page import return_page
from stats.resources.return_columns import in_unit_of_line
from stats.resources.values import Given
from zoneportal.messages import N_, Refused, in_a_row
from zoneportal.numbers import UNITS
from zoneportal.rights import has_right
from zoneportal.spreadsheets.values import cells

DECIDED = "decided"
SHOWN = 50
NOT_A_NUMBER = N_(
    "“%(value)s” is no plain number. Write digits only, in %(unit)s as the line says: no unit behind them, no 万 or 亿 "
    "(38000, not 3.8万)."
)
TOO_FINE = N_("In %(unit)s this number has more than four decimals. Round it yourself, to %(value)s for example.")


class ReturnChecks:
    """Goes before RecordAdmin. Rows come from the admin's own queryset, so they lie within the user's scope."""

    actions = ["check_returns", "accept_returns"]

    def record_pages(self) -> dict[str, Callable[..., HttpResponse]]:
        return {"explain": self.explain_view, "correct": self.correct_view, "check": self.check_view}

    def has_accept_permission(self, request: HttpRequest) -> bool:
        return has_right(request.user, EnterpriseReturn, "accept")

    def change_view(self, request, object_id, form_url="", extra_context=None) -> HttpResponse:
        return self._page(request, self.visible_or_404(request, object_id))

    def history_view(self, request, object_id, extra_context=None) -> HttpResponse:
        """With the history of the numbers, for whoever may see this return."""
        found = return_history(self.visible_or_404(request, object_id))
        versions = [step.version for step in found.steps]
        for model in (ReturnValue, ReturnFinding):
            self._give_jobs(request, [each for each in versions if isinstance(each, model.history.model)])
        return super().history_view(request, object_id, {"numbers": found, **(extra_context or {})})

    def _page(self, request: HttpRequest, report: EnterpriseReturn, failed: dict | None = None) -> HttpResponse:
        """`failed`: what could not be stored, with its sentence, at its place and with what was typed."""
        user = request.user
        is_open = report.status != ReturnStatus.ACCEPTED or self.has_accept_permission(request)
        is_received = report.status != ReturnStatus.NOT_YET
        may_change = self.has_change_permission(request, report) and is_open and is_received
        context = self._history_context(request, report) | {
            "title": _("Return of %(year)s: %(enterprise)s")
            % {"year": report.entry.survey.year, "enterprise": report.entry.enterprise},
            "report": report,
            "entry": report.entry,
            "page": return_page(report),
            "failed": failed,
            "may_correct": may_change,
            "may_explain": may_change and has_right(user, ReturnFinding, "change"),
            "may_check": may_change and report.status != ReturnStatus.ACCEPTED,
            "may_accept": self.has_accept_permission(request) and report.status == ReturnStatus.CHECKED,
            "urls": {word: self._url(word, report) for word in ("explain", "correct", "check")},
            "media": self.media,
        }
        return TemplateResponse(request, "admin/stats/enterprisereturn/page.html", context)

    def explain_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        report = self._changeable(request, object_id)
        finding = report.findings.filter(pk=_key(request.POST.get("finding"))).first()
        if request.method != "POST" or finding is None:
            return HttpResponseRedirect(self._url("change", report))
        text = request.POST.get("explanation", "")
        try:
            checking.explain(finding=finding, by=request.user, text=text)
        except ValidationError as error:
            failed = {"finding": finding.pk, "text": text, "sentence": in_a_row(error.messages)}
            return self._page(request, report, failed)
        self.log_change(request, report, _("Finding explained"))
        messages.success(request, _("The explanation is kept beside the number."))
        return self._back(report, finding.line_id)

    def correct_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        report = self._changeable(request, object_id)
        line = report.entry.survey.lines.select_related("indicator").filter(pk=_key(request.POST.get("line"))).first()
        if request.method != "POST" or line is None:
            return HttpResponseRedirect(self._url("change", report))
        text, seen = request.POST.get("value", ""), request.POST.get("seen", "")
        try:
            outcome = checking.correct(
                enterprise_return=report, line=line, value=_read(text, line), seen=_seen(seen), by=request.user
            )
        except (ValidationError, Refused) as error:
            sentences = error.messages if isinstance(error, ValidationError) else [_(error.message) % error.params]
            return self._page(request, report, {"line": line.pk, "text": text, "sentence": in_a_row(sentences)})
        self.log_change(request, report, _("Number corrected, checked again"))
        messages.success(request, _("Stored and checked again.") + " " + outcome_sentence(outcome))
        return self._back(report, line.pk)

    def check_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        report = self._changeable(request, object_id)
        if request.method == "POST":
            self._check(request, EnterpriseReturn.objects.filter(pk=report.pk), [report.entry.survey])
        return HttpResponseRedirect(self._url("change", report))

    def _changeable(self, request: HttpRequest, object_id: str) -> EnterpriseReturn:
        report = self.visible_or_404(request, object_id)
        if not self.has_change_permission(request, report):
            raise PermissionDenied(_("Changing returns is not among your rights."))
        return report

    def _back(self, report: EnterpriseReturn, line: int | None) -> HttpResponse:
        return HttpResponseRedirect(f"{self._url('change', report)}#line-{line or 'whole'}")

    @admin.action(description=gettext_lazy("Check the returns"), permissions=["change"])
    def check_returns(self, request: HttpRequest, queryset: QuerySet) -> None:
        keys = list(queryset.values_list("pk", flat=True))
        chosen = EnterpriseReturn.objects.filter(pk__in=keys)
        years = SurveyYear.objects.filter(entries__enterprise_return__in=keys).distinct().order_by("year")
        self._check(request, chosen, list(years))

    def _check(self, request: HttpRequest, returns: QuerySet, surveys: list[SurveyYear]) -> None:
        for survey in surveys:
            try:
                outcome = checking.check_returns(survey=survey, by=request.user, returns=returns)
            except ValidationError as error:
                self.message_user(request, in_a_row(error.messages), messages.ERROR)
            else:
                needs_a_look = outcome.unexplained or outcome.uncompared or not outcome.returns
                level = messages.WARNING if needs_a_look else messages.SUCCESS
                self.message_user(request, f"{survey.year}: {outcome_sentence(outcome)}", level)

    @admin.action(description=gettext_lazy("Accept"), permissions=["accept"])
    def accept_returns(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        keys = list(queryset.values_list("pk", flat=True))
        chosen = EnterpriseReturn.objects.filter(pk__in=keys)
        if DECIDED in request.POST:
            try:
                done = checking.accept(returns=chosen, by=request.user)
            except ValidationError as error:
                self.message_user(request, in_a_row(error.messages), messages.ERROR)
            else:
                sentence = ngettext("%(count)s return is accepted.", "%(count)s returns are accepted.", done)
                self.message_user(request, sentence % {"count": done}, messages.SUCCESS)
            return None
        waiting = chosen.exclude(status=ReturnStatus.ACCEPTED)
        open_ones = ReturnFinding.objects.unexplained().filter(enterprise_return__in=waiting.values("pk"))
        rows = self.get_queryset(request).filter(pk__in=waiting.values("pk"))
        in_the_way = rows.filter(~Q(status=ReturnStatus.CHECKED) | Q(pk__in=open_ones.values("enterprise_return")))
        hindering = in_the_way.count()
        context = self.admin_site.each_context(request) | {
            "title": _("Accept returns"),
            "opts": self.opts,
            "media": self.media,
            "selected": request.POST.getlist(ACTION_CHECKBOX_NAME),
            "select_across": request.POST.get("select_across", "0"),
            "count": waiting.count(),
            "unchecked": waiting.exclude(status=ReturnStatus.CHECKED).count(),
            "unexplained": open_ones.count(),
            "hindering": hindering,
            "rows": (in_the_way if hindering else rows).order_by("pk")[:SHOWN],
            "list_url": reverse("admin:stats_enterprisereturn_changelist"),
        }
        return TemplateResponse(request, "admin/stats/enterprisereturn/accept.html", context)


def outcome_sentence(outcome: checking.Outcome) -> str:
    if not outcome.returns:
        return _("No return was checked: only received ones that are not accepted yet are.")
    checked = ngettext("%(count)s return checked.", "%(count)s returns checked.", outcome.returns)
    said = [checked % {"count": outcome.returns}, _found(outcome)]
    if outcome.uncompared:
        alone = ngettext(
            "%(count)s number could be compared with nothing: there is none of last year, and too few others have "
            "answered. It is marked on the page of its return; look at its unit yourself.",
            "%(count)s numbers could be compared with nothing: there are none of last year, and too few others have "
            "answered. They are marked on the pages of their returns; look at their units yourself.",
            outcome.uncompared,
        )
        said.append(alone % {"count": outcome.uncompared})
    return in_a_row(said)


def _found(outcome: checking.Outcome) -> str:
    if not outcome.found:
        return _("No finding.")
    found = ngettext(
        "%(found)s finding, %(unexplained)s of them not explained.",
        "%(found)s findings, %(unexplained)s of them not explained.",
        outcome.found,
    )
    return found % {"found": outcome.found, "unexplained": outcome.unexplained}


def _key(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


def _read(text: str, line) -> Decimal | None:
    """What a clerk typed: a plain number in the unit of the line, which stands beside it; blank is None.

    Who reads “千元” and types “3.8万” means 38,000 千元 or 3.8 万元: nobody can say which, so it is refused.
    """
    try:
        number = cells.decimal(text)
    except Refused as refused:
        if refused.message != cells.NOT_A_NUMBER:  # its sentence names no unit
            raise
        raise Refused(NOT_A_NUMBER, value=text.strip(), unit=unit_name(line.unit)) from refused
    if number is None:
        return None
    given = Given(number, row_unit=UNITS[line.unit])
    value, rounded = in_unit_of_line(given, line, line.indicator.name)
    if rounded:
        raise Refused(TOO_FINE, value=rounded, unit=unit_name(line.unit))
    return value


def _seen(text: str) -> Decimal | None:
    """The value that stood on the page when it was asked for."""
    try:
        return Decimal(text) if text else None
    except ArithmeticError:
        return None
