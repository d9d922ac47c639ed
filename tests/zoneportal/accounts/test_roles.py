import pytest
from django.contrib.auth.models import Group, Permission

from zoneportal.accounts.roles import ROLES, codenames, complete_groups

pytestmark = pytest.mark.django_db

OFFICE = {"Zone administrator", "Park clerk", "Statistician", "Publisher", "Auditor"}


def rights_of(name: str) -> set[str]:
    permissions = Group.objects.get(name=name).permissions.select_related("content_type")
    return {f"{each.content_type.app_label}.{each.codename}" for each in permissions}


def test_every_role_is_a_group_after_migrate():
    assert set(Group.objects.values_list("name", flat=True)) >= OFFICE


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_group_holds_every_right_of_the_table(role):
    """A misspelt model or word would silently be no right at all."""
    wanted = {
        f"{model.split('.')[0]}.{code}" for model, words in role.rights.items() for code in codenames(model, words)
    }
    assert wanted == rights_of(role.name)


def test_words_become_codenames():
    assert codenames("parks.park", "vc publish") == {"view_park", "change_park", "publish_park"}
    assert codenames("stats.figure", "vacd") == {f"{word}_figure" for word in ("view", "add", "change", "delete")}


def test_right_added_by_an_administrator_stays():
    clerk = Group.objects.get(name="Park clerk")
    extra = Permission.objects.get(codename="publish_announcement")
    clerk.permissions.add(extra)
    complete_groups()
    assert extra in clerk.permissions.all()


def test_right_taken_by_accident_comes_back_with_the_next_migrate():
    clerk = Group.objects.get(name="Park clerk")
    clerk.permissions.clear()
    complete_groups()
    assert "enterprises.change_enterprise" in rights_of("Park clerk")


def test_auditor_changes_nothing():
    changing = {right for right in rights_of("Auditor") if not right.partition(".")[2].startswith(("view_", "all_"))}
    assert changing == set()


@pytest.mark.parametrize("name", OFFICE - {"Publisher", "Zone administrator"})
def test_publishing_is_a_right_of_its_own(name):
    assert not {right for right in rights_of(name) if ".publish_" in right or ".confirm_" in right}


def test_releasing_figures_is_the_publishers_alone():
    assert {name for name in OFFICE if "stats.release_release" in rights_of(name)} == {"Publisher"}


@pytest.mark.parametrize("name", OFFICE - {"Park clerk"})
def test_only_clerks_are_bound_to_their_parks(name):
    assert "parks.all_park" in rights_of(name)
    assert "parks.all_park" not in rights_of("Park clerk")


def test_accounts_are_the_administrators_alone():
    assert {name for name in OFFICE if "accounts.change_user" in rights_of(name)} == {"Zone administrator"}
