import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext

from zoneportal.bilingual import in_both, refusal_in_both
from zoneportal.messages import N_, Refused
from zoneportal.spreadsheets.admin.pages import undo_tiles
from zoneportal.spreadsheets.management.output import INTERRUPTED, Output, user_of
from zoneportal.spreadsheets.models import ImportJob
from zoneportal.spreadsheets.running.progress import Cancelled, Progress
from zoneportal.spreadsheets.undo import remains, undoing
from zoneportal.spreadsheets.undo.obstacles import LEFT
from zoneportal.spreadsheets.undo.remains import Remaining

DONE, NOTHING, PARTLY = 0, 1, 3

NO_JOB = N_("There is no import %(number)s that this user may see.")
STOPPED = N_("Stopped. Nothing was changed.")


class Command(BaseCommand):
    help = (
        "Undoes a written import or merge as one unit: created records go, changed ones get their earlier values back. "
        "What somebody edited later is listed and left alone, unless --force. Exit code: 0 everything went back, "
        "1 nothing was changed, 3 the records listed were left as they are."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("job", metavar="JOB", type=int, help="the number of the import")
        parser.add_argument("--user", metavar="NAME", required=True, help="whose rights and parks count")
        parser.add_argument("--force", action="store_true", help="also undo what somebody edited later")
        parser.add_argument("--reason", default="", help="kept with the undo")
        parser.add_argument("--dry-run", action="store_true", help="say what would go back, change nothing")
        parser.add_argument("--report", choices=["json"], help="print one JSON object and nothing else")

    def handle(self, *, report: str | None, **options: Any) -> None:
        code, done = DONE, Done()
        try:
            done = self._undo(**options)
        except Refused as refused:
            done.error = refusal_in_both(refused)
        except Cancelled:
            done.error = in_both(lambda: gettext(STOPPED))
        except DatabaseError:
            done.error = in_both(lambda: gettext(undoing.BUSY))
        except KeyboardInterrupt:
            code, done.error = INTERRUPTED, in_both(lambda: gettext(STOPPED))
        if done.error:
            code = code or NOTHING
        elif any(done.counts[kind] for kind in LEFT):
            code = PARTLY
        with Output(self.stdout) as output:
            if report == "json":
                errors = [{"message": done.error}] if done.error else []
                output.json(counts=done.counts, left=map(_as_json, done.left()), errors=errors, job=done.job)
            else:
                _tell(output, done)
        if code:
            sys.exit(code)

    def _undo(self, *, job: int, user: str, force: bool, reason: str, dry_run: bool, **_others: Any) -> "Done":
        by = user_of(user)
        found = ImportJob.objects.visible_to(by).filter(pk=job).first()
        if found is None:
            raise Refused(NO_JOB, number=job)
        if dry_run:
            plan = undoing.plan_of(found, by, force=force)
            return Done(plan, error=plan.refusal.sentence() if plan.refusal else "")
        with Progress.of(found) as progress:
            outcome = undoing.undo(job=found, by=by, force=force, reason=reason, progress=progress)
        finding = outcome.finding
        return Done(outcome.plan, outcome.job and outcome.job.pk, finding.sentence() if finding else "")


@dataclass
class Done:
    """What goes back and what is left, the number of the undo, or why nothing was done."""

    plan: undoing.Plan | None = None
    job: int | None = None
    error: str = ""

    @property
    def counts(self) -> dict[str, int]:
        return self.plan.counts if self.plan else {}

    def left(self) -> Iterator[Remaining]:
        if self.plan and self.plan.judged:
            for kind in LEFT:
                yield from remains.named(self.plan.judged, kind)


def _as_json(left: Remaining) -> dict[str, Any]:
    at = left.at.isoformat() if left.at else None
    return {"kind": left.kind, "record": left.name, "reason": left.reason, "by": left.by, "at": at}


def _tell(output: Output, done: Done) -> None:
    for left in done.left():
        words = {"kind": left.kind, "name": left.name, "reason": left.reason, "by": left.by}
        if left.at:
            words["at"] = f"{timezone.localtime(left.at):%Y-%m-%d %H:%M}"
            output.line(gettext("%(kind)s “%(name)s” (%(by)s, %(at)s): %(reason)s") % words)
        else:
            output.line(gettext("%(kind)s “%(name)s”: %(reason)s") % words)
    if done.counts:
        output.line(" · ".join(f"{tile.label} {tile.number}" for tile in undo_tiles(done.counts)))
    if done.error:
        output.line(done.error)
    elif done.job:
        output.line(in_both(lambda: gettext("Undone (import %(job)s).") % {"job": done.job}))
    else:
        output.line(in_both(lambda: gettext("Nothing was changed: run it without --dry-run to undo.")))
