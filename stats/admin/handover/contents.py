"""Which sheets the workbook has for this user, and the one to read first."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from stats.admin.handover import records, subjects
from stats.admin.handover.sheet import MIDDLE, WIDE, Sheet, day, listed, moment
from stats.models import (
    AboveScaleThreshold,
    CheckThreshold,
    Compilation,
    Difference,
    FormLine,
    Holding,
    Indicator,
    Release,
    ReturnFinding,
    SurveyYear,
    Waiver,
)
from stats.year_path import BLOCKED, DONE, NEXT, Step
from zoneportal.rights import has_right


def sheets_of(survey: SurveyYear, steps: Iterable[Step], user: Any, at: datetime) -> list[Sheet]:
    """In the language in force. A sheet that this user may not see is left out, and the first one says so."""
    wanted: tuple[tuple[type[Model], Callable[[], Sheet]], ...] = (
        (Indicator, lambda: subjects.indicators(user, at)),
        (FormLine, lambda: subjects.form(survey)),
        (Release, lambda: subjects.calendar(at)),
        (SurveyYear, subjects.people),
        (ReturnFinding, lambda: records.findings(survey, user)),
        (Difference, records.differences),
        (CheckThreshold, records.thresholds),
        (AboveScaleThreshold, records.above_scale),
        (Holding, records.holdings),
        (Waiver, records.waivers),
        (Compilation, lambda: records.compilations(survey)),
        (Release, records.releases),
    )
    shown = [make() for model, make in wanted if has_right(user, model, "view")]
    left_out = [str(model._meta.verbose_name_plural) for model, _make in wanted if not has_right(user, model, "view")]
    return [_first(survey, steps, shown, left_out, at), *shown]


def _first(survey: SurveyYear, steps: Iterable[Step], shown: list[Sheet], left_out: list[str], at: datetime) -> Sheet:
    states = {DONE: pgettext("step", "done"), NEXT: pgettext("step", "next"), BLOCKED: pgettext("step", "waits")}
    purpose = _("What the next clerk of the annual statistics has to know, as the portal knew it at the moment below.")
    internal = _("Internal. It holds no return of any enterprise: add none, and do not send it by public mail.")
    rows = [
        (_("What this is"), purpose),
        (_("Survey year"), str(survey)),
        (_("Document number"), survey.document_number),
        (_("Returns are due on"), day(survey.due_on)),
        (_("Frozen at"), moment(survey.frozen_at)),
        (_("Written at"), moment(at)),
        (_("Confidential"), internal),
        (_("Sheets"), listed(sheet.title for sheet in shown)),
        (_("Left out for want of rights"), listed(left_out) or _("nothing")),
    ]
    rows += [
        (f"{number}. {step.title}", f"{states.get(step.state, pgettext('step', 'open'))}: {step.sentence}")
        for number, step in enumerate(steps, start=1)
    ]
    return Sheet(_("Read me first"), [(_("Subject"), MIDDLE), (_("Text"), WIDE)], rows)
