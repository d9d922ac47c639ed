"""The handover pack: opened again as the next clerk opens it."""

import io

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import translation

from tests import factories
from tests.stats import office_year

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(world):
    world.statistician.email, world.statistician.phone = "someone@example.org", "13900001234"
    world.statistician.save()
    return office_year.furnish(world)


def pack(client, world, year, role: str = "statistician", language: str = "en") -> openpyxl.Workbook:
    user = getattr(world, role)
    user.language = language
    user.save()
    client.force_login(user)
    with translation.override(language):
        answer = client.get(reverse("admin:stats_surveyyear_handover", args=[year.survey.pk]))
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))


def command(tmp_path, year: int = 2024, *options: str) -> openpyxl.Workbook:
    file = tmp_path / "pack.xlsx"
    call_command("handover_pack", str(year), "-o", str(file), *options, stdout=io.StringIO())
    return openpyxl.load_workbook(file)


def words_of(book: openpyxl.Workbook) -> str:
    return "\n".join(str(cell) for sheet in book for row in sheet.values for cell in row if cell is not None)


def rows_of(book: openpyxl.Workbook, title: str) -> list[dict]:
    head, *rows = book[title].values
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_pack_has_a_sheet_for_everything_the_next_clerk_asks(tmp_path, world, year):
    book = command(tmp_path, 2024, "--language", "en", "--as", world.statistician.username)
    assert book.sheetnames == [
        *("Read me first", "Indicators", "Form", "Calendar", "Who does what", "Open findings", "Differences"),
        *("Thresholds of checks", "Above designated size", "Holdings", "Waivers", "Compilations", "Releases"),
    ]


def test_read_me_first_names_the_steps_with_their_states(tmp_path, world, year):
    first = command(tmp_path, 2024, "--language", "en", "--as", world.statistician.username)["Read me first"]
    subjects = [str(row[0]) for row in first.values]
    assert next(subject for subject in subjects if subject[0].isdigit()).startswith("1. ")
    assert sum(subject[0].isdigit() for subject in subjects) == 9


def test_pack_tells_making_form_hash_and_papers(tmp_path, world, year):
    book = command(tmp_path, 2024, "--language", "en", "--as", world.statistician.username)

    (card,) = [row for row in rows_of(book, "Indicators") if row["Code"] == "revenue"]
    assert "412.5" in card["How the newest value of the zone was made"]
    assert "年报更正" in card["Revisions"]
    assert rows_of(book, "Form")[0]["How to fill in"] == "按合同额填写"
    assert rows_of(book, "Compilations")[0]["SHA-256 of the figures"] == "b" * 64
    assert rows_of(book, "Thresholds of checks")[0]["Document number"] == "统计制度第3条"
    assert rows_of(book, "Holdings")[0]["Holding"] == office_year.OWNER
    assert rows_of(book, "Waivers")[0]["Document number"] == office_year.PAPER
    assert rows_of(book, "Open findings")[0]["Open findings"] == "1"


def test_who_does_what_names_roles_and_no_contact(tmp_path, world, year):
    book = command(tmp_path, 2024, "--language", "en", "--as", world.statistician.username)
    rows = {row["Person"]: row["Roles"] for row in rows_of(book, "Who does what")}
    assert rows[world.statistician.display_name] == "Statistician"
    assert "someone@example.org" not in words_of(book)
    assert "13900001234" not in words_of(book)


@pytest.mark.parametrize("options", [(), ("--as", "statistician")])
def test_no_value_of_a_return_stands_in_it(tmp_path, world, year, options):
    world.statistician.username = "statistician"
    world.statistician.save()
    words = words_of(command(tmp_path, 2024, *options)).replace(",", "")
    assert "76543" not in words


def test_without_a_user_the_command_leaves_out_what_is_about_single_enterprises(tmp_path, world, year):
    words = words_of(command(tmp_path, 2024, "--language", "en"))
    for secret in (office_year.OWNER, office_year.PAPER, "412.5"):
        assert secret not in words


@pytest.mark.parametrize("role", ["publisher", "auditor"])
def test_holdings_and_waivers_are_left_out_for_who_may_not_see_them(client, world, year, role):
    words = words_of(pack(client, world, year, role))
    for secret in (office_year.OWNER, office_year.PAPER, "412.5", "76543"):
        assert secret not in words


def test_clerk_of_a_park_gets_no_pack_and_no_button(client, world, year):
    client.force_login(world.clerk)
    address = reverse("admin:stats_surveyyear_handover", args=[year.survey.pk])
    assert client.get(address).status_code == 403
    assert address not in client.get(reverse("admin:stats_surveyyear_change", args=[year.survey.pk])).content.decode()


def test_button_stands_on_the_page_of_the_year(client, world, year):
    client.force_login(world.statistician)
    page = client.get(reverse("admin:stats_surveyyear_change", args=[year.survey.pk])).content.decode()
    assert reverse("admin:stats_surveyyear_handover", args=[year.survey.pk]) in page
    assert len(pack(client, world, year).sheetnames) == 13


def test_every_cell_is_text_even_one_that_looks_like_a_formula(tmp_path, world, year):
    factories.UserFactory(display_name="=1+1", roles=["Statistician"])
    book = command(tmp_path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert "=1+1" in words_of(book)


def test_headings_stay_in_sight_and_long_texts_are_wrapped(tmp_path, world, year):
    for sheet in command(tmp_path):
        assert sheet.freeze_panes == "A2"
        assert all(cell.alignment.wrap_text for row in sheet.iter_rows() for cell in row if cell.value is not None)


def test_pack_is_written_in_the_language_asked_for(tmp_path, world, year):
    chinese, english = (command(tmp_path, 2024, "--language", code) for code in ("zh-hans", "en"))
    assert english.sheetnames[0] == "Read me first"
    assert chinese.sheetnames[0] != english.sheetnames[0]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [(("1999", "-o", "x.xlsx"), "no survey year"), (("2024", "-o", "x.xlsx", "--as", "nobody"), "no active user")],
)
def test_what_does_not_exist_is_said(year, arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("handover_pack", *arguments)


def test_a_place_that_cannot_be_written_is_said(tmp_path, year):
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("handover_pack", "2024", "-o", str(tmp_path / "none" / "x.xlsx"))
