from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext

from zoneportal.messages import Refused
from zoneportal.spreadsheets import exporting, registry


class Command(BaseCommand):
    help = "Writes a sheet with what the user may see; the ending of FILE (.csv, .xlsx) chooses the format."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("sheet", metavar="SHEET", choices=registry.names(), help=", ".join(registry.names()))
        parser.add_argument("-o", "--output", metavar="FILE", type=Path, required=True)
        parser.add_argument("--user", required=True, help="whose rights and parks count")

    def handle(self, *args: Any, **options: Any) -> None:
        user = get_user_model().objects.filter(username=options["user"], is_active=True).first()
        if user is None:
            raise CommandError(f"There is no active user {options['user']}.")
        output: Path = options["output"]
        unfinished = output.with_name(f".{output.name}.part")
        try:
            format = exporting.format_of(output.name)
            with unfinished.open("wb") as file:
                exporting.export(sheet=options["sheet"], user=user, file=file, format=format)
            unfinished.replace(output)
        except Refused as refused:
            raise CommandError(gettext(refused.message) % refused.params) from refused
        except PermissionDenied as error:
            raise CommandError(gettext("Exporting this sheet is not among the rights of this user.")) from error
        except OSError as error:
            raise CommandError(f"{output}: {error.strerror}") from error
        finally:
            unfinished.unlink(missing_ok=True)
