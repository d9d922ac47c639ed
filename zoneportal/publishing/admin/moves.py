"""Publish now, publish at a moment, withdraw, cancel the plan: each with a page that says what will happen."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zoneportal.bilingual import CHINESE, ENGLISH
from zoneportal.publishing import actions
from zoneportal.publishing.admin.differences import Difference, differences
from zoneportal.publishing.forms import MoveForm, PlanForm
from zoneportal.publishing.models import Publication
from zoneportal.publishing.preview import PARAMETER
from zoneportal.publishing.queries import PUBLISHED, Standing, standing


@dataclass(frozen=True)
class Move:
    """A button, its page and the sentence when it is done. `shows_draft`: the draft goes before the public."""

    name: str
    label: str | Promise
    explanation: str | Promise
    done: str | Promise
    form: type[MoveForm] = MoveForm
    shows_draft: bool = False

    def is_possible(self, now: Standing, has_changes: bool) -> bool:
        """Whether the record's standing gives the move a meaning."""
        return {
            "publish": has_changes or now.state != PUBLISHED,
            "schedule": has_changes or now.state != PUBLISHED,
            "withdraw": now.state == PUBLISHED,
            "cancel_plan": now.planned_at is not None,
        }[self.name]


MOVES = {
    move.name: move
    for move in (
        Move(
            "publish",
            gettext_lazy("Publish now"),
            gettext_lazy("The working draft becomes what the public sees, in Chinese and in English, at once."),
            gettext_lazy("“%(record)s” is public now."),
            shows_draft=True,
        ),
        Move(
            "schedule",
            gettext_lazy("Publish at …"),
            gettext_lazy("The working draft as it is now becomes public at the moment you choose."),
            gettext_lazy("“%(record)s” becomes public at %(at)s."),
            form=PlanForm,
            shows_draft=True,
        ),
        Move(
            "withdraw",
            gettext_lazy("Withdraw"),
            gettext_lazy(
                "The public no longer finds this record. The working draft stays, and can be published again."
            ),
            gettext_lazy("“%(record)s” is no longer public."),
        ),
        Move(
            "cancel_plan",
            gettext_lazy("Cancel the plan"),
            gettext_lazy("What was planned will not happen. The public goes on seeing what it sees now."),
            gettext_lazy("The plan for “%(record)s” is cancelled."),
        ),
    )
}


class MovesAdmin:
    """The endpoints. The right `publish` on the model and the row scope are checked in each of them."""

    def get_urls(self):
        info = f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path(
                f"<path:object_id>/{name.replace('_', '-')}/",
                self.admin_site.admin_view(self.move_view),
                {"name": name},
                name=f"{info}_{name}",
            )
            for name in MOVES
        ] + super().get_urls()

    def move_view(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        obj = self.visible_or_404(request, object_id)
        if not actions.may_publish(request.user, obj):
            raise PermissionDenied(_("Publishing this record is not among your rights."))
        move = MOVES[name]
        form = move.form(request.POST if request.method == "POST" else None, initial={"version": obj.latest_version()})
        if request.method == "POST" and form.is_valid():
            try:
                return self._carry_out(request, obj, move, form)
            except ValidationError as error:
                form.add_error(None, error)
        return TemplateResponse(request, "admin/publishing/move.html", self._move_context(request, obj, move, form))

    @transaction.atomic
    def _carry_out(self, request, obj, move: Move, form: MoveForm) -> HttpResponse:
        at, note, seen = form.cleaned_data.get("at"), form.cleaned_data["note"], form.cleaned_data["version"]
        if move.shows_draft and seen != obj.latest_version():
            form.data = form.data.copy()
            form.data["version"] = obj.latest_version()
            raise ValidationError(
                _("The draft was changed in the meantime. Look at the comparison again, then confirm.")
            )
        if move.name == "cancel_plan":
            actions.cancel_planned(content=obj, by=request.user)
        elif move.name == "withdraw":
            actions.withdraw(content=obj, by=request.user, note=note)
        else:
            actions.publish(content=obj, by=request.user, at=at, version=seen, note=note)
        self.log_change(request, obj, str(move.label))
        when = f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""
        messages.success(request, move.done % {"record": obj, "at": when})
        return HttpResponseRedirect(self._url("change", obj))

    def _move_context(self, request, obj, move: Move, form: MoveForm) -> dict:
        now = standing(obj, timezone.now())
        return self._history_context(request, obj) | {
            "title": _("%(name)s: %(text)s") % {"name": str(move.label).rstrip(" …"), "text": obj},
            "move": move,
            "form": form,
            "media": self.media + form.media,
            "standing": now,
            "differences": self.draft_differences(obj, now) if move.shows_draft else [],
            "without_english": self.without_english(obj) if move.shows_draft else [],
            "previews": preview_addresses(obj),
        }

    def draft_differences(self, obj: models.Model, now: Standing) -> list[Difference]:
        """What the public would see change: the public version against the working draft."""
        if now.version is None:
            return []
        return differences(obj.history.get(history_id=now.version), obj, self.model)

    def without_english(self, obj: models.Model) -> list[str]:
        """The labels of texts that are there in Chinese only."""
        return [
            str(field.verbose_name)
            for field in self.opts.concrete_fields
            if field.name.endswith(f"_{CHINESE}")
            and getattr(obj, field.name)
            and not getattr(obj, f"{field.name.removesuffix(CHINESE)}{ENGLISH}", True)
        ]

    def moves_for(self, request, obj, now: Standing, has_changes: bool) -> list[tuple[Move, str]]:
        """The buttons this user has here and now, with their addresses."""
        if not actions.may_publish(request.user, obj):
            return []
        return [(move, self._url(name, obj)) for name, move in MOVES.items() if move.is_possible(now, has_changes)]


def preview_addresses(obj: models.Model) -> list[tuple[str, str]]:
    """The public address in each language, with the parameter that shows the working draft."""
    addresses = []
    for language, label in (("zh-hans", _("Preview in Chinese")), ("en", _("Preview in English"))):
        with translation.override(language):
            address, hash_sign, fragment = obj.get_absolute_url().partition("#")
        addresses.append((label, f"{address}?{PARAMETER}={obj._meta.label_lower}.{obj.pk}{hash_sign}{fragment}"))
    return addresses


def trail_of(obj: models.Model) -> models.QuerySet:
    """Every move of the record's public pointer, the newest decision first."""
    return Publication.objects.of(obj).select_related("made_by")
