"""Brings the renditions of all pictures up to date: writes those that are missing, takes away those of no picture."""

from collections.abc import Iterator

from django.core.files.storage import Storage, default_storage
from django.core.management.base import BaseCommand
from django.utils.translation import gettext

from parks.models import Park, Zone
from zoneportal.bilingual import in_both
from zoneportal.renditions import ENDINGS, RENDITION, make_renditions, pictures_of

FOLDERS = tuple(model._meta.get_field(field).upload_to for model, field in ((Park, "photo"), (Zone, "logo")))


class Command(BaseCommand):
    help = "Write the renditions of pictures that have none yet, and remove those whose picture is gone."

    def handle(self, *args, **options) -> None:
        written = removed = 0
        for path in [*stored_files(default_storage)]:
            if RENDITION.fullmatch(path):
                if not any(default_storage.exists(picture) for picture in pictures_of(path)):
                    default_storage.delete(path)
                    removed += 1
            elif path.endswith(ENDINGS):
                written += make_renditions(default_storage, path)
        if written or removed:
            counts = {"written": written, "removed": removed}
            self.stdout.write(
                in_both(lambda: gettext("Renditions of pictures: %(written)s written, %(removed)s removed.") % counts)
            )


def stored_files(storage: Storage) -> Iterator[str]:
    for folder in FOLDERS:
        if storage.exists(folder):
            yield from (f"{folder}{name}" for name in storage.listdir(folder)[1])
