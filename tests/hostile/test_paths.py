"""Addresses that nobody linked to."""

import pytest

from tests.hostile.addresses import ask, english
from tests.hostile.answers import fault

PATHS = {
    "double slash": "//hostile.example/",
    "double slash in English": "/en//hostile.example/%2e%2e",
    "backslash": "/\\hostile.example/",
    "backslash in English": "/en/\\hostile.example/",
    "tabulator between slashes": "/en/%09/hostile.example/",
    "upwards": "/../../../../etc/passwd",
    "upwards in codes": "/%2e%2e/%2e%2e/etc/passwd",
    "upwards among the pictures": "/media/../../portal.sqlite3",
    "upwards in codes among the pictures": "/media/%2e%2e%2f%2e%2e%2fportal.jpg",
    "absolute among the pictures": "/media//etc/passwd.jpg",
    "pictures with NUL": "/media/a%00.jpg",
    "pictures without end": f"/media/{'a' * 10_000}.jpg",
    "upwards among the static files": "/static/../settings.py",
    "encoded slash": "/parks%2Fkeji%2F",
    "semicolon": "/parks;x=1/keji/",
    "NUL": "/parks/%00/",
    "invalid UTF-8": "/parks/%FF%FE/",
    "lone surrogate": "/enterprises/%ED%A0%80/",
    "header": "/enterprises/%0D%0ASet-Cookie:%20hostile=1/",
    "script": "/%3Cscript%3Ehostile()%3C/script%3E/",
    "template": "/{{7*7}}/{%25%20load%20static%20%25}/",
    "without end": "/" + "a" * 100_000,
    "deep without end": "/a" * 20_000 + "/",
    "park without end": f"/parks/{'a' * 20_000}/",
    "number beyond 64 bits": "/announcements/99999999999999999999/",
    "number without end": f"/announcements/{'9' * 5_000}/",
    "number of another script": "/announcements/%D9%A1/",
    "map of enterprises beyond 64 bits": "/sitemap-enterprises-99999999999999999999.xml",
    "file of another kind": "/statistics/revenue/data.exe",
    "file above": "/statistics/revenue/data./../x",
    "interface": "/api/v1/../../admin/",
    "interface without end": f"/api/v1/{'x/' * 5_000}",
    "only English": "/en",
    "English twice": "/en/en/",
    "another language": "/fr/",
    "other case": "/EN/Parks/",
    "nothing": "",
    "asterisk": "*",
}


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_no_path_breaks_the_portal(client, world, path):
    response = ask(client, path)
    assert fault(response, path) == ""
    assert b"http://hostile.example" not in response.content


@pytest.mark.parametrize("ending", ["%00", "%FF", "%E4%B8%AD", "/x", "%2F", ";x", "%0A", " "])
def test_no_end_of_an_address_breaks_it(client, addresses, ending):
    paths = [path for each in addresses for path in (each.path, english(each.path))]
    faults = [fault(ask(client, path + ending), path + ending) for path in paths]
    assert [each for each in faults if each] == []


def test_address_without_its_last_slash_leads_to_the_page(client, addresses):
    for each in addresses:
        if each.path.endswith("/") and each.path != "/":
            response = ask(client, each.path.rstrip("/"), "q=%FF&x=//hostile.example")
            assert response.status_code in {301, 404}, each.path
            assert fault(response, each.path) == ""
