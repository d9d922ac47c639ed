import pytest
from django.core.management import CommandError, call_command

from tests import factories, sheets


@pytest.fixture
def boss(db):
    return factories.UserFactory(username="boss", is_superuser=True)


@pytest.mark.parametrize("name", ["parks.csv", "parks.xlsx"])
def test_the_ending_chooses_the_format(boss, tmp_path, name):
    park = factories.ParkFactory(focus_zh="=HYPERLINK(1)", area_km2="7.53")
    call_command("export_sheet", "parks", output=tmp_path / name, user="boss")
    header, row = sheets.table_of((tmp_path / name).read_bytes())
    assert (header[0], row[0]) == ("园区编码", park.code)
    assert row[header.index("面积（平方公里）")] in (7.53, "7.53")
    assert row[header.index("产业方向")] in ("=HYPERLINK(1)", "'=HYPERLINK(1)")


def test_text_that_would_run_is_disarmed_in_csv(boss, tmp_path):
    factories.ParkFactory(focus_zh="=1+1")
    call_command("export_sheet", "parks", output=tmp_path / "parks.csv", user="boss")
    assert ",'=1+1," in (tmp_path / "parks.csv").read_text("utf-8-sig")


def test_another_ending_is_refused_and_leaves_no_file(boss, tmp_path):
    with pytest.raises(CommandError):
        call_command("export_sheet", "parks", output=tmp_path / "parks.pdf", user="boss")
    assert list(tmp_path.iterdir()) == []


def test_the_right_to_export_is_needed(world, tmp_path):
    with pytest.raises(CommandError):
        call_command("export_sheet", "enterprises", output=tmp_path / "e.csv", user=world.publisher.username)
    assert list(tmp_path.iterdir()) == []


def test_a_clerk_exports_the_own_park(world, tmp_path):
    call_command("export_sheet", "enterprises", output=tmp_path / "e.csv", user=world.clerk.username)
    text = (tmp_path / "e.csv").read_text("utf-8-sig")
    assert (world.enterprise.name_zh in text, world.other_enterprise.name_zh in text) == (True, False)


@pytest.mark.parametrize("name", ["parks.csv", "parks.xlsx", "parks.ods"])
def test_what_was_exported_goes_in_again_without_a_change(boss, tmp_path, name):
    factories.ParkFactory.create_batch(3)
    call_command("export_sheet", "parks", output=tmp_path / name, user="boss")
    code, report = sheets.command("parks", str(tmp_path / name), user="boss")
    assert (code, report["errors"], report["counts"]["unchanged"]) == (0, [], 3)


def test_json_is_a_format_too(boss, tmp_path):
    park = factories.ParkFactory()
    call_command("export_sheet", "parks", output=tmp_path / "parks.json", user="boss")
    assert park.code in (tmp_path / "parks.json").read_text("utf-8")


def test_it_says_how_many_rows_there_are(boss, tmp_path, capsys):
    factories.ParkFactory.create_batch(2)
    call_command("export_sheet", "parks", output=tmp_path / "parks.csv", user="boss")
    assert "2" in capsys.readouterr().out


def test_a_user_who_is_not_there_is_told(db, tmp_path):
    with pytest.raises(CommandError):
        call_command("export_sheet", "parks", output=tmp_path / "parks.csv", user="nobody")
