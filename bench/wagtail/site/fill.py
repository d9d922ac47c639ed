"""Fills the Wagtail site with pages as large as the portal's: `python fill.py ROWS HOME REGISTER FIGURES` (bytes).

Runs in the environment of the Wagtail site. Prints the sizes that were reached.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
(migrations := Path(os.environ["DATA_DIR"]) / "made_migrations").mkdir(parents=True)
(migrations / "__init__.py").touch()
django.setup()

from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from pages.models import ArticlePage, Company, FiguresPage, RegisterPage  # noqa: E402
from wagtail.models import Page, Site  # noqa: E402

PARAGRAPH = "<p>高新区围绕<b>光电子</b>、装备制造、生物医药等主导产业布局园区，发布年度数据与建设目标。</p>"
YEARS, SCOPES = 10, 5


def article(page: ArticlePage, amount: int) -> None:
    page.lead = PARAGRAPH
    page.body = [
        part for turn in range(amount) for part in (("heading", f"第{turn + 1}节"), ("paragraph", PARAGRAPH * 2))
    ]
    page.save()


def figures(page: FiguresPage, amount: int) -> None:
    cells = [["年份", *(f"园区{scope}" for scope in range(1, SCOPES))]]
    cells += [
        [str(2016 + year), *(f"{year * scope + 358.26:.2f}" for scope in range(1, SCOPES))] for year in range(YEARS)
    ]
    table = {"data": cells, "first_row_is_table_header": True, "first_col_is_header": True}
    page.body = [("table", table), *(("paragraph", PARAGRAPH) for _turn in range(amount))]
    page.save()


def register(page: RegisterPage, amount: int) -> None:
    """The place of business is as long as it must be."""
    Company.objects.update(address="城" * amount)


def size_of(page: Page) -> int:
    response = Client(HTTP_HOST="127.0.0.1").get(page.url.removeprefix("http://127.0.0.1"))
    if response.status_code != 200:
        sys.exit(f"{page.url} answered {response.status_code}")
    return len(response.content)


def fit(page: Page, size: int, write: Callable[[Page, int], None]) -> int:
    """Writes as much into the page as makes its html that large."""
    write(page, 1)
    least = size_of(page)
    write(page, 11)
    step = (size_of(page) - least) / 10
    write(page, max(1, 1 + round((size - least) / step)))
    return size_of(page)


def companies(rows: int) -> None:
    Company.objects.bulk_create(
        (
            Company(
                number=f"E{number:06}",
                name=f"示例精密制造{number}有限公司",
                code=f"91140400MA{number:08}",
                park="科技创新产业园",
                industry="C39 计算机、通信和其他电子设备制造业",
                status="存续",
            )
            for number in range(1, rows + 1)
        ),
        batch_size=2_000,
    )


def main(rows: int, home_size: int, register_size: int, figures_size: int) -> None:
    call_command("makemigrations", "pages", verbosity=0)
    call_command("migrate", verbosity=0)
    root = Page.get_first_root_node()
    home = root.add_child(instance=ArticlePage(title="示范高新区", slug="zone", lead=""))
    site = Site.objects.get(is_default_site=True)
    site.root_page, site.site_name, site.hostname, site.port = home, "示范高新区", "127.0.0.1", 80
    site.save()
    root.get_children().exclude(pk=home.pk).get().delete()
    listing = home.add_child(instance=RegisterPage(title="企业名录", slug="register", show_in_menus=True))
    indicator = home.add_child(instance=FiguresPage(title="营业收入", slug="figures", show_in_menus=True))
    companies(rows)
    home = ArticlePage.objects.get()  # its path has children now
    print(fit(home, home_size, article), fit(listing, register_size, register), fit(indicator, figures_size, figures))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
