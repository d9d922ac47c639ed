import json
import sys
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext

from zoneportal.messages import Refused
from zoneportal.spreadsheets import actions, handing_back, registry, reports
from zoneportal.spreadsheets.checking import Checked
from zoneportal.spreadsheets.resources import Options
from zoneportal.spreadsheets.rows import ERROR, STATES, Finding, of_file

CLEAN, WRONG, UNREADABLE, PARTLY = 0, 1, 2, 3


class Command(BaseCommand):
    help = (
        "Checks a sheet and, with --commit, writes it. Exit code: 0 clean (and written with --commit), "
        "1 errors or conflicts, nothing written, 2 the file could not be read, 3 good rows written, others refused."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("sheet", metavar="SHEET", choices=registry.names(), help=", ".join(registry.names()))
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--user", required=True, help="whose rights and parks count")
        parser.add_argument("--commit", action="store_true", help="write; without it nothing is written")
        parser.add_argument("--good-rows-only", action="store_true", help="write the good rows, refuse the others")
        parser.add_argument("--rejects", metavar="FILE", type=Path, help="write the refused rows here (.xlsx or .csv)")
        parser.add_argument("--ignore-columns", metavar="A,B", default="", help="unknown columns to pass over")
        parser.add_argument("--blank-clears", action="store_true", help="blank cells clear what is stored")
        parser.add_argument("--sheet", dest="worksheet", metavar="NAME", help="the sheet of the workbook")
        parser.add_argument("--reason", default="", help="kept with the import and with revisions")
        parser.add_argument("--report", choices=["json"], help="print one JSON object and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        job_key, code, checked, whole = None, UNREADABLE, None, []
        try:
            user = _user(options["user"])
            content = options["file"].read_bytes()
            job_key, checked, whole, code = self._run(user, content, options)
        except OSError as error:
            whole = [of_file("%(file)s: %(error)s", file=str(options["file"]), error=error.strerror or str(error))]
        except Refused as refused:
            whole = [of_file(refused.message, **refused.params)]
        if options["rejects"] and checked and checked.layout:
            with options["rejects"].open("wb") as file:
                handing_back.rejected_rows(
                    content=content,
                    resource=registry.of_name(options["sheet"])(user=user, options=self._chosen(options)),
                    findings=checked.all_errors(),
                    file=file,
                    ending=options["rejects"].suffix,
                )
        self._tell(options, checked, whole, job_key, code)
        if code:
            sys.exit(code)

    def _run(self, user: Any, content: bytes, options: dict[str, Any]) -> tuple:
        """(job or None, what was checked, findings of the whole file, exit code)."""
        chosen = self._chosen(options)
        if not options["commit"]:
            checked = actions.examine(registry.of_name(options["sheet"])(user=user, options=chosen), content)
            return None, checked, [], WRONG if checked.all_errors() else CLEAN
        name = options["file"].name
        job = actions.receive(sheet=options["sheet"], content=content, filename=name, by=user, options=chosen)
        try:
            checked = actions.check(job=job)
        except Refused:
            actions.discard(job=job)
            raise
        if checked.all_errors() and not options["good_rows_only"]:
            return job.pk, checked, [], WRONG
        outcome = actions.confirm(job=job, by=user, good_rows_only=options["good_rows_only"])
        whole = [outcome.finding] if outcome.finding else []
        checked = outcome.checked or checked
        if outcome.result != actions.WRITTEN:
            return job.pk, checked, whole, WRONG
        return job.pk, checked, whole, PARTLY if checked.all_errors() else CLEAN

    def _chosen(self, options: dict[str, Any]) -> Options:
        return Options(
            sheet=options["worksheet"],
            ignored=frozenset(name.strip() for name in options["ignore_columns"].split(",") if name.strip()),
            blank_clears=options["blank_clears"],
            reason=options["reason"],
        )

    def _tell(self, options: dict, checked: Checked | None, whole: list[Finding], job: int | None, code: int) -> None:
        if options["report"] == "json":
            self.stdout.write(json.dumps(reports.as_json(checked, whole, job), ensure_ascii=False))
            return
        counts = checked.counts() if checked else dict.fromkeys(STATES, 0)
        for finding in [*whole, *(checked.all_errors() if checked else ())]:
            self.stdout.write(_line(finding))
        for finding in checked.all_notices() if checked else ():
            self.stdout.write(gettext("Notice: ") + _line(finding))
        self.stdout.write(gettext("Rows: ") + ", ".join(f"{_state(state)} {counts[state]}" for state in STATES))
        self.stdout.write(_ending(code, options["commit"], job))


def _user(name: str) -> Any:
    user = get_user_model().objects.filter(username=name, is_active=True).first()
    if user is None:
        raise CommandError(f"There is no active user {name}.")
    return user


def _line(finding: Finding) -> str:
    place = gettext("row %(row)s") % {"row": finding.row} if finding.row else gettext("file")
    value = f" “{finding.value}”" if finding.value else ""
    return f"{place}, {finding.column or '—'}{value}: {finding.sentence()}"


def _state(state: str) -> str:
    words = {
        "new": gettext("new"),
        "changed": gettext("changed"),
        "unchanged": gettext("unchanged"),
        "conflict": gettext("conflicting"),
        ERROR: gettext("wrong"),
    }
    return words[state]


def _ending(code: int, commit: bool, job: int | None) -> str:
    if code == UNREADABLE:
        return gettext("The file could not be read.")
    if code == WRONG:
        return gettext("Nothing was written.")
    if not commit:
        return gettext("Checked only. Add --commit to write.")
    if code == PARTLY:
        return gettext("The good rows were written, the others refused (import %(job)s).") % {"job": job}
    return gettext("Written (import %(job)s).") % {"job": job}
