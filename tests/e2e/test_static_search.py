"""The search of the published static site, as nginx serves it, in a real browser."""

from collections.abc import Callable, Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests import factories
from tests.nginx import nginx, serving
from tests.windows import DESKTOP, PHONE, accessibility_faults, listen, too_wide
from zoneportal.static_site.publishing import publish
from zoneportal.static_site.tree import Folder

pytestmark = pytest.mark.skipif(nginx() is None, reason="nginx is not installed: install the package nginx-light")
MANY = 30


@pytest.fixture
def open_site(browser, faults, world, tmp_path) -> Iterator[Callable[..., Page]]:
    """Opens a page of the published site: `open_site("/search/", viewport=PHONE)`."""
    factories.EnterpriseFactory(name_zh="甲乙<img src=x onerror=alert(1)>丙丁公司", confirmed=True)
    for number in range(MANY):
        factories.EnterpriseFactory(name_zh=f"众多机械有限公司{number}", confirmed=True)
    folder = Folder(tmp_path / "public")
    root = "https://www.example.gov.cn"
    publish(folder, root=root, at=timezone.now(), processes=1, keep=0, whole=True, tell=lambda done, known: None)
    contexts = []
    with serving(folder.top / "current/site", tmp_path / "nginx") as port:

        def open_(address: str, viewport: dict = DESKTOP, **options) -> Page:
            home = f"http://127.0.0.1:{port}"
            contexts.append(browser.new_context(base_url=home, viewport=viewport, **options))
            page = contexts[-1].new_page()
            listen(page, home, faults.found)
            page.goto(address)
            return page

        yield open_
        for context in contexts:
            context.close()


def test_a_question_is_answered_as_it_is_typed(open_site, world):
    page = open_site("/search/")
    box, found = page.locator("#q"), page.locator("#search-results a")

    box.fill("本园")
    expect(found).to_have_text([world.enterprise.name_zh])
    assert found.first.get_attribute("href") == world.enterprise.get_absolute_url()
    assert page.locator("#search-results mark").first.text_content() == "本园"
    box.fill("营")
    expect(found).to_have_text(["营业收入"])
    box.fill(world.other_enterprise.credit_code.lower())
    expect(found).to_have_text([world.other_enterprise.name_zh])
    box.fill("没有这样的词")
    expect(page.locator("#search-status")).not_to_be_empty()
    expect(found).to_have_count(0)
    box.fill("样例未确认")
    expect(found).to_have_count(0)


def test_english_pages_answer_in_english(open_site, world):
    page = open_site("/en/search/?q=model+park")

    expect(page.locator("#search-results a").first).to_have_text(world.park.name_en)
    assert page.locator("#search-results a").first.get_attribute("href") == f"/en{world.park.get_absolute_url()}"


def test_long_answers_come_in_parts_and_the_keyboard_goes_on(open_site):
    page = open_site("/search/?q=众多机械")
    found = page.locator("#search-results a")

    expect(found).to_have_count(20)
    page.locator("#search-more").press("Enter")
    expect(found).to_have_count(MANY)
    expect(found.nth(20)).to_be_focused()


def test_a_name_is_never_read_as_html(open_site):
    page = open_site("/search/?q=甲乙")

    expect(page.locator("#search-results a")).to_contain_text(["<img src=x"])
    assert page.locator("#search-results img").count() == 0


def test_the_form_of_any_page_leads_to_the_search(open_site, world):
    page = open_site("/enterprises/")

    page.locator("main form[role=search] input").fill("邻园")
    page.locator("main form[role=search] input").press("Enter")
    expect(page.locator("#search-results a")).to_have_text([world.other_enterprise.name_zh])


def test_without_a_script_it_says_so_and_leads_to_the_lists(open_site, world):
    page = open_site("/search/", java_script_enabled=False)

    assert page.locator("noscript").count() == 1
    page.get_by_role("link", name=world.park.name_zh).first.click()
    expect(page).to_have_url(f"{page.url.partition('/enterprises/')[0]}/enterprises/park={world.park.code}/")
    expect(page.locator("main")).to_contain_text(world.enterprise.name_zh)


@pytest.mark.parametrize("address", ["/search/?q=有限", "/en/search/?q=e0"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_search_is_accessible_and_fits(open_site, viewport, address):
    page = open_site(address, viewport=viewport)
    expect(page.locator("#search-results a").first).to_be_visible()

    assert accessibility_faults(page) == []
    assert too_wide(page, viewport) == []
