"""What there is to do: the tasks of each role, with numbers that lists confirm."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from stats.models import ReturnFinding
from tests.factories import (
    AnnouncementFactory,
    EnterpriseFactory,
    FigureFactory,
    FindingFactory,
    ReleaseFactory,
    ReturnFactory,
    UserFactory,
)
from zoneportal.admin.start import latest_imports, waiting
from zoneportal.publishing.actions import publish
from zoneportal.spreadsheets.models import ImportJob

START = reverse("admin:index")


def numbers(user) -> dict[str, int]:
    return {task.key: task.count for task in waiting(user, timezone.now())}


def test_content_waits_as_draft_as_changed_and_as_scheduled(world):
    AnnouncementFactory.create_batch(2)
    AnnouncementFactory(published=True).save()
    publish(content=AnnouncementFactory(), by=None, at=timezone.now() + timedelta(days=1))
    tasks = numbers(world.administrator)
    assert {key: tasks[f"parks.announcement:{key}"] for key in ("draft", "changed", "scheduled")} == {
        "draft": 2,
        "changed": 1,
        "scheduled": 1,
    }


def test_a_clerk_counts_the_own_park_only(world):
    AnnouncementFactory(park=world.park)
    AnnouncementFactory.create_batch(2, park=world.other_park)
    EnterpriseFactory(credit_code=None, park=world.park)
    EnterpriseFactory(credit_code=None, park=world.other_park)
    assert numbers(world.clerk) == {"parks.announcement:draft": 1, "without_code": 1}
    assert numbers(world.other_clerk) == {"parks.announcement:draft": 2, "without_code": 1}


def test_a_clerk_counts_no_draft_of_the_whole_zone(client, world):
    AnnouncementFactory(park=world.park)
    AnnouncementFactory.create_batch(3)
    (task,) = [task for task in waiting(world.clerk, timezone.now()) if task.key == "parks.announcement:draft"]
    client.force_login(world.clerk)
    assert task.count == client.get(task.url).context["cl"].result_count == 1


def test_the_publisher_counts_what_waits_for_confirmation(world):
    assert numbers(world.publisher)["unconfirmed"] == 1  # world.secret_enterprise
    assert "unconfirmed" not in numbers(world.clerk)


def test_the_statistician_counts_figures_without_release_and_releases_in_preparation(world):
    ReleaseFactory()
    tasks = numbers(world.statistician)
    assert (tasks["without_release"], tasks["draft_releases"]) == (1, 1)  # world.secret_figure


def test_the_publisher_counts_what_waits_for_approval(world):
    ReleaseFactory()
    ReleaseFactory(status="in_review")
    tasks = numbers(world.publisher)
    assert tasks["releases_in_review"] == 1
    assert "draft_releases" not in tasks


@pytest.mark.parametrize("fields", [{}, {"status": "in_review"}, {"released": True}])
def test_figures_wait_with_their_release_and_not_beside_it(world, fields):
    FigureFactory(definition=world.figure.definition, year=2019, release=ReleaseFactory(**fields))
    for user in (world.statistician, world.publisher):
        assert numbers(user)["without_release"] == 1  # world.secret_figure


def test_the_publisher_sees_what_is_approved_and_becomes_public_later(client, world):
    planned = ReleaseFactory(released=True, released_at=timezone.now() + timedelta(days=1))
    FigureFactory(definition=world.figure.definition, year=2019, release=planned)
    (task,) = [task for task in waiting(world.publisher, timezone.now()) if task.key == "planned_figures"]
    client.force_login(world.publisher)
    assert task.count == client.get(task.url).context["cl"].result_count == 1
    assert "planned_figures" not in numbers(world.statistician)


def test_the_publisher_is_told_to_approve_first_and_not_to_put_figures_into_a_release(world):
    ReleaseFactory(status="in_review")
    tasks = {task.key: task for task in waiting(world.publisher, timezone.now())}
    assert list(tasks)[:2] == ["releases_in_review", "without_release"]
    with translation.override("en"):
        assert str(tasks["without_release"].next_step).startswith("Whoever prepares")


def test_returns_wait_to_be_checked_by_their_park_and_to_be_accepted_by_the_statistician(world):
    for status, park in (("received", world.park), ("checked", world.other_park)):
        ReturnFactory(entry__park=park, status=status)
    assert numbers(world.clerk)["received_returns"] == 1
    assert "received_returns" not in numbers(world.other_clerk)
    found = numbers(world.statistician)
    assert (found["received_returns"], found["checked_returns"]) == (1, 1)


def test_a_finding_waits_for_its_park_until_it_is_explained(world):
    own = FindingFactory(enterprise_return=ReturnFactory(entry__park=world.park, status="checked"))
    assert numbers(world.clerk)["open_findings"] == numbers(world.statistician)["open_findings"] == 1
    assert "open_findings" not in numbers(world.other_clerk)
    ReturnFinding.objects.filter(pk=own.pk).update(explanation="停产一季度", explained_at=timezone.now())
    assert "open_findings" not in numbers(world.clerk)


def test_who_only_reads_has_nothing_to_do(world):
    AnnouncementFactory()
    assert waiting(world.auditor, timezone.now()) == []


def test_who_has_no_role_has_nothing_to_do(world):
    assert waiting(UserFactory(), timezone.now()) == []


@pytest.mark.parametrize("role", ["administrator", "clerk", "statistician", "publisher", "auditor"])
def test_every_number_is_the_length_of_the_list_it_leads_to(client, world, role):
    AnnouncementFactory(park=world.park)
    AnnouncementFactory(published=True).save()
    EnterpriseFactory(credit_code=None, park=world.park)
    ReleaseFactory()
    for status in ("received", "checked"):
        FindingFactory(enterprise_return=ReturnFactory(entry__park=world.park, status=status))
    user = getattr(world, role)
    client.force_login(user)
    for task in waiting(user, timezone.now()):
        listed = client.get(task.url)
        assert listed.status_code == 200, task.url
        assert listed.context["cl"].result_count == task.count, task.url


def test_all_tasks_are_counted_in_one_query(world, django_assert_num_queries):
    user = type(world.administrator).objects.get(pk=world.administrator.pk)
    user.get_all_permissions()
    waiting(user, timezone.now())  # content types are fetched once and kept
    with django_assert_num_queries(1):
        waiting(user, timezone.now())


def test_the_start_page_costs_few_queries(client, world, django_assert_num_queries):
    client.force_login(world.administrator)
    client.get(START)
    # session, user, two for the rights, the tasks, the latest imports, the latest acts,
    # and for the menu and for the page whether the one zone is there or can be added
    with django_assert_num_queries(9):
        client.get(START)


def test_the_start_page_says_that_nothing_is_waiting(client, world):
    client.force_login(UserFactory())
    page = client.get(START)
    assert page.context["tasks"] == []
    assert page.status_code == 200


def test_latest_imports_are_those_the_user_may_see(world):
    for user in (world.clerk, world.other_clerk):
        ImportJob.objects.create(sheet="parks", filename=f"{user.username}.xlsx", user=user)
    assert [job.user for job in latest_imports(world.clerk)] == [world.clerk]
    assert len(latest_imports(world.auditor)) == 2
    assert latest_imports(UserFactory()) == []
