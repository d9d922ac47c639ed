"""The page 网站自查: everyone sees what they may mend or look at, and nothing else."""

import pytest
from django.urls import reverse

from tests import factories
from zoneportal.content.inspection import DEADLINES
from zoneportal.inspection.models import Deadline

PAGE = reverse("admin:inspection_deadline_changelist")


def page(client, user):
    client.force_login(user)
    return client.get(PAGE)


def wheres(client, user) -> set[str]:
    return {finding.where for finding in page(client, user).context["report"].findings}


@pytest.fixture
def flawed(world):
    for park in (world.park, world.other_park):
        factories.AnnouncementFactory(
            title_zh=f"{park.code}公告", park=park, body_zh='<p><a href="/nowhere/">x</a></p>', published=True
        )
    return world


@pytest.mark.parametrize("role", ["administrator", "publisher", "auditor", "statistician", "clerk"])
def test_every_role_opens_it_from_the_menu(client, world, role):
    answer = page(client, getattr(world, role))
    assert answer.status_code == 200
    assert PAGE in client.get("/admin/").content.decode()


def test_who_has_no_role_does_not(client, world):
    assert page(client, factories.UserFactory()).status_code == 403
    client.logout()
    assert client.get(PAGE).status_code == 302


def test_zone_office_sees_the_findings_of_every_park(client, flawed):
    found = wheres(client, flawed.administrator)
    assert {f"{flawed.park.code}公告", f"{flawed.other_park.code}公告", str(flawed.zone)} <= found


def test_clerk_sees_the_findings_of_the_own_park_alone(client, flawed):
    assert wheres(client, flawed.clerk) == {f"{flawed.park.code}公告"}
    assert f"{flawed.other_park.code}公告" not in page(client, flawed.clerk).content.decode()


def test_links_to_other_hosts_are_those_of_the_own_park(client, flawed):
    factories.AnnouncementFactory(
        park=flawed.other_park, body_zh='<p><a href="https://secret.example/">x</a></p>', published=True
    )
    assert "secret.example" not in page(client, flawed.clerk).content.decode()
    assert "secret.example" in page(client, flawed.administrator).content.decode()


def test_each_finding_leads_to_a_form_that_opens(client, flawed):
    for user in (flawed.administrator, flawed.clerk):
        for finding in page(client, user).context["report"].findings:
            assert client.get(finding.address, follow=True).status_code == 200, finding


def test_nothing_found_is_said(client, world):
    answer = page(client, world.other_clerk)
    assert answer.context["report"].findings == []
    assert "一切正常" in answer.content.decode()


def test_deadlines_are_edited_by_the_administrator_alone(client, world):
    row = Deadline.objects.create(**DEADLINES[0])
    add = reverse("admin:inspection_deadline_add")
    assert add in page(client, world.administrator).content.decode()
    assert add not in page(client, world.publisher).content.decode()
    assert client.get(add).status_code == 403
    assert client.post(reverse("admin:inspection_deadline_change", args=[row.pk]), {"days": 1}).status_code == 403


def test_many_findings_cost_no_further_queries(client, flawed, django_assert_max_num_queries):
    """A query for each kind of content and of record, and those of the pages that are asked; none a finding."""
    page(client, flawed.administrator)
    for number in range(30):
        factories.AnnouncementFactory(title_zh=f"第{number}条", title_en="", body_en="", published=True)
    with django_assert_max_num_queries(90):
        answer = page(client, flawed.administrator)
    assert len(answer.context["report"].findings) > 30


def test_questions_to_the_list_lead_to_the_page(client, world):
    client.force_login(world.administrator)
    assert client.get(f"{PAGE}?q=x").headers["Location"] == PAGE
