from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from tests import factories
from tests.rules import sentences_at, told_by_database
from zoneportal.pages.security import expires

pytestmark = pytest.mark.django_db
ADDRESS = "/.well-known/security.txt"


def lines(client) -> dict[str, str]:
    response = client.get(ADDRESS)
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    return dict(line.split(": ", 1) for line in response.content.decode().splitlines())


def test_there_is_no_file_without_a_contact(client):
    assert client.get(ADDRESS).status_code == 404
    factories.ZoneFactory(published=True)
    assert client.get(ADDRESS).status_code == 404


def test_draft_of_a_contact_is_not_told(client):
    zone = factories.ZoneFactory(published=True)
    zone.security_contact = "security@example.gov.cn"
    zone.save()
    assert client.get(ADDRESS).status_code == 404


@pytest.mark.parametrize(
    ("contact", "written"),
    [
        ("security@example.gov.cn", "mailto:security@example.gov.cn"),
        ("https://example.gov.cn/report", "https://example.gov.cn/report"),
    ],
)
def test_file_holds_what_the_standard_asks_for(client, contact, written):
    factories.ZoneFactory(security_contact=contact, published=True)
    said = lines(client)
    assert said["Contact"] == written
    assert said["Preferred-Languages"] == "zh, en"
    assert said["Canonical"] == f"http://testserver{ADDRESS}"
    ends = datetime.strptime(said["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert timedelta(days=120) < ends - timezone.now() < timedelta(days=365)


@pytest.mark.parametrize(
    ("at", "ends"),
    [
        ((2026, 1, 31), (2026, 7, 1)),
        ((2026, 6, 1), (2026, 12, 1)),
        ((2026, 7, 1), (2027, 1, 1)),
        ((2026, 12, 31), (2027, 6, 1)),
    ],
)
def test_file_expires_on_the_first_of_a_month(at, ends):
    assert expires(datetime(*at, 23, 59, tzinfo=UTC)) == datetime(*ends, tzinfo=UTC)


@pytest.mark.parametrize("contact", ["13800000000", "http://example.cn/", "a b@c.d", "https://例.cn/ x", "a@b"])
def test_contact_is_an_address(contact):
    sentence = "Write an e-mail address, or an address that begins with https://."
    zone = factories.ZoneFactory()
    assert told_by_database(zone, security_contact=contact) == sentence
    assert sentence in sentences_at(zone, "security_contact", security_contact=contact)
