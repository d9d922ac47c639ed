import io
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from zoneportal.images import MAX_BYTES, STORED_SIDE, checked_image

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def upload(content: bytes, name: str = "photo.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def picture(width: int, height: int, kind: str = "PNG", mode: str = "RGB", **options) -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, (width, height)).save(buffer, kind, **options)
    return buffer.getvalue()


def only_a_header(width: int, height: int) -> bytes:
    """A PNG that claims its size and holds next to nothing: a decompression bomb in 60 bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def opened(file) -> Image.Image:
    file.seek(0)
    return Image.open(file)


def test_what_a_camera_wrote_into_a_picture_is_left_out():
    exif = Image.Exif()
    exif[0x010E] = "written by the camera"
    words = {"comment": b"written by the camera", "xmp": b"<x>written by the camera</x>", "exif": exif}
    stored = checked_image(upload(picture(30, 20, "JPEG", **words))).read()
    assert b"written by the camera" not in stored


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_written_anew_as_jpeg(kind):
    file = checked_image(upload(picture(300, 200, kind), f"合影.{kind.lower()}"))
    assert opened(file).format == "JPEG"
    assert opened(file).size == (300, 200)


def test_transparency_is_kept():
    file = checked_image(upload(picture(30, 20, mode="RGBA")))
    assert (opened(file).format, opened(file).mode) == ("PNG", "RGBA")


def test_the_name_of_the_file_says_nothing_of_the_sender():
    assert "合影" not in checked_image(upload(picture(3, 2), "张三合影.png")).name


def test_a_large_picture_is_made_smaller():
    assert max(opened(checked_image(upload(picture(5000, 100)))).size) == STORED_SIDE


def test_what_a_camera_notes_is_left_out():
    exif = Image.Exif()
    exif[0x010F] = "Camera of Zhang San"
    file = checked_image(upload(picture(30, 20, "JPEG", exif=exif)))
    assert not opened(file).getexif()


@pytest.mark.parametrize("size", [(20_000, 20_000), (20_000, 10), (7_000, 7_000)])
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(size):
    with pytest.raises(ValidationError):
        checked_image(upload(only_a_header(*size)))


NO_PICTURES = {
    "svg": SVG,
    "gif": b"GIF89a" + bytes(40),
    "pdf": b"%PDF-1.7",
    "empty": b"",
    "cut off": picture(300, 200, "JPEG")[:500],
    "no content": only_a_header(10, 10),
}


@pytest.mark.parametrize("content", NO_PICTURES.values(), ids=NO_PICTURES)
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(ValidationError):
        checked_image(upload(content))


def test_a_file_of_more_than_ten_megabytes_is_refused_unread():
    with pytest.raises(ValidationError):
        checked_image(upload(bytes(MAX_BYTES + 1)))
