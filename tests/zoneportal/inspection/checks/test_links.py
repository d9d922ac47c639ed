import pytest
from django.http import HttpResponse

from parks.models import Zone
from tests import factories
from zoneportal.inspection.checks import links
from zoneportal.inspection.findings import Severity

pytestmark = pytest.mark.django_db


def announce(*addresses: str, **more):
    body = "".join(f'<p><a href="{address}">链接</a></p>' for address in addresses)
    return factories.AnnouncementFactory(body_zh=body, published=True, **more)


@pytest.mark.parametrize(
    "address",
    [
        "/parks/",
        "/en/parks/",
        "http://testserver/goals/",
        "https://testserver/",
        "/profile/#milestones",
        "/parks/?q=1#content",
    ],
)
def test_links_to_pages_that_answer_are_well(look, settings, address):
    settings.ALLOWED_HOSTS = ["testserver"]
    factories.MilestoneFactory(published=True)
    announce(address)
    assert look(links.run) == []


@pytest.mark.parametrize(
    ("address", "what", "severity"),
    [
        ("/parks/nowhere/", "The link to /parks/nowhere/ leads nowhere.", Severity.SERIOUS),
        ("/%00", "The link to /%00 leads nowhere.", Severity.SERIOUS),
        ("parks", "The link to parks is forwarded to /parks/: write the new address.", Severity.MINOR),
        ("/profile/#gone", "The link to /profile/#gone leads to a part of the page that is not there.", Severity.MINOR),
        ("/admin/", "The link to /admin/ leads into the administration, where readers cannot go.", Severity.MINOR),
        ("http://[", "“http://[” is no address. Mend the link or remove it.", Severity.SERIOUS),
    ],
)
def test_links_that_fail_are_named(look, address, what, severity):
    article = announce(address)
    (finding,) = look(links.run)
    assert (finding.what, finding.severity, finding.record) == (what, severity, article)
    assert finding.address.endswith(f"/parks/announcement/{article.pk}/change/#id_body_zh")


def test_link_to_a_draft_leads_nowhere(look):
    announce(factories.ParkFactory(slug="draft").get_absolute_url())
    assert len(look(links.run)) == 1


def test_drafts_are_not_looked_at(look):
    factories.AnnouncementFactory(body_zh='<p><a href="/nowhere/">x</a></p>')
    assert look(links.run) == []


def test_other_hosts_are_listed_and_not_asked(look):
    article = announce("https://www.gov.cn/", "mailto:office@example.gov.cn")
    assert look(links.run) == []
    assert look.visit.external == [("https://www.gov.cn/", article)]


def test_addresses_in_the_settings_of_the_zone_are_links_too(look, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    factories.ZoneFactory(error_report_url="https://testserver/nowhere/", published=True)
    (finding,) = look(links.run)
    assert (finding.model, finding.anchor) == (Zone, "error_report_url")


def test_page_is_asked_once(look, monkeypatch):
    asked = []
    monkeypatch.setattr(links, "ask", lambda path, query: asked.append(path) or HttpResponse('<p id="a">x</p>'))
    announce("/parks/", "/parks/#a")
    announce("/parks/", title_zh="另一条")
    look(links.run)
    assert asked == ["/parks/"]


def test_asking_ends_when_the_time_is_over(look):
    announce("/parks/", "/goals/")
    assert look(links.run, seconds=-1.0) == []
    assert look.visit.unasked == 2
