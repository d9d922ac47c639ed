import pytest
from django.urls import reverse

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path",
    ["signup/", "email/", "confirm-email/", "confirm-email/x/", "password/reset/", "password/set/", "login/code/"],
)
def test_what_the_office_does_not_offer_does_not_exist(client, path):
    for login in (False, True):
        if login:
            client.force_login(UserFactory())
        assert client.get(f"/accounts/{path}").status_code == 404
        assert client.post(f"/accounts/{path}", {"email": "a@example.com"}).status_code == 404


def test_own_password_is_changed_by_the_old_one(client):
    user = UserFactory()
    client.force_login(user)
    fields = {"oldpassword": "wrong", "password1": "a-new-long-password", "password2": "a-new-long-password"}
    assert client.post(reverse("account_change_password"), fields).status_code == 200
    client.post(reverse("account_change_password"), fields | {"oldpassword": "a-long-password-for-tests"})
    user.refresh_from_db()
    assert user.check_password("a-new-long-password")


@pytest.mark.parametrize("name", ["account_login", "account_logout", "account_change_password", "mfa_index"])
def test_pages_of_the_own_account_open(client, name):
    if name != "account_login":
        client.force_login(UserFactory())
    assert client.get(reverse(name)).status_code == 200
