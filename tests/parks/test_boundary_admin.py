"""The upload of a boundary, as a clerk of the park meets it."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from parks.boundaries import read_boundary
from parks.models import Park
from tests.admin_forms import errors_of, filled_in
from tests.boundaries import APPROVAL, SQUARE, collection, feature, file_of, polygon
from zoneportal.publishing.actions import publish
from zoneportal.publishing.queries import published

GOOD = file_of(polygon(SQUARE))
TEXT = read_boundary(GOOD).as_text()


@pytest.fixture
def form(client, world):
    client.force_login(world.clerk)
    address = reverse("admin:parks_park_change", args=[world.park.pk])

    def send(data: bytes | None = None, **changes):
        fields = filled_in(client.get(address)) | {"_continue": "1"} | changes
        if data is not None:
            fields["boundary"] = SimpleUploadedFile("park.geojson", data)
        return client.post(address, fields, follow=True)

    return send


def stored(world) -> Park:
    return Park.objects.get(pk=world.park.pk)


def texts(page) -> list[str]:
    return [str(message) for message in page.context["messages"]]


def test_file_becomes_the_drawn_boundary(form, world):
    page = form(GOOD, map_approval="审图号：晋S（2023）012号")
    assert stored(world).boundary == TEXT
    assert stored(world).map_approval == APPROVAL
    assert b'<path class="map-area"' in page.content
    assert any("4.00" in text for text in texts(page))


def test_boundary_without_approval_number_is_refused(form, world):
    page = form(GOOD)
    assert list(errors_of(page)) == ["map_approval"]
    assert stored(world).boundary == ""


def test_bad_file_leaves_the_old_boundary_and_says_what_to_do(form, world):
    form(GOOD, map_approval=APPROVAL)
    for data in (b"", b"{", file_of(collection(feature(polygon(SQUARE)), feature(polygon(SQUARE)))), b"[" * 100_000):
        page = form(data)
        assert list(errors_of(page)) == ["boundary"]
        assert stored(world).boundary == TEXT


def test_form_without_a_file_keeps_the_boundary(form, world):
    form(GOOD, map_approval=APPROVAL)
    form(focus_zh="新方向")
    assert (stored(world).boundary, stored(world).focus_zh) == (TEXT, "新方向")


def test_boundary_can_be_taken_away(form, world):
    form(GOOD, map_approval=APPROVAL)
    form(**{"boundary-clear": "on"})
    assert stored(world).boundary == ""


def test_text_in_the_place_of_a_file_is_not_taken(form, world):
    form(boundary=TEXT, map_approval=APPROVAL)
    assert stored(world).boundary == ""


def test_stated_area_that_differs_is_remarked(form, world):
    page = form(GOOD, map_approval=APPROVAL, area_km2="40")
    assert stored(world).area_km2 == Decimal(40)
    assert sum("40.00" in text for text in texts(page)) == 1
    assert page.content.decode().count("office-remark") == 1


def test_draft_of_another_park_is_not_measured_against(form, world):
    far = read_boundary(file_of(polygon([[x, y + 3] for x, y in SQUARE]))).as_text()
    world.other_park.boundary, world.other_park.map_approval = far, APPROVAL
    world.other_park.save()
    assert len(texts(form(GOOD, map_approval=APPROVAL))) == 2
    publish(content=world.other_park, by=None)
    assert len(texts(form(GOOD))) == 3


def test_upload_is_a_draft_until_it_is_published(form, world):
    form(GOOD, map_approval=APPROVAL)
    assert published_boundary(world) == ""
    publish(content=stored(world), by=None)
    assert published_boundary(world) == TEXT


def published_boundary(world) -> str:
    parks = published(Park, timezone.now())
    return next(park for park in parks if park.pk == world.park.pk).boundary


def test_publisher_compares_areas_and_not_coordinates(client, form, world):
    form(GOOD, map_approval=APPROVAL)
    client.force_login(world.publisher)
    page = client.get(reverse("admin:parks_park_publish", args=[world.park.pk])).content.decode()
    assert "4.00" in page
    assert "113.0" not in page


def test_clerk_of_another_park_uploads_nothing(client, world):
    client.force_login(world.other_clerk)
    address = reverse("admin:parks_park_change", args=[world.park.pk])
    assert client.post(address, {"boundary": SimpleUploadedFile("park.geojson", GOOD)}).status_code in (302, 403)
    assert stored(world).boundary == ""


def test_old_version_brings_its_boundary_back(client, form, world):
    form(GOOD, map_approval=APPROVAL)
    version = stored(world).history.first().history_id
    form(**{"boundary-clear": "on"})
    address = reverse("admin:parks_park_change", args=[world.park.pk]) + f"?version={version}"
    client.post(address, filled_in(client.get(address)))
    assert stored(world).boundary == TEXT


def test_version_of_another_park_brings_nothing(client, form, world):
    world.other_park.boundary, world.other_park.map_approval = TEXT, APPROVAL
    world.other_park.save()
    version = world.other_park.history.first().history_id
    address = reverse("admin:parks_park_change", args=[world.park.pk])
    assert client.post(f"{address}?version={version}", filled_in(client.get(address))).status_code == 404
    assert stored(world).boundary == ""


def test_who_only_reads_sees_the_drawing_and_no_coordinates(client, form, world):
    form(GOOD, map_approval=APPROVAL)
    client.force_login(world.auditor)
    page = client.get(reverse("admin:parks_park_change", args=[world.park.pk])).content.decode()
    assert 'class="map-area"' in page
    assert "113.0" not in page
