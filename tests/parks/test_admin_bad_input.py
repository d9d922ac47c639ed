"""Pictures and texts that no office should swallow: a sentence at the field, nothing stored, no error of the server."""

import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from parks.models import Announcement
from tests.admin_forms import errors_of, filled_in
from tests.zoneportal.test_images import NO_PICTURES, only_a_header, picture

ADD = reverse("admin:parks_announcement_add")


@pytest.fixture
def form(client, world):
    """The form of this park, opened by its clerk: an address and its fields."""
    client.force_login(world.clerk)
    address = reverse("admin:parks_park_change", args=[world.park.pk])
    return address, filled_in(client.get(address))


def send(client, form, content: bytes, name: str = "photo.png"):
    address, fields = form
    words = {"photo_alt_zh": "园区大门", "photo_alt_en": "Gate of the park"}
    return client.post(address, fields | words | {"photo": SimpleUploadedFile(name, content)})


BOMBS = {"20,000 a side": only_a_header(20_000, 20_000), "20,000 wide": only_a_header(20_000, 4)}


@pytest.mark.parametrize("content", [*NO_PICTURES.values(), *BOMBS.values()], ids=[*NO_PICTURES, *BOMBS])
def test_photograph_is_refused_at_its_field(client, world, form, content):
    answer = send(client, form, content)
    assert answer.status_code == 200
    assert set(errors_of(answer)) == {"photo"}
    world.park.refresh_from_db()
    assert not world.park.photo


@pytest.mark.parametrize("name", ["photo.svg", "photo.html", "photo.png.exe", "../../photo.png", "a" * 300 + ".png"])
def test_photograph_is_told_by_its_content_and_stored_under_a_name_of_ours(
    client, world, form, settings, tmp_path, name
):
    settings.MEDIA_ROOT = tmp_path
    send(client, form, picture(30, 20), name)
    world.park.refresh_from_db()
    assert world.park.photo.name.startswith("parks/")
    assert world.park.photo.name.endswith(".jpg")
    assert {path.parent for path in tmp_path.rglob("*.*")} == {tmp_path / "parks"}


def test_photograph_without_words_is_refused(client, world, form):
    address, fields = form
    answer = client.post(address, fields | {"photo": SimpleUploadedFile("photo.png", picture(30, 20))})
    assert errors_of(answer)
    world.park.refresh_from_db()
    assert not world.park.photo


TEXTS = {
    "5 MB": "<p>" + "x" * 5_000_000 + "</p>",
    "500 KB of nested div": "<div>" * 100_000,
    "60,000 elements": "<b>" * 60_000,
    "only a script": "<script>alert(1)</script>",
    "the editor's empty paragraph": "<p></p>",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_text_is_refused_at_its_field_and_quickly(client, world, text):
    client.force_login(world.clerk)
    fields = filled_in(client.get(ADD))
    begin = time.monotonic()
    answer = client.post(ADD, fields | {"title_zh": "公告", "body_zh": text})
    assert time.monotonic() - begin < 10
    assert answer.status_code == 200
    assert set(errors_of(answer)) == {"body_zh"}
    assert not Announcement.objects.exists()


def test_text_is_stored_without_what_a_browser_would_run(client, world):
    client.force_login(world.clerk)
    body = '<p onclick="alert(1)">甲<script>alert(1)</script></p>'
    client.post(ADD, filled_in(client.get(ADD)) | {"title_zh": "公告", "body_zh": body})
    assert Announcement.objects.get().body_zh == "<p>甲</p>"


@pytest.mark.parametrize("title", ["甲\x00乙", "题" * 121, "  "])
def test_title_that_no_database_keeps_is_refused_at_its_field(client, world, title):
    client.force_login(world.clerk)
    answer = client.post(ADD, filled_in(client.get(ADD)) | {"title_zh": title, "body_zh": "<p>甲</p>"})
    assert set(errors_of(answer)) == {"title_zh"}
