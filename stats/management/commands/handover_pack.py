"""`manage.py handover_pack 2025 -o pack.xlsx [--as NAME] [--language en]`: the same workbook as the button's.

With --as it holds what that user may see. Without, what stands about the year as a whole: nothing about findings,
holdings or waivers, and no figure that disclosure control has not looked at. Exit 0 = written, 1 = refused.
"""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext

from stats.admin.handover.book import write_book
from stats.admin.handover.contents import sheets_of
from stats.admin.handover.door import file_name
from stats.admin.survey import path_of
from stats.models import SurveyYear
from zoneportal.accounts.models import User
from zoneportal.bilingual import in_both
from zoneportal.messages import N_

NO_YEAR = N_("There is no survey year %(year)s. Add it in the administration first.")
NO_USER = N_("There is no active user %(name)s.")
CANNOT_WRITE = N_("%(file)s cannot be written: %(error)s. Choose another place.")
CONFIDENTIAL = ("enterprisereturn", "returnvalue", "returnfinding", "holding", "holdingmember", "waiver")
WITHHELD = ("compilationinput", "withheldvalue")


class Nobody:
    """Who reads where no user is named: the whole zone, and nothing that is about single enterprises."""

    pk = None

    def has_perm(self, right: str) -> bool:
        return right.rpartition("_")[2] not in CONFIDENTIAL + WITHHELD


class Command(BaseCommand):
    help = "Writes the handover pack of a survey year for the next clerk."

    def add_arguments(self, parser) -> None:
        parser.add_argument("year", type=int)
        parser.add_argument("-o", "--output", type=Path, required=True)
        parser.add_argument("--as", dest="username", default="", help="Holds what this user may see.")
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default="zh-hans")

    def handle(self, *, year: int, output: Path, username: str, language: str, **options) -> None:
        survey = SurveyYear.objects.filter(year=year).first()
        if survey is None:
            raise CommandError(in_both(lambda: gettext(NO_YEAR) % {"year": year}))
        user = User.objects.filter(username=username, is_active=True).first() if username else Nobody()
        if user is None:
            raise CommandError(in_both(lambda: gettext(NO_USER) % {"name": username}))
        with translation.override(language):
            sheets = sheets_of(survey, path_of(survey, user), user, timezone.now())
            title = file_name(survey)
        try:
            with output.open("wb") as file:
                write_book(sheets, file, title)
        except OSError as error:
            words = {"file": output, "error": error.strerror}
            raise CommandError(in_both(lambda: gettext(CANNOT_WRITE) % words)) from error
        written = {"file": output, "count": len(sheets)}
        self.stdout.write(in_both(lambda: gettext("Written: %(file)s, %(count)s sheets.") % written))
