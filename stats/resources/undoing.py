"""What was released stays when an import is undone."""

from stats.models import Figure, Release, ReleaseStatus
from stats.resources.revising import IN_REVIEW
from zoneportal.messages import N_
from zoneportal.spreadsheets.records.steps import Model, Step
from zoneportal.spreadsheets.sheets.resources import SheetResource

RELEASED = N_("This figure is released and stays as it is. Correct it by a revision with its reason.")


class FiguresThatStay(SheetResource):
    """The part of the sheet of figures that an undo asks."""

    held_undoing = (Release,)  # nobody decides a release while figures of it go

    def refused_undoing(self, model: Model, several: list[Step]) -> dict[int, str]:
        """Figures of a release in review or decided, embargoed ones included, stay; none comes back into one."""
        refused = super().refused_undoing(model, several)
        if model is not Figure:
            return refused
        wanted = {figure.release_id for step in several for figure in (step.now, step.then) if figure}
        locked = dict(Release.objects.locked().filter(pk__in=wanted - {None}).values_list("pk", "status"))
        for step in several:
            stands = {locked[each.release_id] for each in (step.now, step.then) if each and each.release_id in locked}
            if stands:
                refused[step.key] = RELEASED if ReleaseStatus.RELEASED in stands else IN_REVIEW
        return refused
