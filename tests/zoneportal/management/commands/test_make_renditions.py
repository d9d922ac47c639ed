import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from PIL import Image

from zoneportal.renditions import renditions


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def picture() -> str:
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8)).save(buffer, "JPEG")
    return default_storage.save("parks/older.jpg", ContentFile(buffer.getvalue()))


def test_pictures_of_an_earlier_version_get_their_renditions(capsys):
    name = picture()

    call_command("make_renditions")

    assert all(default_storage.exists(each) for each in renditions(name))
    assert "6 written, 0 removed" in capsys.readouterr().out


def test_renditions_of_a_picture_that_is_gone_are_removed():
    name = picture()
    call_command("make_renditions")
    default_storage.delete(name)

    call_command("make_renditions")

    assert not any(default_storage.exists(each) for each in renditions(name))


def test_second_run_has_nothing_to_say(capsys):
    picture()
    call_command("make_renditions")
    capsys.readouterr()

    call_command("make_renditions")

    assert capsys.readouterr().out == ""
