import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError
from django.utils.translation import gettext

from zoneportal.bilingual import in_both
from zoneportal.messages import N_, Refused
from zoneportal.spreadsheets.admin.pages import LABELS
from zoneportal.spreadsheets.checks.checking import Checked
from zoneportal.spreadsheets.checks.reports import finding_as_json
from zoneportal.spreadsheets.corrections import handing_back
from zoneportal.spreadsheets.files import limits
from zoneportal.spreadsheets.files.limits import MIB
from zoneportal.spreadsheets.files.reading import TOO_LARGE, ChooseSheet
from zoneportal.spreadsheets.importing import actions
from zoneportal.spreadsheets.management.output import INTERRUPTED, Output, appearing, user_of
from zoneportal.spreadsheets.models import WITH_MOMENT, ImportJob
from zoneportal.spreadsheets.running.progress import Cancelled, Progress
from zoneportal.spreadsheets.sheets import registry
from zoneportal.spreadsheets.sheets.resources import Options
from zoneportal.spreadsheets.values.rows import STATES, Finding, of_file

CLEAN, WRONG, UNREADABLE, PARTLY = 0, 1, 2, 3

NO_FILE = N_("%(file)s: %(error)s")
NO_REJECTS = N_("The refused rows are written as .xlsx or .csv into a folder that is there, not as %(file)s.")
CHOOSE = N_("The workbook has several sheets: %(names)s. Say with --sheet NAME which one is meant.")
STOPPED = N_("Stopped. Nothing was written.")
STOPPED_ELSEWHERE = N_("Somebody cancelled this import in the administration. Nothing was written.")


@dataclass
class Done:
    """How far the import came. `whole`: what is to say of it as a whole, besides what the check found."""

    code: int = CLEAN
    job: ImportJob | None = None
    checked: Checked | None = None
    whole: list[Finding] = field(default_factory=list)

    def refuse(self, code: int, message: str, **params: Any) -> None:
        self.code = code
        self.whole.append(of_file(message, **params))

    def counts(self) -> dict[str, int]:
        return self.checked.counts() if self.checked else dict.fromkeys(STATES, 0)

    def errors(self) -> Iterator[Finding]:
        yield from self.whole
        if self.checked:
            yield from self.checked.report.findings("errors")

    def notices(self) -> Iterator[Finding]:
        if self.checked:
            yield from self.checked.report.findings("notices")


class Command(BaseCommand):
    help = (
        "Checks a sheet and, with --commit, writes it. Exit code: 0 clean (and written with --commit), "
        "1 errors or conflicts, nothing written, 2 the file could not be read, 3 good rows written, others refused."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("sheet", metavar="SHEET", choices=registry.names(), help=", ".join(registry.names()))
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--user", metavar="NAME", required=True, help="whose rights and parks count")
        parser.add_argument("--commit", action="store_true", help="write; without it nothing is written")
        parser.add_argument("--good-rows-only", action="store_true", help="write the good rows, refuse the others")
        parser.add_argument("--rejects", metavar="FILE", type=Path, help="write the refused rows here (.xlsx or .csv)")
        parser.add_argument("--ignore-columns", metavar="A,B", default="", help="unknown columns to pass over")
        parser.add_argument("--blank-clears", action="store_true", help="blank cells clear what is stored")
        parser.add_argument("--sheet", dest="worksheet", metavar="NAME", help="the sheet of the workbook")
        parser.add_argument("--reason", default="", help="kept with the import and with revisions")
        parser.add_argument("--report", choices=["json"], help="print one JSON object and nothing else")

    def handle(self, *, report: str | None, **options: Any) -> None:
        done = Done()
        try:
            _go(done, **options)
        except KeyboardInterrupt:
            _stop(done)
        with Output(self.stdout) as output:
            if report == "json":
                errors, notices = (map(finding_as_json, each) for each in (done.errors(), done.notices()))
                output.json(counts=done.counts(), errors=errors, notices=notices, job=done.job and done.job.pk)
            else:
                _tell(output, done, options["commit"])
        if done.code:
            sys.exit(done.code)


def _go(done: Done, *, sheet: str, file: Path, user: str, rejects: Path | None, **options: Any) -> None:
    try:
        by = user_of(user)
        _check_ending(rejects)
    except Refused as refused:
        done.refuse(WRONG, refused.message, **refused.params)
        return
    try:
        content = _content(file)
        resource = registry.of_name(sheet)(user=by, options=_chosen(**options))
        if options["commit"]:
            words = {"sheet": sheet, "content": content, "filename": file.name, "by": by}
            done.job = actions.receive(**words, options=resource.options)
            _write(done, by, options["good_rows_only"])
        else:
            done.checked = actions.examine(resource, content)
            done.code = CLEAN if done.checked.is_clean else WRONG
    except ChooseSheet as choose:
        done.refuse(UNREADABLE, CHOOSE, names="、".join(choose.names))
    except Refused as refused:
        done.refuse(UNREADABLE, refused.message, **refused.params)
    except Cancelled:
        done.refuse(WRONG, STOPPED_ELSEWHERE)
    except DatabaseError:
        done.refuse(WRONG, actions.BUSY)
    if rejects and done.checked and done.checked.layout:
        _write_rejects(done, rejects, content, resource)


def _check_ending(rejects: Path | None) -> None:
    if rejects and (rejects.suffix.lower() not in (".xlsx", ".csv") or not rejects.absolute().parent.is_dir()):
        raise Refused(NO_REJECTS, file=str(rejects))


def _content(file: Path) -> bytes:
    limit = limits.in_force().file_bytes
    try:
        with file.open("rb") as opened:
            content = opened.read(limit + 1)
    except OSError as error:
        raise Refused(NO_FILE, file=str(file), error=error.strerror or str(error)) from error
    if len(content) > limit:
        raise Refused(TOO_LARGE, size=-(-file.stat().st_size // MIB), limit=limit // MIB)
    return content


def _chosen(*, worksheet: str | None, ignore_columns: str, blank_clears: bool, reason: str, **_others: Any) -> Options:
    ignored = frozenset(name.strip() for name in ignore_columns.split(",") if name.strip())
    return Options(sheet=worksheet, ignored=ignored, blank_clears=blank_clears, reason=reason)


def _write(done: Done, by: Any, good_rows_only: bool) -> None:
    """Checks and writes as the screens do; a file that cannot be read leaves no import behind."""
    job = done.job
    with Progress.of(job) as progress:
        try:
            done.checked = actions.check(job=job, progress=progress)
        except Refused:
            done.job = None
            actions.discard(job=job)
            raise
        if not (good_rows_only or done.checked.is_clean):
            done.code = WRONG
            return
        outcome = actions.confirm(job=job, by=by, good_rows_only=good_rows_only, progress=progress)
    done.checked = outcome.checked or done.checked
    if outcome.finding and outcome.finding not in done.checked.errors:
        done.whole.append(outcome.finding)
    if outcome.result != actions.WRITTEN:
        done.code = WRONG
    elif not done.checked.is_clean:
        done.code = PARTLY


def _write_rejects(done: Done, rejects: Path, content: bytes, resource: Any) -> None:
    findings = done.checked.report.findings("errors")
    try:
        with appearing(rejects) as file:
            handing_back.rejected_rows(
                content=content, resource=resource, findings=findings, file=file, ending=rejects.suffix
            )
    except OSError as error:
        done.refuse(done.code, NO_FILE, file=str(rejects), error=error.strerror or str(error))


def _stop(done: Done) -> None:
    """Ctrl-C. What the database says is what is told: the transaction may have been over already."""
    job = done.job
    if (
        job is None
        or actions.cancel(job=job)
        or not ImportJob.objects.filter(pk=job.pk, state__in=WITH_MOMENT).exists()
    ):
        done.refuse(INTERRUPTED, STOPPED)
    else:
        done.code = CLEAN if done.checked and done.checked.is_clean else PARTLY


def _tell(output: Output, done: Done, commit: bool) -> None:
    layout = done.checked.layout if done.checked else None
    if layout:
        rows = ", ".join(map(str, layout.header_rows))
        output.line(gettext("Header in row %(rows)s.") % {"rows": rows})
        for skipped in layout.skipped:
            words = {"row": skipped.row, "why": gettext(skipped.reason), "content": skipped.text}
            output.line(gettext("Row %(row)s is no data (%(why)s): %(content)s") % words)
    for finding in done.errors():
        output.line(_line(finding))
    for finding in done.notices():
        output.line(gettext("Notice: ") + _line(finding))
    counts = done.counts()
    output.line(" · ".join(f"{LABELS[state]} {counts[state]}" for state in STATES))
    output.line(in_both(lambda: _ending(done, commit)))


def _line(finding: Finding) -> str:
    words = {"row": finding.row, "column": finding.column, "value": finding.value, "sentence": finding.sentence()}
    if finding.row is None:
        return gettext("%(column)s: %(sentence)s") % words if finding.column else finding.sentence()
    if not finding.column:
        return gettext("Row %(row)s: %(sentence)s") % words
    if not finding.value:
        return gettext("Row %(row)s, %(column)s: %(sentence)s") % words
    return gettext("Row %(row)s, %(column)s “%(value)s”: %(sentence)s") % words


def _ending(done: Done, commit: bool) -> str:
    if done.code == UNREADABLE:
        return gettext("The file could not be read.")
    if done.code in (WRONG, INTERRUPTED):
        return gettext("Nothing was written.")
    if not commit:
        return gettext("Checked only. Add --commit to write.")
    words = {"job": done.job.pk}
    if done.code == PARTLY:
        return gettext("The good rows were written, the others refused (import %(job)s).") % words
    return gettext("Written (import %(job)s).") % words
