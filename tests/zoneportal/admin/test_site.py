"""The door of the office, its language, and how long it stays open."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from tests.factories import UserFactory
from zoneportal.admin.site import SEEN_AT

START = reverse("admin:index")
LANGUAGE = reverse("admin:language")
LOGIN = reverse("account_login")


def log_in(client, password: str = "a-long-password-for-tests"):
    return client.post(LOGIN, {"login": "zhangsan", "password": password})


@pytest.fixture
def account(db):
    return UserFactory(username="zhangsan", roles=["Zone administrator"])


def test_an_anonymous_visitor_is_led_to_the_login(client, db):
    answer = client.get(START, follow=True)
    assert answer.redirect_chain[-1][0].startswith(LOGIN)
    assert b'name="login"' in answer.content


def test_after_the_login_stands_the_start_page(client, account):
    assert log_in(client).url == START


def test_five_wrong_passwords_lock_even_the_right_one_out(client, account):
    for _attempt in range(5):
        log_in(client, "wrong")
    assert log_in(client).status_code == 200
    assert client.get(START).status_code == 302


def test_an_account_outside_the_office_stays_outside(client, account):
    account.is_staff = False
    account.save()
    log_in(client)
    assert client.get(START, follow=True).status_code == 403


@pytest.mark.parametrize(
    ("name", "target"), [("logout", "account_logout"), ("password_change", "account_change_password")]
)
def test_the_admins_own_pages_of_accounts_lead_to_those_of_allauth(client, account, name, target):
    client.force_login(account)
    assert client.get(reverse(f"admin:{name}")).url == reverse(target)


def test_logging_out_ends_the_session(client, account):
    log_in(client)
    client.post(reverse("account_logout"))
    assert client.get(START).status_code == 302


def test_a_visit_puts_the_end_of_the_session_off(client, account):
    client.force_login(account)
    client.get(START)
    session = client.session
    long_ago = timezone.now() - timedelta(minutes=50)
    session[SEEN_AT] = long_ago.timestamp()
    session.save()
    Session.objects.update(expire_date=timezone.now() + timedelta(minutes=10))
    client.get(START)
    assert Session.objects.get().expire_date > timezone.now() + timedelta(minutes=50)


def test_who_is_idle_for_an_hour_is_logged_out(client, account):
    client.force_login(account)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert client.get(START).status_code == 302
    assert settings.SESSION_COOKIE_AGE == 3600


def test_a_second_visit_in_the_same_minute_writes_nothing(client, account, django_assert_num_queries):
    client.force_login(account)
    client.get(reverse("admin:still_here"))
    with django_assert_num_queries(2):  # session, user
        assert client.get(reverse("admin:still_here")).status_code == 204


def test_the_office_is_chinese_until_somebody_chooses_english(client, db):
    assert client.get(LOGIN).headers["Content-Language"] == "zh-hans"
    client.post(LANGUAGE, {"language": "en", "next": LOGIN})
    assert client.get(LOGIN).headers["Content-Language"] == "en"
    client.post(LANGUAGE, {"language": "zh-hans", "next": LOGIN})
    assert client.get(LOGIN).headers["Content-Language"] == "zh-hans"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "", "javascript:alert(1)"])
def test_the_choice_of_language_leads_to_no_other_site(client, db, target):
    assert client.post(LANGUAGE, {"language": "en", "next": target}).url == START


def test_an_unknown_language_is_not_remembered(client, db):
    assert "office_language" not in client.post(LANGUAGE, {"language": "fr"}).cookies


def test_the_language_is_chosen_by_a_form_only(client, db):
    assert client.get(LANGUAGE).status_code == 405


def test_tables_of_the_login_package_are_not_in_the_menu(client, account):
    account.is_superuser = True
    account.save()
    client.force_login(account)
    labels = {
        entry["model"]._meta.app_label for group in client.get(START).context["app_list"] for entry in group["models"]
    }
    assert not labels & {"account", "mfa"}


def test_name_of_a_field_ends_in_the_chinese_colon(client, account):
    client.force_login(account)
    form = client.get(reverse("admin:parks_park_add")).content.decode()
    assert "：</label>" in form
    assert ":</label>" not in form


def test_scripts_of_the_office_have_their_words_in_chinese(client, account):
    client.force_login(account)
    words = client.get(reverse("admin:jsi18n")).content.decode()
    assert '"bold"' in words
    assert '"Choose a Date"' in words


@pytest.mark.parametrize("query", ["kind=%00", "title_zh__contains=a%00b", "q=%00"])
def test_a_question_that_no_database_takes_leads_to_the_whole_list(client, account, query):
    client.force_login(account)
    announcements = reverse("admin:parks_announcement_changelist")
    assert client.get(f"{announcements}?{query}").url == announcements
