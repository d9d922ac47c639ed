"""Charts in a real browser: drawn under the strict policy, by keyboard, as files, in frames of other sites."""

import http.server
import threading
import xml.dom.minidom
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from tests.windows import DESKTOP, PHONE, accessibility_faults, too_wide
from zoneportal.static_files import LIBRARY, LIBRARY_FILES

pytestmark = pytest.mark.skipif(
    not (LIBRARY / LIBRARY_FILES[0]).exists(), reason="ECharts is not here: npm could not be reached"
)

INDICATOR = "/statistics/operating_revenue/"
PAGES = (INDICATOR, f"{INDICATOR}embed/park-share/", "/goals/", "/parks/", "/parks/keji/", "/statistics/")


@pytest.fixture
def _sample(live_server) -> None:
    call_command("load_content", verbosity=0)
    call_command("load_sample", enterprises=2, years=6, verbosity=0)


def draw_all(page: Page) -> int:
    """Scrolls to every chart, because they are drawn when they come near; how many there are."""
    figures = page.locator("figure.chart")
    for index in range(figures.count()):
        figures.nth(index).scroll_into_view_if_needed()
        expect(figures.nth(index).locator("svg text").first).to_be_attached()
    return figures.count()


@pytest.mark.usefixtures("_sample")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_charts_are_drawn_accessible_and_fit_the_window(open_window, scheme):
    """All pages in one test: the browser test's database is filled anew for each."""
    found = {}
    for language, viewport in (("", PHONE), ("/en", DESKTOP)):
        page = open_window(viewport, color_scheme=scheme)
        for address in PAGES:
            page.goto(language + address)
            drawn = draw_all(page)
            faults = accessibility_faults(page) + too_wide(page, viewport)
            faults += [] if drawn or address == "/statistics/" else ["no chart"]
            found[language + address, viewport["width"]] = faults
    assert {address: faults for address, faults in found.items() if faults} == {}


@pytest.mark.usefixtures("_sample")
def test_table_stands_and_no_empty_frame_is_left_without_a_script(open_window):
    page = open_window(java_script_enabled=False)
    page.goto(INDICATOR)
    expect(page.get_by_role("table").first).to_be_visible()
    expect(page.locator(".chart-finding").first).to_be_visible()
    expect(page.locator(".chart-view").first).to_be_hidden()
    expect(page.locator(".chart-buttons").first).to_be_hidden()
    page.goto("/goals/")
    expect(page.locator(".goal-path").first).to_be_visible()


@pytest.mark.usefixtures("_sample")
def test_drawing_takes_the_place_of_the_still_picture(page):
    page.goto("/goals/")
    draw_all(page)
    expect(page.locator(".goal-path")).to_be_hidden()


@pytest.mark.usefixtures("_sample")
def test_arrow_keys_walk_the_points_and_say_what_the_table_says(page):
    page.goto(INDICATOR)
    draw_all(page)
    chart = page.locator("#chart-zone")
    says = chart.locator("[data-says]")
    chart.get_by_role("application").focus()
    page.keyboard.press("End")
    newest = page.locator("#years").locator("xpath=ancestor::section").locator("tbody tr").first
    year, value = newest.locator("th").inner_text(), newest.locator("td").first.inner_text().split()[-1]
    expect(says).to_contain_text(f"{year}：{value} 亿元")
    page.keyboard.press("ArrowLeft")
    expect(says).to_contain_text(f"{int(year) - 1}：")
    page.keyboard.press("Escape")
    expect(says).to_have_text("")


@pytest.mark.usefixtures("_sample")
def test_up_and_down_follow_one_line_of_several(page):
    page.goto(f"/en{INDICATOR}")
    draw_all(page)
    chart = page.locator("#chart-park")
    chart.get_by_role("application").focus()
    page.keyboard.press("ArrowRight")
    expect(chart.locator("[data-says]")).to_contain_text("; ")
    page.keyboard.press("ArrowDown")
    expect(chart.locator("[data-says]")).to_contain_text("Science and Technology Industrial Park: ")
    expect(chart.locator("[data-says]")).not_to_contain_text("Zhangze")


@pytest.mark.usefixtures("_sample")
def test_pictures_carry_their_finding_unit_source_and_address(page, tmp_path):
    page.goto(INDICATOR)
    draw_all(page)
    chart = page.locator("#chart-park-share")
    files = {}
    for kind in ("SVG", "PNG"):
        with page.expect_download() as download:
            chart.get_by_role("button", name=kind).click()
        files[kind] = tmp_path / download.value.suggested_filename
        download.value.save_as(files[kind])
    assert files["SVG"].name == "operating_revenue-park-share.svg"
    assert files["PNG"].read_bytes().startswith(b"\x89PNG")
    picture = xml.dom.minidom.parse(str(files["SVG"]))
    written = "".join(node.firstChild.data for node in picture.getElementsByTagName("text") if node.firstChild)
    finding = chart.locator(".chart-finding").inner_text()
    for part in (finding, "亿元", "来源：", "年报数", INDICATOR, "示例数据"):
        assert part in written


@pytest.mark.usefixtures("_sample")
def test_chart_follows_the_window_the_night_and_the_printer(page):
    page.goto(INDICATOR)
    draw_all(page)
    drawing = page.locator("#chart-zone svg")
    day = drawing.inner_html()
    page.emulate_media(color_scheme="dark")
    expect(drawing).not_to_have_js_property("innerHTML", day)
    page.emulate_media(media="print", color_scheme="dark")
    expect(drawing.locator("text").last).not_to_have_attribute("fill", "#ece9e3")
    page.emulate_media(media="screen", color_scheme="light")
    width = drawing.bounding_box()["width"]
    page.set_viewport_size(PHONE)
    expect(drawing).not_to_have_attribute("width", str(round(width)))
    assert too_wide(page, PHONE) == []


@pytest.mark.usefixtures("_sample")
def test_paper_holds_every_chart_whole_or_not_at_all(page):
    page.goto(INDICATOR)
    page.emulate_media(media="print")
    for figure in page.locator("figure.chart:not(.is-drawn)").all():
        expect(figure).to_be_hidden()
    page.emulate_media(media="screen")
    expect(page.locator("figure.is-drawn").first).to_be_visible()
    assert page.locator("figure.chart:not(.is-drawn)").count() > 0
    page.pdf()
    expect(page.locator("figure.chart:not(.is-drawn)")).to_have_count(0)
    for figure in page.locator("figure.chart").all():
        expect(figure.locator("svg text").first).to_be_attached()


@pytest.mark.usefixtures("_sample")
def test_phone_shows_year_and_value_before_the_edge(open_window):
    page = open_window({"width": 390, "height": 844})
    for language in ("", "/en"):
        for address, last in (("/statistics/", 4), ("/goals/", 2)):
            page.goto(language + address)
            cell = page.locator(f"table.tight tbody tr:last-child > :nth-child({last})").first
            box, frame = cell.bounding_box(), page.locator(".table-wrap").first.bounding_box()
            assert box["x"] + box["width"] <= frame["x"] + frame["width"] + 1, language + address


@pytest.fixture
def other_site(live_server) -> Iterator[str]:
    """A page of another origin that frames the portal's page given as its query."""

    class Host(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            framed = f'<iframe src="{live_server.url}{self.path}" width="600" height="600"></iframe>'
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(f"<!doctype html><title>Another site</title>{framed}".encode())

        def log_message(self, *arguments) -> None:
            """Nothing: the test's output is not the place."""

    server = http.server.ThreadingHTTPServer(("localhost", 0), Host)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.usefixtures("_sample")
def test_other_sites_may_frame_a_chart_and_nothing_else(page, other_site, faults):
    faults.expect("asked another host: " + other_site)
    faults.expect("frame-ancestors")
    faults.expect("favicon.ico")
    page.goto(other_site + INDICATOR + "embed/")
    expect(page.frame_locator("iframe").locator("figure.is-drawn svg text").first).to_be_attached()
    assert page.context.cookies() == []
    page.goto(other_site + INDICATOR)
    page.wait_for_timeout(500)
    expect(page.frame_locator("iframe").locator(".masthead")).to_have_count(0)
