"""The form of a survey year: its lines, taken over from another year where that asked the same."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from stats.models import FormLine, SurveyYear
from stats.year_path import DONE, NEXT, TITLES, Step
from zoneportal.rights import has_right, require_right

HAS_LINES = gettext_lazy("This form has lines already. Nothing was copied, so that none of them is lost.")
NO_SOURCE = gettext_lazy("No other year has a form to copy. Add the lines below.")
COPIED = (
    "indicator", "position", "unit", "role", "asked_of", "park", "may_be_negative", "hint_zh", "hint_en",
)  # fmt: skip


def source_of(survey: SurveyYear) -> SurveyYear | None:
    """The latest year before this one that has a form, else the next one after it."""
    others = SurveyYear.objects.exclude(pk=survey.pk).filter(lines__isnull=False).distinct()
    before = others.filter(year__lt=survey.year).order_by("-year").first()
    return before or others.filter(year__gt=survey.year).order_by("year").first()


@transaction.atomic
def copy_form(*, survey: SurveyYear, by: Any) -> tuple[SurveyYear, int]:
    """Copies the lines of `source_of(survey)`. Returns that year and how many lines.

    Errors: PermissionDenied; ValidationError where lines stand already, or where an indicator is not defined then.
    """
    require_right(by, FormLine, "add")
    survey = SurveyYear.objects.select_for_update().get(pk=survey.pk)
    if survey.lines.exists():
        raise ValidationError(HAS_LINES)
    source = source_of(survey)
    if source is None:
        raise ValidationError(NO_SOURCE)
    copies: dict[int, FormLine] = {}
    lines = list(source.lines.select_related("indicator").order_by("position", "pk"))
    for line in lines:
        new = FormLine(survey=survey, **{name: getattr(line, name) for name in COPIED})
        new.full_clean()
        new._history_user = by
        new.save()
        copies[line.pk] = new
    for line in lines:
        if line.part_of_id:
            part = copies[line.pk]
            part.part_of = copies[line.part_of_id]
            part._history_user = by
            part.save()
    return source, len(lines)


def step(survey: SurveyYear, user: Any) -> Step:
    """The step of the guided path. One query, two where there are no lines yet."""
    title, count = _(TITLES["form"]), survey.lines.count()
    if count:
        said = ngettext("The form asks %(count)s indicator.", "The form asks %(count)s indicators.", count)
        return Step("form", title, DONE, said % {"count": count}, "#lines-group", _("See the lines"))
    source = source_of(survey)
    if source and has_right(user, FormLine, "add"):
        url = reverse("admin:stats_surveyyear_copy_form", args=[survey.pk])
        said = _("Copy the form of %(year)s, or add the lines below.") % {"year": source.year}
        return Step("form", title, NEXT, said, url, _("Copy the form of %(year)s") % {"year": source.year})
    return Step("form", title, NEXT, _("Add the lines below: which indicator, in which unit, of whom."), "#lines-group")
