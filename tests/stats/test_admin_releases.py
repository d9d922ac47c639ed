"""Releases in the office: the exact figures are seen before they are released, and nothing is changed after."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from stats.models import Figure, Release
from stats.models.release import ReleaseStatus
from tests.factories import FigureFactory, ReleaseFactory

LIST = reverse("admin:stats_release_changelist")


def page_of(release: Release, door: str = "change") -> str:
    return reverse(f"admin:stats_release_{door}", args=[release.pk])


@pytest.fixture
def draft(world):
    release = ReleaseFactory(basis_zh="管委会〔2019〕3号")
    Figure.objects.filter(pk=world.secret_figure.pk).update(release=release)
    return release


@pytest.fixture
def publisher(client, world):
    client.force_login(world.publisher)
    return world.publisher


def decision(client, release: Release, **fields) -> dict:
    seen = client.get(page_of(release, "release")).context["form"]["seen"].value()
    return {"seen": seen, "at_0": "", "at_1": ""} | fields


def status_of(release: Release) -> str:
    return Release.objects.get(pk=release.pk).status


def test_the_page_of_confirmation_lists_the_exact_figures(client, publisher, draft, world):
    Figure.objects.filter(pk=world.secret_figure.pk).update(value=Decimal("417.7734"), qualifier="about")

    text = client.get(page_of(draft, "release")).content.decode()

    for part in ("营业收入", "2018", "约417.7734 亿元", "管委会〔2019〕3号", world.secret_figure.get_vintage_display()):
        assert str(part) in text


def test_publisher_releases_now(client, publisher, draft, world):
    client.post(page_of(draft, "release"), decision(client, draft))

    released = Release.objects.get(pk=draft.pk)
    assert (released.status, released.released_by) == (ReleaseStatus.RELEASED, publisher)
    assert world.secret_figure in Figure.objects.released(timezone.now())


def test_publisher_releases_at_a_moment_and_calls_it_off(client, publisher, draft, world):
    client.post(page_of(draft, "release"), decision(client, draft, at_0="2099-01-01", at_1="09:00"))
    assert status_of(draft) == ReleaseStatus.RELEASED
    assert world.secret_figure not in Figure.objects.released(timezone.now())

    client.post(page_of(draft, "call_off"))
    assert status_of(draft) == ReleaseStatus.DRAFT


def test_a_moment_that_has_passed_is_refused(client, publisher, draft):
    page = client.post(page_of(draft, "release"), decision(client, draft, at_0="2020-01-01", at_1="09:00"))
    assert page.context["form"].errors["at"]
    assert status_of(draft) == ReleaseStatus.DRAFT


def test_without_a_basis_nothing_is_released(client, publisher, draft):
    Release.objects.filter(pk=draft.pk).update(basis_zh="")
    page = client.post(page_of(draft, "release"), decision(client, draft))
    assert page.context["form"].non_field_errors()
    assert status_of(draft) == ReleaseStatus.DRAFT


def test_without_figures_nothing_is_released(client, publisher):
    empty = ReleaseFactory()
    page = client.post(page_of(empty, "release"), decision(client, empty))
    assert page.context["form"].non_field_errors()
    assert status_of(empty) == ReleaseStatus.DRAFT


def test_figures_that_changed_since_the_page_was_opened_are_looked_at_again(client, publisher, draft, world):
    opened = decision(client, draft)
    Figure.objects.filter(pk=world.secret_figure.pk).update(value=Decimal("4177.7"))

    page = client.post(page_of(draft, "release"), opened)

    assert page.context["form"].non_field_errors()
    assert status_of(draft) == ReleaseStatus.DRAFT


@pytest.mark.parametrize("role", ["administrator", "statistician", "auditor"])
def test_nobody_else_releases(client, world, draft, role):
    client.force_login(getattr(world, role))
    assert client.get(page_of(draft, "release")).status_code == 403
    assert client.post(page_of(draft, "release"), {"seen": "x"}).status_code == 403
    assert client.post(page_of(draft, "call_off")).status_code == 403
    assert status_of(draft) == ReleaseStatus.DRAFT


def test_a_decided_release_is_read_only(client, world):
    client.force_login(world.statistician)
    assert client.get(page_of(world.release)).context["has_change_permission"] is False
    assert client.post(page_of(world.release), {"title_zh": "x"}).status_code == 403
    assert client.post(page_of(world.release, "delete"), {"post": "yes"}).status_code == 403


def test_no_history_brings_a_release_back(client, world):
    client.force_login(world.statistician)
    draft = ReleaseFactory()
    version = draft.history.get().history_id
    assert client.get(f"{page_of(draft)}?version={version}").status_code == 404


def test_a_status_that_is_posted_is_ignored(client, world, draft):
    client.force_login(world.statistician)
    soon = (timezone.now() - timedelta(days=1)).isoformat()
    fields = {"title_zh": "改名", "basis_zh": "依据", "status": "released", "released_at": soon}
    client.post(page_of(draft), fields)
    draft.refresh_from_db()
    assert (draft.title_zh, draft.status, draft.released_at) == ("改名", ReleaseStatus.DRAFT, None)


def test_queries_of_the_form_do_not_grow_with_figures(client, world, draft, django_assert_num_queries):
    client.force_login(world.publisher)
    client.get(page_of(draft))  # the session notes the visit
    # Session, user, the release, rights (2), whether it is in scope, figures fetched and counted, its version.
    with django_assert_num_queries(9):
        client.get(page_of(draft))
    for year in range(2000, 2012):
        FigureFactory(definition=world.figure.definition, year=year, release=draft)
    with django_assert_num_queries(9):
        client.get(page_of(draft))
