"""What was released stays when an import is undone."""

from stats.models import Figure, Release
from stats.models.release import ReleaseStatus
from zoneportal.messages import N_
from zoneportal.spreadsheets.resources import SheetResource
from zoneportal.spreadsheets.steps import Model, Step

RELEASED = N_("This figure is released and stays as it is. Correct it by a revision with its reason.")


class FiguresThatStay(SheetResource):
    """The part of the sheet of figures that an undo asks."""

    held_undoing = (Release,)  # nobody decides a release while figures of it go

    def refused_undoing(self, model: Model, several: list[Step]) -> dict[int, str]:
        """Figures of a decided release, embargoed ones included, stay; none comes back into one."""
        refused = super().refused_undoing(model, several)
        if model is not Figure:
            return refused
        wanted = {figure.release_id for step in several for figure in (step.now, step.then) if figure}
        decided = set(
            Release.objects.filter(pk__in=wanted - {None}, status=ReleaseStatus.RELEASED).values_list("pk", flat=True)
        )
        for step in several:
            if any(figure and figure.release_id in decided for figure in (step.now, step.then)):
                refused[step.key] = RELEASED
        return refused
