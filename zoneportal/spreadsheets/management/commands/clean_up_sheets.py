from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext

from zoneportal.bilingual import in_both
from zoneportal.messages import N_
from zoneportal.spreadsheets.jobs.retention import clean_up


class Command(BaseCommand):
    help = (
        "Removes the files of imports that were finished long ago (SHEET_FILES_DAYS), files that belong to no import, "
        "and old results of tasks. Who sent what, when, the hash and the counts stay. The worker does it every day."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would go, remove nothing")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        cleaned = clean_up(at=timezone.now(), dry=dry_run)
        numbers = vars(cleaned) | {"days": settings.SHEET_FILES_DAYS}
        if dry_run:
            self.stdout.write(in_both(lambda: gettext("Nothing was removed. This would go:")))
        lines = (
            N_("Imports that nobody confirmed for %(days)s days, cancelled: %(closed)s"),
            N_("Imports older than %(days)s days whose files went: %(imports)s (%(files)s files)"),
            N_("Files that belong to no import: %(strays)s"),
            N_("Old results of tasks: %(task_results)s"),
        )
        for line in lines:
            self.stdout.write(in_both(lambda line=line: gettext(line) % numbers))
