import pytest
from django.core.management import call_command

from tests.pages import PUBLIC_PAGES
from tests.windows import DESKTOP, PHONE, too_wide


@pytest.mark.parametrize("language", ["", "/en"], ids=["Chinese", "English"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_pages_are_accessible_and_fit_the_window(open_window, accessibility, viewport, language):
    """All pages in one test: the browser test's database is filled anew for each."""
    call_command("load_content", verbosity=0)
    page = open_window(viewport)

    def faults_at(address: str) -> list[str]:
        status = page.goto(address).status
        return [*([] if status == 200 else [f"status {status}"]), *accessibility(page), *too_wide(page, viewport)]

    found = {address: faults_at(address) for address in (f"{language}{path}" for path in PUBLIC_PAGES)}
    assert {address: faults for address, faults in found.items() if faults} == {}
