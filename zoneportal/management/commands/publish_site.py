import json
import os
import re
import sys
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext

from zoneportal.messages import Refused
from zoneportal.static_site import manifest as manifests
from zoneportal.static_site.publishing import Report, publish
from zoneportal.static_site.tree import Folder, differences

DONE, FAILED, BROKEN_LINKS = 0, 1, 3
ROOT = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?")


class Command(BaseCommand):
    help = (
        "Writes the whole public site into DIR as files for any web server; its root is DIR/current/site. Pages that "
        "show what they showed are kept. Exit code: 0 done, 1 nothing was changed, 3 done, but pages hold broken links."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path)
        parser.add_argument("--address", help="where the public reads the site: https://www.example.gov.cn")
        parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, metavar="N", help="one a core")
        parser.add_argument("--keep", type=int, default=2, metavar="N", help="releases kept besides the public one")
        parser.add_argument("--whole", action="store_true", help="make every page again")
        parser.add_argument("--check", action="store_true", help="compare the files with their hashes, write nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Folder(options["folder"])
        if options["check"]:
            self._check(folder)
            return
        root = (options["address"] or "").rstrip("/")
        if not ROOT.fullmatch(root):
            raise CommandError(
                gettext("Say with --address where the public reads the site: https://www.example.gov.cn")
            )
        if options["processes"] < 1 or options["keep"] < 0:
            raise CommandError(gettext("--processes takes 1 or more, --keep 0 or more."))
        try:
            report = publish(
                folder,
                root=root,
                at=timezone.now(),
                processes=options["processes"],
                keep=options["keep"],
                whole=options["whole"],
                tell=self._silent if options["json"] else Telling(self.stdout),
            )
        except Refused as refused:
            raise CommandError(gettext(refused.message) % refused.params) from refused
        except OSError as error:
            words = {"error": error.strerror or str(error)}
            raise CommandError(
                gettext("The site could not be written: %(error)s. The old one stays.") % words
            ) from error
        self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False) if options["json"] else in_words(report))
        if report.broken:
            sys.exit(BROKEN_LINKS)

    def _silent(self, done: int, known: int) -> None:
        pass

    def _check(self, folder: Folder) -> None:
        current = folder.current()
        manifest = manifests.load(current / manifests.NAME) if current else None
        if current is None or manifest is None:
            raise CommandError(gettext("%(folder)s holds no published site.") % {"folder": folder.top})
        if wrong := differences(current, manifest, by_hash=True):
            names = ", ".join(wrong[:10])
            raise CommandError(gettext("These files are not as they were written: %(names)s") % {"names": names})
        self.stdout.write(gettext("All %(count)s files are as they were written.") % {"count": len(manifest.files())})


class Telling:
    """Says once a second how far it is."""

    def __init__(self, out: Any):
        self.out, self.started, self.said_at = out, time.monotonic(), time.monotonic()

    def __call__(self, done: int, known: int) -> None:
        now = time.monotonic()
        if now - self.said_at >= 1:
            self.said_at = now
            words = {"done": done, "known": known, "seconds": round(now - self.started)}
            self.out.write(gettext("%(done)s of %(known)s pages, %(seconds)s s") % words)


def in_words(report: Report) -> str:
    lines = [
        gettext("Published: %(pages)s pages, %(files)s files, %(megabytes)s MB in %(seconds)s s.")
        % {
            "pages": report.pages,
            "files": report.files,
            "megabytes": round(report.bytes / 1_000_000, 1),
            "seconds": report.seconds,
        },
        gettext("Made anew: %(made)s, kept: %(kept)s.") % {"made": report.made, "kept": report.kept},
        gettext("The web server's root is %(root)s.") % {"root": Path(report.release).parents[1] / "current" / "site"},
    ]
    if report.left_out:
        words = gettext("Links left as plain words, because only a server can answer them: %(count)s.")
        lines.append(words % {"count": report.left_out})
    if report.next_change_at:
        at = parse_datetime(report.next_change_at)
        moment = f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""
        lines.append(gettext("Something changes by itself at %(moment)s: run this command then.") % {"moment": moment})
    for address, pages in report.broken.items():
        lines.append(
            gettext("Broken link to %(address)s on %(pages)s") % {"address": address, "pages": ", ".join(pages)}
        )
    return "\n".join(lines)
