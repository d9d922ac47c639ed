import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from tests import factories
from zoneportal.publishing.actions import cancel_planned, withdraw
from zoneportal.static_site.manifest import load
from zoneportal.static_site.mapping import file_of

# Files of pages that are tested on both databases; what several processes ask of one is in test_workers.
pytestmark = [pytest.mark.django_db, pytest.mark.only_on("sqlite")]


def text_of(site) -> str:
    """Everything that the site says, its file names too."""
    files = [path for path in site.rglob("*") if path.is_file() and path.suffix != ".gz"]
    return "\n".join(f"{path.relative_to(site)}\n{path.read_bytes().decode('utf-8', 'replace')}" for path in files)


def test_the_pages_of_both_languages_become_files(world, publish_site, site):
    publish_site()

    for page in ("", "parks/", f"parks/{world.park.slug}/", "enterprises/E000001/", "statistics/revenue/", "goals/"):
        assert '<html lang="zh-Hans">' in (site / page / "index.html").read_text("utf-8")
        assert '<html lang="en">' in (site / "en" / page / "index.html").read_text("utf-8")


def test_everything_that_pages_link_to_is_there(world, publish_site, site):
    factories.AnnouncementFactory.create_batch(45, published=True)

    assert publish_site().broken == {}
    assert (site / "announcements/page=3/index.html").exists()
    assert {"data.csv", "data.json", "data.xlsx"} <= {path.name for path in (site / "statistics/revenue").iterdir()}
    for name in (
        "robots.txt",
        "sitemap.xml",
        "sitemap-pages.xml",
        "404.html",
        "en/404.html",
        "search/index/index.json",
    ):
        assert (site / name).exists()


def test_addresses_are_those_of_the_public_server(world, publish_site, site):
    publish_site()

    assert '<link rel="canonical" href="https://www.example.gov.cn/parks/">' in (site / "parks/index.html").read_text()
    assert "<loc>https://www.example.gov.cn/en/parks/</loc>" in (site / "sitemap-pages.xml").read_text()
    assert "testserver" not in text_of(site)
    assert "http://" not in (site / "robots.txt").read_text()


def test_a_page_is_the_page_of_the_portal(world, publish_site, site, client, settings):
    publish_site(root="http://testserver")

    for address in ("/parks/", "/goals/", "/feeds/releases.atom", "/statistics/revenue/data.csv"):
        written, answered = (site / file_of(address)).read_bytes(), client.get(address).content
        policy = written.find(b'<meta http-equiv="Content-Security-Policy"')
        if policy >= 0:
            written = written[:policy] + written[written.index(b">", policy) + 1 :]
        assert written == answered


def test_nothing_that_is_not_public_stands_in_any_file(world, publish_site, site):
    later = timezone.now() + timedelta(days=1)
    factories.ParkFactory(name_zh="秘密草稿园", name_en="Secret Draft Park")
    planned = factories.ReleaseFactory(title_zh="秘密预告", status="released", released_at=later)
    definition = world.figure.definition
    factories.FigureFactory(definition=definition, year=2019, value=Decimal("417.78"), release=planned)
    factories.EnterpriseFactory(name_zh="秘密未到有限公司", confirmed_at=later, park=world.park)
    home = factories.EnterpriseFactory(name_zh="样例小店", confirmed=True, park=world.park)
    type(home).objects.filter(pk=home.pk).update(address="秘密家庭住址", legal_form="个体工商户")

    report = publish_site()

    said = text_of(site)
    assert "样例小店" in said
    assert "358.26" in said
    canaries = ["秘密", "Secret Draft", "417.77", "417.78", "样例未确认", *(user.username for user in [world.clerk])]
    canaries += ["sessionid", "csrf", 'href="/admin', 'href="/accounts', "preview="]
    assert [word for word in canaries if word in said] == []
    assert "秘密" not in (site.parent / "manifest.json").read_text("utf-8")
    assert report.next_change_at is not None
    assert report.next_change_at <= later.isoformat()


def test_a_released_figure_appears_with_the_next_run(world, publish_site, site):
    publish_site()
    world.secret_figure.release = factories.ReleaseFactory(released=True)
    world.secret_figure.save()

    publish_site()

    assert "417.77" in (site / "statistics/revenue/index.html").read_text("utf-8")
    assert "417.77" in (site / "statistics/revenue/data.csv").read_text("utf-8-sig")


def test_an_address_that_is_withdrawn_vanishes(world, publish_site, site):
    publish_site()
    withdraw(content=world.other_park, by=None)

    assert publish_site().broken == {}
    assert not (site / "parks" / world.other_park.slug).exists()
    assert world.other_park.name_zh not in text_of(site)


def test_a_scheduled_page_comes_with_its_moment(world, publish_site, site):
    world.secret_enterprise.confirmed_at = timezone.now() + timedelta(hours=1)
    world.secret_enterprise.save()
    address = site / "enterprises" / world.secret_enterprise.number / "index.html"

    publish_site()
    assert not address.exists()

    publish_site(at=timezone.now() + timedelta(hours=2))
    assert address.exists()


def test_a_second_run_makes_nothing_again(world, publish_site, site):
    first = publish_site()
    inode = (site / "index.html").stat().st_ino

    second = publish_site()

    assert (second.made, second.kept, second.files) == (0, first.made, first.files)
    assert (site / "index.html").stat().st_ino == inode


def test_a_change_makes_what_shows_it_again(world, publish_site, site):
    first = publish_site()
    before = {path: path.stat().st_ino for path in site.rglob("index.html")}
    world.enterprise.business_scope = "制造机器"
    world.enterprise.save()

    report = publish_site()

    number, other = world.enterprise.number, world.other_enterprise.number
    assert "制造机器" in (site / "enterprises" / number / "index.html").read_text("utf-8")
    untouched = site / "enterprises" / other / "index.html"
    assert untouched.stat().st_ino == before[untouched]
    assert 2 <= report.made < first.made


def test_what_was_kept_is_what_a_whole_run_writes(world, publish_site, site):
    publish_site()
    world.park.name_zh = "新名园"
    world.park.save()
    factories.publish(content=world.park, by=None)
    at = timezone.now()
    publish_site(at=at)
    kept = {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()}

    publish_site(at=at, whole=True)

    assert {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()} == kept


def test_another_address_makes_every_page_again(world, publish_site, site):
    first = publish_site()

    assert publish_site(root="https://other.example.cn").made == first.made
    assert "www.example.gov.cn" not in text_of(site)


def test_a_broken_link_of_an_editor_is_told(world, publish_site):
    factories.ProfileSectionFactory(body_zh='<p><a href="/parks/gone/">去</a></p>', published=True)

    assert publish_site().broken == {"/parks/gone/": ["/profile/"]}


def test_a_page_that_has_moved_leads_on(world, publish_site, site):
    former = world.park.slug
    world.park.slug = "never-shown"
    world.park.save()
    world.park.slug = "new-park"
    world.park.save()
    factories.publish(content=world.park, by=None)

    publish_site()

    assert '0; url=/parks/new-park/"' in (site / "parks" / former / "index.html").read_text()
    assert '0; url=/en/parks/new-park/"' in (site / "en/parks" / former / "index.html").read_text()
    assert "never-shown" not in (site.parent / "manifest.json").read_text()


def test_the_number_of_a_merged_enterprise_leads_on(world, publish_site, site):
    stays = world.enterprise
    stays.former_numbers.create(number="E999001")
    world.secret_enterprise.former_numbers.create(number="E999002")

    publish_site()

    page = (site / "enterprises/E999001/index.html").read_text()
    assert f'0; url={stays.get_absolute_url()}"' in page
    assert f'rel="canonical" href="https://www.example.gov.cn{stays.get_absolute_url()}"' in page
    assert f'0; url=/en{stays.get_absolute_url()}"' in (site / "en/enterprises/E999001/index.html").read_text()
    manifest = (site.parent / "manifest.json").read_text()
    assert "E999002" not in manifest
    assert load(site.parent / "manifest.json").pages["/enterprises/E999001/"].title == ""  # no search finds it


def test_the_number_of_a_merge_that_was_undone_is_no_longer_led_on(world, publish_site, site):
    former = world.enterprise.former_numbers.create(number="E999001")
    publish_site()
    former.delete()
    factories.EnterpriseFactory(number="E999001", name_zh="又有自己一页", confirmed=True)
    publish_site()
    assert "又有自己一页" in (site / "enterprises/E999001/index.html").read_text()


def test_address_of_a_park_whose_publication_was_cancelled_stands_nowhere(world, publish_site, tmp_path):
    now = timezone.now()
    factories.publish(content=(park := factories.ParkFactory(slug="never-public")), by=None, at=now + timedelta(days=1))
    cancel_planned(content=park, by=None)

    publish_site(at=now + timedelta(days=2))

    assert "never-public" not in (tmp_path / "public/current/manifest.json").read_text("utf-8")


def test_a_page_that_fails_stops_the_run(world, publish_site, site, monkeypatch):
    publish_site()
    before = site.resolve()
    world.enterprise.business_scope = "制造机器"
    world.enterprise.save()
    monkeypatch.setattr("enterprises.views.queries.entry", lambda number, at: 1 / 0)

    with pytest.raises(ValueError, match="cannot show"):
        publish_site()
    assert site.resolve() == before


def test_the_search_finds_names_codes_and_pages(world, publish_site, site):
    publish_site()

    whole = json.loads((site / "search/index/index.json").read_text())
    block = json.loads((site / "search/index" / whole["folder"] / "e/0.json").read_text("utf-8"))
    entries = {entry[1]: entry for entry in block}
    firm = entries[world.enterprise.get_absolute_url()]
    assert firm[2] == world.enterprise.name_zh
    assert world.enterprise.credit_code in firm[4]
    assert entries["/statistics/revenue/"][2] == "营业收入"
    assert "/search/" not in entries
    assert not [path for path in entries if path.startswith("/en/")]


def test_the_manifest_names_every_file(world, publish_site, site):
    report = publish_site()

    there = {str(path.relative_to(site)) for path in site.rglob("*") if path.is_file() and path.suffix != ".gz"}
    manifest = load(site.parent / "manifest.json")
    assert set(manifest.files()) == there
    assert len(there) == report.files


def test_an_empty_portal_has_a_site(publish_site, site):
    assert publish_site().broken == {}
    assert (site / "index.html").exists()
