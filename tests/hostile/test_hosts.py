"""The name by which the portal is called."""

import pytest

from tests.hostile.addresses import ask, english
from tests.hostile.answers import BOTH_LANGUAGES

pytestmark = pytest.mark.only_on("sqlite")  # names are read before any database is asked
STRANGE = (
    *("hostile.example", "localhost.hostile.example", "localhost@hostile.example", "hostile.example#localhost"),
    *("[::1", "[::ffff:127.0.0.1]:80", "localhost:port", "localhost:80:80", "local host", "localhost/../x", ""),
    *(
        "\xe9\xab\x98.example",
        "xn--55qx5d.example",
        "a" * 10_000,
        ".".join("a" * 63 for _ in range(9)),
        "localhost\x00",
    ),
    *("127.1", "0x7f000001", "2130706433", "localhost,hostile.example", "-", ".", "*"),
)


@pytest.mark.parametrize("host", STRANGE, ids=range(len(STRANGE)))
def test_strange_name_is_refused_and_not_repeated(client, addresses, host):
    for path in (path for each in addresses for path in (each.path, english(each.path))):
        response = ask(client, path, HTTP_HOST=host)
        assert response.status_code == 400, (path, host)
        assert BOTH_LANGUAGES in response.content.decode(), path
        assert len(host) < 9 or host not in response.content.decode("utf-8", "replace"), path
        assert not response.cookies


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST", "localhost:8443", "127.0.0.1:1"])
def test_name_of_the_portal_is_answered_with_any_port(client, addresses, host):
    for each in addresses:
        assert ask(client, each.path, HTTP_HOST=host).status_code == each.status, each.path


def test_page_of_one_name_is_not_given_under_another(client, world):
    for host in ("localhost", "127.0.0.1:81", "testserver", "localhost"):
        canonical = f'<link rel="canonical" href="http://{host}/">'
        assert canonical in ask(client, "/", HTTP_HOST=host).content.decode()
