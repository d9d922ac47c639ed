import pytest
from django.contrib import admin
from django.urls import reverse

from zoneportal.admin.menu import MENU, OTHER

START = reverse("admin:index")


def menu(client, user) -> dict[str, list[str]]:
    client.force_login(user)
    return {
        group["app_label"]: [entry["model"]._meta.model_name for entry in group["models"]]
        for group in client.get(START).context["app_list"]
    }


def test_groups_stand_in_the_order_of_the_menu(client, world):
    groups = list(menu(client, world.administrator))
    assert groups == [group.key for group in (*MENU, OTHER) if group.key in groups]


def test_the_administrator_finds_content_before_everything_else(client, world):
    groups = menu(client, world.administrator)
    assert groups["content"] == ["announcement", "park", "profilesection", "milestone", "goal", "zone"]
    assert groups["audit"] == ["publication", "logentry"]


def test_a_clerk_finds_what_the_role_holds_and_nothing_else(client, world):
    groups = menu(client, world.clerk)
    assert groups["content"] == ["announcement", "park"]
    assert not {"people", "audit"} & groups.keys()


@pytest.mark.parametrize("label", [label for group in MENU for label in group.models])
def test_every_entry_of_the_menu_has_its_admin(label):
    assert label in {model._meta.label_lower for model in admin.site._registry}
