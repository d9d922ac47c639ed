import pytest
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db

DRAFT_NAME = "草稿名称"


@pytest.fixture
def park(world):
    """A public park whose working draft bears another name."""
    world.park.name_zh = DRAFT_NAME
    world.park.save()
    return world.park


def preview(record) -> str:
    return f"{record.get_absolute_url()}?preview={record._meta.label_lower}.{record.pk}"


def page(client, address: str) -> str:
    return client.get(address).content.decode()


def test_public_page_shows_the_published_version(client, park):
    assert DRAFT_NAME not in page(client, park.get_absolute_url())


def test_clerk_of_this_park_sees_the_draft(client, world, park):
    client.force_login(world.clerk)

    assert DRAFT_NAME in page(client, preview(park))


def test_clerk_sees_the_published_version_without_the_parameter(client, world, park):
    client.force_login(world.clerk)

    assert DRAFT_NAME not in page(client, park.get_absolute_url())


def test_clerk_of_another_park_gets_no_preview(client, world, park):
    client.force_login(world.other_clerk)

    assert client.get(preview(park)).status_code == 404


def test_anonymous_visitor_gets_no_preview(client, park):
    response = client.get(preview(park))

    assert response.status_code == 404
    assert DRAFT_NAME not in response.content.decode()


def test_anonymous_visitor_cannot_tell_a_draft_from_nothing(client, world):
    asked = [f"parks.park.{factories.ParkFactory().pk}", "parks.park.999999"]

    of_draft, of_nothing = [client.get(f"/parks/?preview={each}") for each in asked]

    assert of_draft.status_code == of_nothing.status_code == 404
    pages = [response.content.decode() for response in (of_draft, of_nothing)]
    assert pages[0].replace(asked[0], "") == pages[1].replace(asked[1], "")


def test_user_without_staff_status_gets_no_preview(client, world, park):
    world.clerk.is_staff = False
    world.clerk.save()
    client.force_login(world.clerk)

    assert client.get(preview(park)).status_code == 404


def test_user_without_the_right_to_view_gets_no_preview(client, world):
    section = factories.ProfileSectionFactory()
    client.force_login(world.clerk)

    assert client.get(f"/profile/?preview=parks.profilesection.{section.pk}").status_code == 404


@pytest.mark.parametrize(
    "asked",
    ["", "x", "parks.park", "parks.park.x", "parks.park.-1", "nothing.here.1", "auth.group.1", "parks.park.9" * 9],
)
def test_odd_parameter_is_not_found(client, world, asked):
    client.force_login(world.administrator)

    assert client.get(f"/parks/?preview={asked}").status_code == 404


def test_park_that_was_never_public_can_be_previewed(client, world):
    draft = factories.ParkFactory(name_zh=DRAFT_NAME)
    client.force_login(world.administrator)

    assert client.get(draft.get_absolute_url()).status_code == 404
    assert DRAFT_NAME in page(client, preview(draft))


def test_preview_says_so_and_is_not_kept(client, world, park):
    client.force_login(world.clerk)

    response = client.get(preview(park))

    assert "preview-banner" in response.content.decode()
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"


def test_preview_works_in_english_and_stays_on_the_language_switch(client, world, park):
    park.name_en = "Draft Name"
    park.save()
    client.force_login(world.clerk)

    chinese_address = preview(park)

    english = page(client, f"/en{chinese_address}")

    assert "Draft Name" in english
    assert f'href="{chinese_address}"' in english


def test_several_drafts_are_previewed_together(client, world, park):
    milestone = factories.MilestoneFactory(title_zh="草稿大事")
    client.force_login(world.administrator)

    home = page(client, f"/?preview=parks.park.{park.pk}&preview=parks.milestone.{milestone.pk}")

    assert DRAFT_NAME in home
    assert "草稿大事" in home


def test_one_forbidden_draft_closes_the_whole_preview(client, world, park):
    forbidden = factories.ParkFactory()
    client.force_login(world.clerk)

    assert client.get(f"{preview(park)}&preview=parks.park.{forbidden.pk}").status_code == 404


@pytest.mark.parametrize("name", ["home", "profile", "parks", "announcements", "sitemap", "about", "accessibility"])
def test_public_page_sets_no_cookie_and_varies_by_none(client, world, name):
    response = client.get(reverse(name))

    assert response.cookies == {}
    assert "Cookie" not in response.get("Vary", "")


def test_signed_in_reader_gets_the_same_page_as_everybody(client, world):
    public = client.get("/").content
    client.force_login(world.administrator)

    assert client.get("/").content == public
