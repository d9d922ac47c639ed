"""Actions of the list of enterprises. Each has a page that says what will happen before it happens."""

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from enterprises import actions
from enterprises.forms import MoveForm
from enterprises.models import Enterprise, Registration
from parks.models import Park
from parks.scope import covers_all_parks
from zoneportal.rights import has_right

AT_ONCE = 10_000  # what one request finishes before the web server gives up
SHOWN = 50
DECIDED = "decided"  # the button of the second page


class RegisterActions:
    """For the admin of enterprises. Rows come from the list's own queryset, so they lie within the user's scope."""

    actions = ["confirm", "unconfirm", "move"]

    def has_confirm_permission(self, request: HttpRequest) -> bool:
        return has_right(request.user, Enterprise, "confirm")

    def has_move_permission(self, request: HttpRequest) -> bool:
        """With one park there is nowhere to move to."""
        user = request.user
        if not (has_right(user, Registration, "change") and has_right(user, Registration, "add")):
            return False
        return covers_all_parks(user) or Park.objects.editable_by(user).count() > 1

    @admin.action(description=gettext_lazy("Confirm: make public"), permissions=["confirm"])
    def confirm(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        rows = queryset.filter(confirmed_at=None)
        if DECIDED in request.POST:
            done = actions.confirm_enterprises(enterprises=self._by_key(rows), by=request.user)
            sentence = ngettext("%(count)s enterprise is public now.", "%(count)s enterprises are public now.", done)
            self.message_user(request, sentence % {"count": done}, messages.SUCCESS)
            return None
        return self._page(request, "confirm", rows, already=queryset.count() - rows.count())

    @admin.action(description=gettext_lazy("Withdraw the confirmation: no longer public"), permissions=["confirm"])
    def unconfirm(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        rows = queryset.exclude(confirmed_at=None)
        if DECIDED in request.POST:
            done = actions.unconfirm_enterprises(enterprises=self._by_key(rows), by=request.user)
            sentence = ngettext(
                "%(count)s enterprise is no longer public.", "%(count)s enterprises are no longer public.", done
            )
            self.message_user(request, sentence % {"count": done}, messages.SUCCESS)
            return None
        return self._page(request, "unconfirm", rows, already=queryset.count() - rows.count())

    @admin.action(description=gettext_lazy("Move to another park"), permissions=["move"])
    def move(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        form = MoveForm(request.POST if DECIDED in request.POST else None, user=request.user)
        if form.is_valid():
            faults = self._move_all(request, queryset, form)
            if not faults:
                self.message_user(request, _("Moved to %s.") % form.cleaned_data["to_park"], messages.SUCCESS)
                return None
            for fault in faults:
                form.add_error(None, fault)
        return self._page(request, "move", queryset, form=form)

    @transaction.atomic
    def _move_all(self, request: HttpRequest, queryset: QuerySet, form: MoveForm) -> list[str]:
        """Moves all of them or none. Returns a sentence for each that cannot be moved."""
        faults = []
        for enterprise in queryset[:AT_ONCE]:
            try:
                actions.move_enterprise(
                    enterprise=enterprise,
                    to_park=form.cleaned_data["to_park"],
                    on=form.cleaned_data["on"],
                    by=request.user,
                )
            except ValidationError as error:
                faults.append(f"{enterprise}: {' '.join(error.messages)}")
        if faults:
            transaction.set_rollback(True)
        return faults[:SHOWN]

    def _by_key(self, rows: QuerySet) -> QuerySet:
        """The same rows without the list's joins, so that they can be locked."""
        return Enterprise.objects.filter(pk__in=list(rows.values_list("pk", flat=True)[:AT_ONCE]))

    def _page(
        self, request: HttpRequest, action: str, rows: QuerySet, form: MoveForm | None = None, **context
    ) -> HttpResponse:
        count = rows.count()
        return TemplateResponse(
            request,
            f"admin/enterprises/{action}.html",
            {
                **self.admin_site.each_context(request),
                "title": self.get_action(action)[2],
                "opts": self.opts,
                "media": self.media + form.media if form else self.media,
                "form": form,
                "action": action,
                "selected": request.POST.getlist(ACTION_CHECKBOX_NAME),
                "select_across": request.POST.get("select_across", "0"),
                "rows": rows[:SHOWN],
                "count": min(count, AT_ONCE),
                "more": max(0, min(count, AT_ONCE) - SHOWN),
                "without_code": rows.without_code().count(),
                **context,
            },
        )
