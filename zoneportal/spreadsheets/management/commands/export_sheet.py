from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext

from zoneportal.bilingual import in_both, refusal_in_both
from zoneportal.messages import N_, Refused
from zoneportal.spreadsheets.handing_out import exporting
from zoneportal.spreadsheets.management.output import appearing, user_of
from zoneportal.spreadsheets.sheets import registry

NOT_ALLOWED = N_("Exporting this sheet is not among the rights of this user.")
CANNOT_WRITE = N_("%(file)s cannot be written: %(error)s. Choose another place.")


class Command(BaseCommand):
    help = (
        f"Writes a sheet with what the user may see; the ending of FILE ({', '.join(exporting.FORMATS)}) chooses the "
        "format. FILE appears when it is whole."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("sheet", metavar="SHEET", choices=registry.names(), help=", ".join(registry.names()))
        parser.add_argument("-o", "--output", metavar="FILE", type=Path, required=True)
        parser.add_argument("--user", metavar="NAME", required=True, help="whose rights and parks count")

    def handle(self, *, sheet: str, output: Path, user: str, **options: Any) -> None:
        try:
            who, format = user_of(user), exporting.format_of(output.name)
            with appearing(output) as file:
                rows = exporting.export(sheet=sheet, user=who, file=file, format=format)
        except Refused as refused:
            raise CommandError(refusal_in_both(refused)) from refused
        except PermissionDenied as error:
            raise CommandError(in_both(lambda: gettext(NOT_ALLOWED))) from error
        except OSError as error:
            words = {"file": output, "error": error.strerror}
            raise CommandError(in_both(lambda: gettext(CANNOT_WRITE) % words)) from error
        written = {"rows": rows, "file": output}
        self.stdout.write(in_both(lambda: gettext("%(rows)s rows written into %(file)s.") % written))
