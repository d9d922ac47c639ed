import pytest

from zoneportal.static_site.mapping import Links, canonical, file_of, static_address

ROOT = "https://www.example.gov.cn"


def reads(path: str) -> tuple[str, ...]:
    return ("q", "page", "park", "industry", "sort", "vintage")


def address_of(link: str) -> str | None:
    path, _mark, query = link.partition("?")
    return canonical(path, query, reads)


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/", "index.html"),
        ("/en/parks/keji/", "en/parks/keji/index.html"),
        ("/feeds/releases.atom", "feeds/releases.atom"),
        ("/enterprises/?page=2", "enterprises/page=2/index.html"),
        ("/enterprises/?page=2&park=keji", "enterprises/page=2,park=keji/index.html"),
        ("/statistics/x/data.csv?vintage=flash", "statistics/x/data.vintage=flash.csv"),
        ("/.well-known/security.txt", ".well-known/security.txt"),
    ],
)
def test_every_address_has_one_file(address, file):
    assert file_of(address) == file


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("/enterprises/?park=keji&page=2", "/enterprises/?page=2&park=keji"),
        ("/enterprises/?page=1", "/enterprises/"),
        ("/enterprises/?q=&park=keji", "/enterprises/?park=keji"),
        ("/enterprises/?industry=C", "/enterprises/?industry=C"),
        ("/parks/?utm_source=elsewhere", "/parks/"),
        ("/parks", "/parks/"),
    ],
)
def test_the_same_page_is_written_once(link, address):
    assert address_of(link) == address


@pytest.mark.parametrize(
    "link",
    [
        *("/admin/", "/accounts/login/", "/health/", "/api/v1/", "/en/api/v1/parks/", "/about/api/"),
        *(
            "/enterprises/?q=x",
            "/enterprises/?park=a&industry=C",
            "/enterprises/?industry=3919",
            "/enterprises/?sort=name",
        ),
        *("/enterprises/?park=../../x", "/enterprises/?park=a/b", "/enterprises/?page=0", "/enterprises/?page=9999999"),
        *("/../etc/passwd", "/parks/../../x", "/parks/.hidden", "//elsewhere.org/", "/a//b/", "/page=2/", "parks/"),
        *("/parks/\x00/", "/parks/a b/", "/parks/名/"),
    ],
)
def test_what_no_file_can_stand_for_has_no_address(link):
    assert address_of(link) is None


def test_a_query_is_named_so_that_a_web_server_finds_it_by_the_old_address():
    assert static_address("/enterprises/?page=2") == "/enterprises/page=2/"


@pytest.mark.parametrize(
    ("link", "written"),
    [
        ("/parks/", "/parks/"),
        ("#content", "#content"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("https://beian.miit.gov.cn/", "https://beian.miit.gov.cn/"),
        ("//elsewhere.org/x", "//elsewhere.org/x"),
        ("E000001/", "/enterprises/E000001/"),
        ("?page=3", "/enterprises/page=3/"),
        ("?page=1#found", "/enterprises/#found"),
        (f"{ROOT}/enterprises/?page=3", f"{ROOT}/enterprises/page=3/"),
        (ROOT, f"{ROOT}/"),
        (f"{ROOT}.evil.example/x", f"{ROOT}.evil.example/x"),
        ("/search/?q=园", "/search/?q=园"),
        ("/enterprises/?q=x", None),
        ("/admin/", None),
    ],
)
def test_links_lead_to_files(link, written):
    assert Links(ROOT, reads).read(link, "/enterprises/?page=2").written == written
