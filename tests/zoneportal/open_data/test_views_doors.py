"""What is not public stands in no file, catalogue, feed or answer of the interface, and leaves no trace there."""

import io
import zipfile

import pytest

from tests.published import SECRETS

TABLES = (
    *("/statistics/revenue/data", "/goals/data", "/parks/data", "/statistics/data/enterprises/data"),
    *("/statistics/releases/{release}/data", "/parks/{park}/data"),
)
DOORS = (
    *(f"{table}.{ending}" for table in TABLES for ending in ("csv", "xlsx", "json", "csv-metadata.json")),
    *("/statistics/data/", "/statistics/data/datapackage.json", "/statistics/data/catalog.jsonld"),
    *("/feeds/releases.atom", "/feeds/announcements.atom", "/about/api/", "/", "/statistics/revenue/"),
    *("/api/v1/", "/api/v1/openapi.json", "/api/v1/indicators/", "/api/v1/indicators/revenue/", "/api/v1/parks/"),
    *("/api/v1/figures/", "/api/v1/figures/?versions=all", "/api/v1/figures/?year=2019", "/api/v1/releases/"),
    *("/api/v1/figures/?release={release}", "/api/v1/figures/?vintage=annual"),
    "/api/v1/figures/?versions=all&page_size=1",
    *("/api/v1/enterprises/", "/api/v1/enterprises/?q=样例", "/api/v1/enterprises/{enterprise}/"),
    "/api/v1/parks/{park}/",
)  # fmt: skip
# An address, the name of something secret in it, and a name that nobody bears.
SHUT = (
    ("/statistics/{}/data.csv", "secret", "absent"),
    ("/statistics/releases/{}/data.csv", "secret-release", "absent"),
    ("/parks/{}/data.csv", "hidden", "absent"),
    ("/api/v1/indicators/{}/", "secret", "absent"),
    ("/api/v1/releases/{}/", "secret-release", "absent"),
    ("/api/v1/parks/{}/", "hidden", "absent"),
    ("/api/v1/enterprises/{}/", "{secret_enterprise}", "E999999"),
    ("/api/v1/figures/?indicator={}", "secret", "absent"),
    ("/api/v1/figures/?release={}", "secret-release", "absent"),
    ("/api/v1/figures/?scope=park:{}", "hidden", "absent"),
    ("/api/v1/enterprises/?park={}", "hidden", "absent"),
    ("/api/v1/enterprises/?q={}", "未确认", "无此名称"),
    ("/api/v1/indicators/?after={}", "secret", "absent"),
    ("/api/v1/releases/?after={}", "secret-release", "absent"),
    ("/api/v1/parks/?after={}", "hidden", "absent"),
)


def text_of(answer) -> str:
    content = answer.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"".join(archive.read(name) for name in archive.namelist())
    return f"{answer.headers}{content.decode()}"


def written(address: str, made) -> str:
    return address.format(
        release=made.release.slug,
        park=made.park.slug,
        enterprise=made.enterprise.number,
        secret_enterprise=made.secret_enterprise.number,
    )


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_no_secret_stands_behind_any_door(client, small_world, prefix):
    hidden = (*SECRETS, "park:hidden", "secret-release", small_world.secret_enterprise.number)
    found = []
    for door in DOORS:
        answer = client.get(f"{prefix}{written(door, small_world)}")
        assert answer.status_code == 200, door
        text = text_of(answer)
        found += [f"{word} on {door}" for word in hidden if word in text]
    assert found == []


@pytest.mark.parametrize(("address", "secret", "absent"), SHUT)
def test_name_of_a_secret_is_answered_like_a_name_that_nobody_bears(client, small_world, address, secret, absent):
    secret = written(secret, small_world)
    closed, unknown = client.get(address.format(secret)), client.get(address.format(absent))
    assert closed.status_code == unknown.status_code
    assert closed.content.decode().replace(f"/{secret}/", f"/{absent}/") == unknown.content.decode()


def test_draft_of_a_public_park_stands_nowhere(client, small_world):
    small_world.park.focus_zh = "秘密定位"
    small_world.park.save()
    for door in ("/parks/data.json", "/api/v1/parks/", "/statistics/data/catalog.jsonld", "/"):
        assert "秘密定位" not in text_of(client.get(door))
