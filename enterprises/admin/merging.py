"""The screen on which two records of one enterprise become one."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises import merging, queries
from enterprises.admin.actions import RegisterActions
from enterprises.admin.duplicates import DuplicatesAdmin, distinct_url, in_proposed_order, merge_url
from enterprises.forms import MergeForm, in_words, said_by
from enterprises.merging import GOES, STAYS, Comparison
from enterprises.merging.writing import refusal
from enterprises.models import DistinctPair, Enterprise
from zoneportal.spreadsheets.running import journal
from zoneportal.spreadsheets.undo.undoing import BUSY


@dataclass(frozen=True)
class Line:
    """One row of the page: a value of both, with the choice between them where they differ."""

    label: str
    stays: str
    goes: str
    field: Any = None
    since: tuple[Any, Any] = (None, None)


class MergingAdmin(DuplicatesAdmin, RegisterActions):
    """For the admin of enterprises."""

    actions = [*RegisterActions.actions, "merge"]
    change_list_template = "admin/enterprises/change_list.html"

    def get_urls(self) -> list:
        return [
            path(
                "<int:stays>/merge/<int:goes>/",
                self.admin_site.admin_view(self.merge_view),
                name="enterprises_enterprise_merge",
            ),
        ] + super().get_urls()

    @admin.action(description=gettext_lazy("Merge two records of one enterprise"), permissions=["merge"])
    def merge(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        chosen = list(queryset.order_by("number")[:3])
        if len(chosen) != 2:
            self.message_user(request, _("Choose exactly two enterprises to merge them."), messages.WARNING)
            return None
        return HttpResponseRedirect(merge_url(*in_proposed_order(chosen)))

    def merge_view(self, request: HttpRequest, stays: int, goes: int) -> HttpResponse:
        if not self.has_merge_permission(request):
            raise PermissionDenied
        both = {each.pk: each for each in self.get_queryset(request).filter(Q(pk=stays) | Q(pk=goes))}
        if len(both) != 2:
            raise Http404
        reason = refusal(stays=both[stays], goes=both[goes], by=request.user)
        if reason:
            self.message_user(request, reason, messages.ERROR)
            return HttpResponseRedirect(reverse("admin:enterprises_enterprise_change", args=[stays]))
        comparison = merging.compare(both[stays], both[goes])
        form = MergeForm(request.POST or None, comparison=comparison)
        if form.is_valid():
            answer = self._merged(request, comparison, form)
            if answer:
                return answer
        return self._merge_page(request, comparison, form)

    def _merged(self, request: HttpRequest, comparison: Comparison, form: MergeForm) -> HttpResponse | None:
        """The way on after the merge; None where it could not be, with the reasons in the form."""
        number, stays = comparison.goes.number, comparison.stays.pk
        try:
            job = merging.merge(stays=comparison.stays, goes=comparison.goes, choices=form.choices(), by=request.user)
        except ValidationError as error:
            form.take(error)
            return None
        except DatabaseError as error:
            journal.note(None, error)
            form.add_error(None, _(BUSY))
            return None
        sentence = format_html(
            _('%(number)s is merged into this record. <a href="{}">Look at the merge, or undo it</a>')
            % {"number": number},
            reverse("admin:spreadsheets_importjob_change", args=[job.pk]),
        )
        self.message_user(request, sentence, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:enterprises_enterprise_change", args=[stays]))

    def _merge_page(self, request: HttpRequest, comparison: Comparison, form: MergeForm) -> HttpResponse:
        lines = [_line(comparison, value, form) for value in comparison.values]
        numbers = sorted([comparison.stays.number, comparison.goes.number])
        known = queries.known_pairs(DistinctPair.objects.filter(one=numbers[0], other=numbers[1]))
        return TemplateResponse(
            request,
            "admin/enterprises/merge.html",
            self.admin_site.each_context(request)
            | {
                "title": _("Merge two records of one enterprise"),
                "opts": self.opts,
                "media": self.media,
                "comparison": comparison,
                "form": form,
                "lines": [line for line in lines if line.field],
                "same": [line for line in lines if not line.field and line.stays],
                "along": _told(comparison, form),
                "swapped_url": merge_url(comparison.goes, comparison.stays),
                "distinct_url": distinct_url(comparison.stays, comparison.goes),
                "known": known[0].pair if known else None,
            },
            status=200,
        )


def _line(comparison: Comparison, value: merging.Value, form: MergeForm) -> Line:
    label = capfirst(Enterprise._meta.get_field(value.name).verbose_name)
    stays, goes = (said_by(comparison.side(side), value) for side in (STAYS, GOES))
    if value.is_same:
        return Line(label, "" if not any(_raw(comparison.stays, value)) else stays, goes)
    return Line(label, stays, goes, form[value.name], (value.since.get(STAYS), value.since.get(GOES)))


def _raw(record: Enterprise, value: merging.Value) -> list[Any]:
    return [getattr(record, Enterprise._meta.get_field(name).attname) for name in value.names]


def _told(comparison: Comparison, form: MergeForm) -> list[dict[str, Any]]:
    """What moves along, by kind; nothing of kinds of which the record that goes has none."""
    told = [
        {
            "title": capfirst(each.moved.model._meta.verbose_name_plural),
            "moving": [in_words(row) for row in each.moving],
            "doubles": [in_words(row) for row in each.doubles],
            "conflicts": [form[conflict.key] for conflict in each.conflicts],
        }
        for each in comparison.along
    ]
    told.append(
        {
            "title": _("Industries of the zone"),
            "moving": [str(tag.industry) for tag in comparison.new_industries],
            "conflicts": [form["main"]] if comparison.mains else [],
        }
    )
    return [each for each in told if each["moving"] or each.get("doubles") or each["conflicts"]]
