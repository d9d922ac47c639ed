"""Where records that may mean one enterprise are found, and where somebody says that they are two."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from enterprises import actions, queries
from enterprises.forms import DistinctForm
from enterprises.models import DistinctPair, Enterprise
from zoneportal.rights import has_right

GROUPS_A_PAGE = 25
DISTINCT = "distinct"  # beside the kinds of duplicates: the pairs that are none


class DuplicatesAdmin:
    """For the admin of enterprises. Whoever may merge two records may say that they are two enterprises."""

    def get_urls(self) -> list:
        views = {
            "duplicates/": (self.duplicates_view, "duplicates"),
            "duplicates/<int:pair>/take-back/": (self.take_back_view, "take_back"),
            "<int:one>/distinct/<int:other>/": (self.distinct_view, "distinct"),
        }
        return [
            path(route, self.admin_site.admin_view(view), name=f"enterprises_enterprise_{name}")
            for route, (view, name) in views.items()
        ] + super().get_urls()

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return super().changelist_view(
            request, {"may_merge": self.has_merge_permission(request)} | (extra_context or {})
        )

    def has_merge_permission(self, request: HttpRequest) -> bool:
        return has_right(request.user, Enterprise, "change") and has_right(request.user, Enterprise, "delete")

    def duplicates_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_merge_permission(request):
            raise PermissionDenied
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        kind = kind_of(request)
        known = queries.pairs_by_ground(queries.known_pairs())
        found: dict[str, list] = {each: queries.duplicates(request.user, each, known) for each in queries.KINDS}
        found[DISTINCT] = queries.known_pairs(DistinctPair.objects.editable_by(request.user))
        labels = queries.KINDS | {DISTINCT: _("Not duplicates")}
        page = Paginator(found[kind], GROUPS_A_PAGE).get_page(request.GET.get("p"))
        context = {
            "title": _("Possible duplicates"),
            "kind": kind,
            "tabs": [(each, label, len(found[each]), each == kind) for each, label in labels.items()],
            "page_obj": page,
        }
        if kind == DISTINCT:
            return self._answer(request, "not_duplicates", context | {"pairs": _told(page)})
        keys = {key for group in page for key in group.keys}
        records = self.get_queryset(request).select_related("industry_class").in_bulk(keys)
        groups = [(group, [records[key] for key in group.keys if key in records]) for group in page]
        context["groups"] = [(several, _pairs(group, several)) for group, several in groups if len(several) > 1]
        return self._answer(request, "duplicates", context)

    def distinct_view(self, request: HttpRequest, one: int, other: int) -> HttpResponse:
        """Why the two look like one enterprise, and the reason why they are two."""
        if not self.has_merge_permission(request):
            raise PermissionDenied
        both = Q(pk=one) | Q(pk=other)
        records = list(Enterprise.objects.editable_by(request.user).filter(both).order_by("number"))
        if len(records) != 2:
            raise Http404
        form = DistinctForm(request.POST or None)
        if form.is_valid():
            try:
                pair = actions.tell_apart(one=records[0], other=records[1], by=request.user, **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, ValidationError(error.messages))
            else:
                said = _("%(one)s and %(other)s are kept as two enterprises and have left the list.")
                messages.success(request, said % {"one": pair.one, "other": pair.other})
                return HttpResponseRedirect(list_url(kind_of(request)))
        numbers = sorted(each.number for each in records)
        decisions = DistinctPair.history.filter(one=numbers[0], other=numbers[1]).select_related("history_user")
        context = {
            "title": _("They are two enterprises"),
            "media": self.media,
            "form": form,
            "records": records,
            "grounds": _words(queries.shared_by(*records)),
            "decisions": decisions.order_by("-history_date", "-history_id"),
            "change_url": list_url(kind_of(request)),
        }
        return self._answer(request, "distinct", context)

    def take_back_view(self, request: HttpRequest, pair: int) -> HttpResponse:
        if not self.has_merge_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        kept = DistinctPair.objects.editable_by(request.user).filter(pk=pair).first()
        if kept is None:
            raise Http404
        actions.take_back_distinction(pair=kept, by=request.user)
        said = _(
            "Taken back. %(one)s and %(other)s are among the possible duplicates again while they share something."
        )
        messages.success(request, said % {"one": kept.one, "other": kept.other})
        return HttpResponseRedirect(list_url(DISTINCT))

    def _answer(self, request: HttpRequest, page: str, context: dict[str, Any]) -> HttpResponse:
        frame = self.admin_site.each_context(request) | {"opts": self.opts}
        return TemplateResponse(request, f"admin/enterprises/{page}.html", frame | context)


def list_url(kind: str) -> str:
    return f"{reverse('admin:enterprises_enterprise_duplicates')}?kind={kind}"


def merge_url(stays: Enterprise, goes: Enterprise) -> str:
    return reverse("admin:enterprises_enterprise_merge", args=[stays.pk, goes.pk])


def distinct_url(one: Enterprise, other: Enterprise) -> str:
    return reverse("admin:enterprises_enterprise_distinct", args=[one.pk, other.pk])


def kind_of(request: HttpRequest) -> str:
    kind = request.GET.get("kind", "")
    return kind if kind in {*queries.KINDS, DISTINCT} else next(iter(queries.KINDS))


def in_proposed_order(several: list[Enterprise]) -> list[Enterprise]:
    """What is public stays, else what has its code, else the older number."""
    return sorted(several, key=lambda each: (each.confirmed_at is None, not each.credit_code, each.number))


def _pairs(group: queries.Group, several: list[Enterprise]) -> list[tuple[Enterprise, str, str]]:
    """Each record that may be one with the first in the proposed order; where the two are merged, where told apart."""
    first, *others = in_proposed_order(several)
    open_to = [other for other in others if frozenset((first.pk, other.pk)) not in group.distinct]
    return [(other, merge_url(first, other), distinct_url(first, other)) for other in open_to]


def _told(page: Page) -> list[tuple[DistinctPair, list[Enterprise], list[str]]]:
    """The pairs with their records and what they shared. One query."""
    records = Enterprise.objects.in_bulk({key for known in page for key in (known.one, known.other)})
    return [(each.pair, [records[each.one], records[each.other]], _words(each.pair.grounds)) for each in page]


def _words(grounds: Iterable[queries.Ground]) -> list[str]:
    kinds = {kind for kind, _shared in grounds}
    return [str(label) for kind, label in queries.KINDS.items() if kind in kinds]
