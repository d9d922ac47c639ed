import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils.translation import gettext

from parks.models import ParkAssignment
from tests.factories import UserFactory
from zoneportal.accounts.models import User

ADD = reverse("admin:accounts_user_add")
LIST = reverse("admin:accounts_user_changelist")
NO_PARKS = {"park_assignments-TOTAL_FORMS": 0, "park_assignments-INITIAL_FORMS": 0}


def change_page(account: User) -> str:
    return reverse("admin:accounts_user_change", args=[account.pk])


def role(name: str) -> Group:
    return Group.objects.get(name=name)


def form_of(account: User, **changes) -> dict:
    values = {"username": account.username, "display_name": account.display_name, "email": "", "is_active": "on"}
    return values | {"groups": [group.pk for group in account.groups.all()]} | NO_PARKS | changes


@pytest.fixture
def administrator(client, world):
    client.force_login(world.administrator)
    return world.administrator


def test_a_new_account_gets_a_random_password_that_is_shown_once(client, administrator):
    answer = client.post(ADD, {"username": "newclerk", "groups": [role("Park clerk").pk]} | NO_PARKS)

    account = User.objects.get(username="newclerk")
    password = answer.context["password"]
    assert password in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert account.check_password(password)
    assert account.is_staff
    assert password not in client.get(change_page(account)).content.decode()


def test_a_new_account_can_get_a_password_of_ones_own(client, administrator):
    answer = client.post(ADD, {"username": "newclerk", "password": "a-long-own-password"} | NO_PARKS)

    assert answer.status_code == 302
    assert User.objects.get(username="newclerk").check_password("a-long-own-password")


@pytest.mark.parametrize("password", ["short", "newclerk-newclerk", "1234567890123"])
def test_a_weak_password_is_refused_at_its_field(client, administrator, password):
    answer = client.post(ADD, {"username": "newclerk-newclerk", "password": password} | NO_PARKS)

    assert answer.context["adminform"].form.errors["password"]
    assert not User.objects.filter(username__startswith="newclerk").exists()


def test_a_clerk_gets_parks_in_the_form_of_the_account(client, administrator, world):
    parks = {"park_assignments-TOTAL_FORMS": 1, "park_assignments-INITIAL_FORMS": 0}
    client.post(ADD, {"username": "newclerk", "park_assignments-0-park": world.park.pk} | parks)

    assert ParkAssignment.objects.get(user__username="newclerk").park == world.park


def test_an_administrator_of_the_zone_makes_nobody_superuser(client, administrator, world):
    permission = Permission.objects.get(codename="release_release")
    client.post(
        change_page(world.clerk),
        form_of(world.clerk, is_superuser="on", is_staff="on", user_permissions=[permission.pk], password="x"),
    )

    world.clerk.refresh_from_db()
    assert not world.clerk.is_superuser
    assert not world.clerk.user_permissions.exists()
    assert world.clerk.has_usable_password()


def holder_of_more(kind: str) -> User:
    """Accounts that hold what an administrator of the zone could not give."""
    if kind == "superuser":
        return UserFactory(is_superuser=True)
    account = UserFactory(roles=["Park clerk"])
    permission = Permission.objects.get(codename="delete_release")
    if kind == "own permission":
        account.user_permissions.add(permission)
    else:
        group = Group.objects.create(name="特别组")
        group.permissions.add(permission)
        account.groups.add(group)
    return account


@pytest.mark.parametrize("kind", ["superuser", "own permission", "group beyond the table"])
def test_an_account_that_holds_more_is_out_of_reach(client, administrator, kind):
    account = holder_of_more(kind)

    changed = client.post(change_page(account), form_of(account, username="taken-over"))
    password = client.post(
        reverse("admin:auth_user_password_change", args=[account.pk]),
        {"password1": "a-new-long-password", "password2": "a-new-long-password", "usable_password": "true"},
    )

    assert (changed.status_code, password.status_code) == (403, 403)
    username, old_hash = account.username, account.password
    account.refresh_from_db()
    assert (account.username, account.password) == (username, old_hash)


def test_a_group_beyond_the_table_is_not_to_give(client, administrator, world):
    group = Group.objects.create(name="特别组")
    group.permissions.add(Permission.objects.get(codename="delete_release"))

    answer = client.post(change_page(world.clerk), form_of(world.clerk, groups=[group.pk]))

    assert answer.context["adminform"].form.errors["groups"]
    assert group not in world.clerk.groups.all()


def test_nobody_changes_the_own_roles(client, administrator):
    client.post(change_page(administrator), form_of(administrator, groups=[role("Publisher").pk]))
    assert [group.name for group in administrator.groups.all()] == ["Zone administrator"]


def test_nobody_switches_off_the_own_account(admin_client, admin_user):
    admin_client.post(change_page(admin_user), {"username": admin_user.username} | NO_PARKS)
    admin_user.refresh_from_db()
    assert admin_user.is_active
    assert admin_user.is_superuser


def test_accounts_are_never_deleted(admin_client, world):
    address = reverse("admin:accounts_user_delete", args=[world.clerk.pk])
    assert admin_client.post(address, {"post": "yes"}).status_code == 403
    assert "delete_selected" not in admin_client.get(LIST).content.decode()


def test_the_log_says_which_roles_were_given(client, administrator, world):
    client.post(change_page(world.clerk), form_of(world.clerk, groups=[role("Publisher").pk]))
    messages = LogEntry.objects.filter(object_id=world.clerk.pk).values_list("change_message", flat=True)
    assert [text for text in messages if "→" in text and gettext("Publisher") in text]


def test_an_administrator_of_the_zone_reads_roles_and_changes_none(client, administrator):
    address = reverse("admin:auth_group_change", args=[role("Auditor").pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"name": "x", "permissions": []}).status_code == 403


def test_the_superuser_adds_a_right_to_a_role_and_keeps_its_name(admin_client):
    group = role("Auditor")
    permission = Permission.objects.get(codename="export_figure")

    admin_client.post(
        reverse("admin:auth_group_change", args=[group.pk]), {"name": "renamed", "permissions": [permission.pk]}
    )

    group.refresh_from_db()
    assert group.name == "Auditor"
    assert list(group.permissions.all()) == [permission]


def test_queries_of_the_list_do_not_grow_with_accounts(client, administrator, django_assert_num_queries):
    # Session, user, rights (2), roles for the filter, the accounts counted and fetched, their roles, the menu.
    client.get(LIST)  # the session notes the visit
    with django_assert_num_queries(9):
        client.get(LIST)
    UserFactory.create_batch(12, roles=["Park clerk"])
    with django_assert_num_queries(9):
        client.get(LIST)


def test_a_park_clerk_without_a_park_is_saved_with_a_warning(client, administrator, world):
    answer = client.post(ADD, {"username": "newclerk", "groups": [role("Park clerk").pk]} | NO_PARKS)
    account = User.objects.get(username="newclerk")
    warning = gettext(
        "“%(account)s” is a park clerk without a park and sees nothing yet. Open the account and add a park."
    ) % {"account": account}
    assert [str(message) for message in answer.context["messages"]][-1] == warning

    with_park = {"park_assignments-TOTAL_FORMS": 1, "park_assignments-0-park": world.park.pk}
    answer = client.post(change_page(account), form_of(account, **with_park), follow=True)
    assert warning not in [str(message) for message in answer.context["messages"]]

    answer = client.post(change_page(world.statistician), form_of(world.statistician), follow=True)
    assert len(answer.context["messages"]) == 1
