import io

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from zoneportal.publishing.actions import publish, withdraw
from zoneportal.renditions import make_renditions, renditions

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def picture(name: str) -> str:
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8)).save(buffer, "JPEG")
    stored = default_storage.save(name, buffer)
    make_renditions(default_storage, stored)
    return stored


def renditions_of(picture) -> list[str]:
    return [picture.storage.url(name) for name in renditions(picture.name)]


@pytest.fixture
def park(world):
    """Public, with a photograph in the draft only."""
    world.park.photo = picture("parks/draft.jpg")
    world.park.photo_alt_zh = "园区大门"
    world.park.save()
    return world.park


def status(client, park) -> int:
    return client.get(park.photo.url).status_code


def test_photograph_of_a_public_version_is_public(client, park):
    publish(content=park, by=None)

    response = client.get(park.photo.url)

    assert response.status_code == 200
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "public" in response["Cache-Control"]
    assert "Cookie" not in response.get("Vary", "")


def test_renditions_are_public_with_their_photograph(client, park):
    publish(content=park, by=None)

    answers = [client.get(url) for url in renditions_of(park.photo)]

    assert {response["Content-Type"] for response in answers} == {"image/avif", "image/webp"}
    assert all("public" in response["Cache-Control"] for response in answers)


@pytest.mark.parametrize("visitor", ["anonymous", "other_clerk"])
def test_renditions_of_a_draft_photograph_are_not_there(client, world, park, visitor):
    if visitor != "anonymous":
        client.force_login(getattr(world, visitor))

    assert {client.get(url).status_code for url in renditions_of(park.photo)} == {404}


def test_clerk_of_this_park_sees_the_renditions_of_the_draft_and_no_cache_keeps_them(client, world, park):
    client.force_login(world.clerk)

    answers = [client.get(url) for url in renditions_of(park.photo)]

    assert {response.status_code for response in answers} == {200}
    assert all("no-store" in response["Cache-Control"] for response in answers)


def test_renditions_of_a_replaced_or_withdrawn_photograph_are_public_no_more(client, park):
    publish(content=park, by=None)
    replaced = renditions_of(park.photo)
    park.photo = picture("parks/later.jpg")
    park.save()
    publish(content=park, by=None)
    assert {client.get(url).status_code for url in replaced} == {404}

    withdraw(content=park, by=None)
    assert {client.get(url).status_code for url in renditions_of(park.photo)} == {404}


def test_logo_of_the_public_zone_is_public(client, world):
    world.zone.logo = picture("zone/logo.jpg")
    world.zone.save()
    assert client.get(world.zone.logo.url).status_code == 404
    publish(content=world.zone, by=None)

    assert client.get(world.zone.logo.url).status_code == 200


def test_anonymous_visitor_sees_no_draft_photograph(client, park):
    assert status(client, park) == 404


def test_clerk_of_this_park_sees_the_draft_photograph(client, world, park):
    client.force_login(world.clerk)

    response = client.get(park.photo.url)

    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


def test_clerk_of_another_park_sees_no_draft_photograph(client, world, park):
    client.force_login(world.other_clerk)

    assert status(client, park) == 404


def test_withdrawn_photograph_is_public_no_more(client, park):
    publish(content=park, by=None)
    withdraw(content=park, by=None)

    assert status(client, park) == 404


def test_replaced_photograph_is_public_no_more(client, park):
    publish(content=park, by=None)
    former = park.photo.url
    park.photo = picture("parks/later.jpg")
    park.save()
    publish(content=park, by=None)

    assert client.get(former).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "parks/none.jpg",
        "parks/none.w480.webp",
        "../portal.sqlite3",
        "..%2f..%2fportal.env",
        "parks/a.svg",
        "parks/a.html",
        "parks",
        "%00.jpg",
    ],
)
def test_nothing_else_is_served(client, world, path):
    client.force_login(world.administrator)

    assert client.get(f"/media/{path}").status_code == 404


def test_missing_file_of_a_public_version_is_not_found(client, park):
    publish(content=park, by=None)
    default_storage.delete(park.photo.name)

    assert status(client, park) == 404


def test_page_of_the_park_describes_its_photograph(client, park):
    publish(content=park, by=None)

    html = client.get(park.get_absolute_url()).content.decode()

    assert f'src="{park.photo.url}" alt="园区大门"' in html
    assert all(url in html for url in renditions_of(park.photo))


def test_page_keeps_room_for_a_photograph_of_known_size(client, park):
    park.photo = picture("parks/1f-8x8.jpg")
    park.save()
    publish(content=park, by=None)

    assert 'width="8" height="8"' in client.get(park.get_absolute_url()).content.decode()
