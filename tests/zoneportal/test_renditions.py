import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from PIL import Image

from tests import factories
from zoneportal.images import checked_image
from zoneportal.renditions import WIDTHS, make_renditions, measures, pictures_of, rendition, renditions


@pytest.fixture
def storage():
    return InMemoryStorage()


def stored(storage, name: str, size: tuple[int, int], mode: str = "RGB") -> str:
    buffer = io.BytesIO()
    Image.new(mode, size).save(buffer, "PNG" if name.endswith("png") else "JPEG")
    return storage.save(name, ContentFile(buffer.getvalue()))


def opened(storage, name: str) -> Image.Image:
    return Image.open(storage.open(name))


def test_a_picture_has_each_width_in_each_format(storage):
    name = stored(storage, "parks/1f-2000x1000.jpg", (2000, 1000))

    assert make_renditions(storage, name) == len(renditions(name))

    for kind in ("avif", "webp"):
        for width in WIDTHS:
            picture = opened(storage, rendition(name, width, kind))
            assert (picture.format, picture.size) == (kind.upper(), (width, width // 2))


def test_a_small_picture_is_never_made_larger(storage):
    name = stored(storage, "zone/1f-100x40.png", (100, 40))
    make_renditions(storage, name)

    assert {opened(storage, each).size for each in renditions(name)} == {(100, 40)}


def test_transparency_is_kept(storage):
    name = stored(storage, "zone/1f-60x60.png", (60, 60), "RGBA")
    make_renditions(storage, name)

    assert opened(storage, rendition(name, 480, "webp")).mode == "RGBA"


def test_what_is_there_is_not_made_again(storage):
    name = stored(storage, "parks/1f-60x60.jpg", (60, 60))
    make_renditions(storage, name)
    storage.delete(rendition(name, 480, "avif"))

    assert make_renditions(storage, name) == 1
    assert make_renditions(storage, name) == 0


def test_a_rendition_leads_back_to_its_picture():
    assert "parks/1f-2x1.jpg" in pictures_of(rendition("parks/1f-2x1.jpg", 480, "avif"))


@pytest.mark.parametrize("path", ["parks/1f.jpg", "parks/1f.w481.webp", "parks/1f.w480.gif", "parks/1f.webp"])
def test_any_other_path_stands_for_itself(path):
    assert pictures_of(path) == (path,)


def test_name_of_an_upload_says_its_size():
    buffer = io.BytesIO()
    Image.new("RGB", (300, 200)).save(buffer, "PNG")
    upload = ContentFile(buffer.getvalue(), name="x.png")

    assert measures(checked_image(upload).name) == (300, 200)
    assert measures("parks/older.jpg") is None


@pytest.mark.django_db
def test_an_upload_is_stored_with_its_renditions(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    buffer = io.BytesIO()
    Image.new("RGB", (30, 20)).save(buffer, "JPEG")
    park = factories.ParkFactory(photo=ContentFile(buffer.getvalue(), name="1f-30x20.jpg"), photo_alt_zh="大门")

    assert all(park.photo.storage.exists(name) for name in renditions(park.photo.name))
