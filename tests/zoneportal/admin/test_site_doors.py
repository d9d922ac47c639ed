"""Every record of every kind, at every door: this park's clerk, the other park's clerk, an anonymous visitor."""

from collections.abc import Callable

import pytest
from django.contrib import admin
from django.urls import reverse

from tests import factories
from zoneportal.publishing.admin import RecordAdmin

# A record of the other park, by the label of its kind.
FOREIGN: dict[str, Callable] = {
    "parks.park": lambda world: world.other_park,
    "parks.announcement": lambda world: factories.AnnouncementFactory(park=world.other_park),
    "enterprises.enterprise": lambda world: world.other_enterprise,
    "enterprises.registration": lambda world: world.other_enterprise.registrations.get(),
    "enterprises.statusevent": lambda world: factories.StatusEventFactory(enterprise=world.other_enterprise),
    "enterprises.qualification": lambda world: factories.QualificationFactory(enterprise=world.other_enterprise),
    "stats.figure": lambda world: factories.FigureFactory(definition=world.figure.definition, park=world.other_park),
}
KINDS = pytest.mark.parametrize("kind", FOREIGN)


def page(record, name: str, *arguments) -> str:
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_{name}", args=arguments)


def doors(record) -> list[str]:
    version = record.history.latest().history_id
    return [
        page(record, "change", record.pk),
        page(record, "delete", record.pk),
        page(record, "history", record.pk),
        page(record, "simple_history", record.pk, version),
    ]


@KINDS
def test_a_record_of_another_park_is_behind_no_door(client, world, kind):
    record = FOREIGN[kind](world)
    client.force_login(world.clerk)
    for door in doors(record):
        for answer in (client.get(door), client.post(door, {"post": "yes"})):
            assert answer.status_code in {302, 403, 404, 405}, door
    assert type(record).objects.filter(pk=record.pk).exists()
    assert record.pk not in {row.pk for row in client.get(page(record, "changelist")).context["cl"].result_list}


@KINDS
def test_a_record_of_another_park_opens_for_its_own_clerk(client, world, kind):
    record = FOREIGN[kind](world)
    client.force_login(world.other_clerk)
    for door in (page(record, "change", record.pk), page(record, "history", record.pk)):
        assert client.get(door).status_code == 200, door


@KINDS
def test_an_anonymous_visitor_is_sent_to_the_login(client, world, kind):
    record = FOREIGN[kind](world)
    for door in [page(record, "changelist"), *doors(record)]:
        assert client.get(door, follow=True).redirect_chain[-1][0].startswith(reverse("account_login")), door


def test_choices_by_typing_offer_visible_records_only(client, world):
    client.force_login(world.clerk)
    address = reverse("admin:autocomplete")
    query = {"app_label": "enterprises", "model_name": "qualification", "field_name": "enterprise", "term": "样例"}
    found = {row["id"] for row in client.get(address, query).json()["results"]}
    assert found == {str(world.enterprise.pk), str(world.secret_enterprise.pk)}


def test_a_refusal_says_why_within_the_office(client, world):
    client.force_login(world.clerk)
    answer = client.get(reverse("admin:publishing_publication_changelist"))
    assert answer.status_code == 403
    assert reverse("admin:index") in answer.content.decode()


@pytest.mark.parametrize(
    "model_admin", [item for item in admin.site._registry.values() if isinstance(item, RecordAdmin)], ids=str
)
def test_every_list_and_form_opens_for_the_administrator(client, world, model_admin):
    """A slip in any admin (an unknown field, a template that fails) shows here before a clerk meets it."""
    client.force_login(factories.UserFactory(is_superuser=True))
    meta = model_admin.opts
    assert client.get(reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist"), follow=True).status_code == 200
    add = client.get(reverse(f"admin:{meta.app_label}_{meta.model_name}_add"))
    assert add.status_code == 200 or not model_admin.has_add_permission(add.wsgi_request)
