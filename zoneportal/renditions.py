"""Smaller copies of a picture in modern formats: what they are called, and how they are made.

Every picture has the same set, so a page can name them without asking the storage. None is larger than its picture.
"""

import io
import re

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from PIL import Image

WIDTHS = (480, 960, 1600)
# Chosen by eye at 960 pixels; a photograph of 400 KB becomes about 60 KB and 100 KB.
KINDS: dict[str, dict[str, int]] = {"avif": {"quality": 60, "speed": 7}, "webp": {"quality": 78, "method": 4}}
ENDINGS = ("jpg", "png")  # of the pictures that images.checked_image writes
RENDITION = re.compile(rf"(?P<stem>.+)\.w(?:{'|'.join(map(str, WIDTHS))})\.(?:{'|'.join(KINDS)})")
MEASURES = re.compile(r".+-(?P<width>[0-9]{1,5})x(?P<height>[0-9]{1,5})\.(?:jpg|png)")


def rendition(name: str, width: int, kind: str) -> str:
    """`parks/1f.jpg` has `parks/1f.w480.webp`."""
    return f"{name.rpartition('.')[0]}.w{width}.{kind}"


def renditions(name: str) -> list[str]:
    return [rendition(name, width, kind) for kind in KINDS for width in WIDTHS]


def pictures_of(path: str) -> tuple[str, ...]:
    """The names that the picture behind a path may have: its own, or those a rendition can have been made of."""
    match = RENDITION.fullmatch(path)
    return tuple(f"{match['stem']}.{ending}" for ending in ENDINGS) if match else (path,)


def measures(name: str) -> tuple[int, int] | None:
    """Width and height as the name of a picture says them, without opening it; None for a name that says none."""
    match = MEASURES.fullmatch(name)
    return (int(match["width"]), int(match["height"])) if match else None


def make_renditions(storage: Storage, name: str) -> int:
    """Writes the renditions of a stored picture that are not there yet, and says how many."""
    missing = [path for path in renditions(name) if not storage.exists(path)]
    if not missing:
        return 0
    with storage.open(name) as file, Image.open(file, formats=("JPEG", "PNG")) as picture:
        picture.load()
        for kind, options in KINDS.items():
            for width in WIDTHS:
                path = rendition(name, width, kind)
                if path in missing:
                    storage.save(path, ContentFile(_smaller(picture, width, kind, options)))
    return len(missing)


def _smaller(picture: Image.Image, width: int, kind: str, options: dict[str, int]) -> bytes:
    copy = picture.copy()
    copy.thumbnail((width, picture.height))
    buffer = io.BytesIO()
    copy.save(buffer, kind.upper(), **options)
    return buffer.getvalue()
