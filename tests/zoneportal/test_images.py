import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import translation
from PIL import Image

from zoneportal.images import MAX_BYTES, STORED_SIDE, checked_image


def picture(size=(40, 30), kind="PNG", mode="RGB", **options) -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, size).save(buffer, kind, **options)
    return buffer.getvalue()


def refusal(content: bytes) -> str:
    with translation.override(None), pytest.raises(ValidationError) as raised:
        checked_image(ContentFile(content, name="photo.jpg"))
    return raised.value.messages[0]


def stored(content: bytes) -> Image.Image:
    return Image.open(checked_image(ContentFile(content, name="photo.jpg")))


def test_photograph_is_stored_as_a_smaller_jpeg():
    image = stored(picture((3000, 1500), "JPEG"))
    assert (image.format, image.size) == ("JPEG", (STORED_SIDE, STORED_SIDE // 2))


def test_transparency_is_kept():
    image = stored(picture(mode="RGBA"))
    assert (image.format, image.mode) == ("PNG", "RGBA")


def test_place_and_camera_are_taken_off():
    exif = Image.Exif()
    exif[0x010F] = "camera"
    assert dict(stored(picture(kind="JPEG", exif=exif)).getexif()) == {}


def test_name_of_the_upload_is_not_kept():
    file = checked_image(ContentFile(picture(), name="../../张三的身份证.jpg"))
    assert file.name.isascii()
    assert "/" not in file.name


@pytest.mark.parametrize("size", [(20_000, 10), (11_000, 11_000)])
def test_too_many_pixels_are_refused_by_their_number(size):
    width, height = size
    said = f"The picture measures {width} × {height} pixels; 12,000 a side and 40 million in all is the limit."
    assert refusal(picture(size, mode="1")) == said


def test_picture_beyond_what_pillow_opens_is_refused():
    assert refusal(picture((14_000, 14_000), mode="1")) == "The picture has too many pixels; 40 million is the limit."


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"",
        b"PK\x03\x04",
        picture(kind="GIF"),
        picture()[:60],
    ],
    ids=["svg with script", "empty", "archive", "gif", "cut off"],
)
def test_what_is_no_picture_is_refused(content):
    assert refusal(content) == "This file is no JPEG, PNG or WebP picture. Save the picture as JPEG or PNG."


def test_file_of_more_than_ten_megabytes_is_refused_before_it_is_opened():
    assert refusal(b"0" * (MAX_BYTES + 1)) == "The picture is larger than 10 MB. Save it smaller and choose it again."
