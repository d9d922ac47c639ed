"""No withheld figure, nothing computed from one, and nothing of a return leaves the office by a public address."""

import logging
from decimal import Decimal

import pytest
from django.utils import timezone

from tests import factories
from tests.hostile import secrets
from tests.hostile.addresses import Address, ask, english
from zoneportal.static_site.publishing import publish
from zoneportal.static_site.tree import Folder

pytestmark = pytest.mark.django_db

ENDINGS = ("csv", "xlsx", "json", "csv-metadata.json")
KEYS = ("zone", "growth", "park", "park-share", "versions")
QUESTIONS = (
    "versions=all",
    "year=2018",
    "from_year=2018&indicator=revenue",
    "indicator=output",
    "vintage=verified",
    "page_size=1000",
)


@pytest.fixture
def planted(world, addresses) -> list[Address]:
    secrets.plant(world)
    return addresses


def questions(address: Address, world) -> list[tuple[str, str]]:
    """(path, query): the address, its other files and charts, its other indicator, and what can be asked there."""
    paths = {address.path, address.path.replace("/revenue/", "/output/")}
    for ending in ENDINGS:
        paths |= {path.replace("data.csv", f"data.{ending}") for path in paths}
    for key in KEYS:
        paths |= {path.replace("embed/zone/", f"embed/{key}/") for path in paths}
    paths |= {path.replace(f"/{world.park.slug}/", f"/{world.other_park.slug}/") for path in paths}
    asked = [(path, "") for path in sorted(paths)]
    if address.name == "api_figures":
        asked += [(address.path, query) for query in (*QUESTIONS, f"scope=park:{world.park.code}")]
    if "/data." in address.path:
        asked += [(path, "vintage=verified") for path in sorted(paths)]
    return asked


def walked(client, planted: list[Address], world, language: str) -> dict[str, str]:
    answers = {}
    for address in planted:
        for path, query in questions(address, world):
            target = english(path) if language == "en" else path
            answer = ask(client, target, query)
            if answer.status_code in {301, 302}:
                answer = client.get(answer.headers["Location"], follow=True)
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            answers[f"{target}?{query}"] = f"{answer.headers}{secrets.text_of(content)}"
    return answers


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_public_address_gives_a_withheld_number_or_one_computed_from_it(client, planted, world, language, caplog):
    with caplog.at_level(logging.DEBUG):
        answers = walked(client, planted, world, language)

    assert {path: found for path, text in answers.items() if (found := secrets.met(text))} == {}
    assert secrets.met(caplog.text) == []


def test_the_public_figures_beside_the_withheld_ones_come_through_every_door(client, planted, world):
    """The walk above is real: it finds what is public, and the withheld cells carry their mark."""
    figures, page = "/api/v1/figures/?year=2018", "/statistics/revenue/"
    doors = ("/", "/statistics/", page, f"{page}embed/zone/", f"{page}data.csv", f"{page}data.xlsx", figures)
    answers = {door: secrets.text_of(client.get(door).content).replace(",", "") for door in doors}

    assert [door for door in doors if str(secrets.ZONE) not in answers[door]] == []
    assert "confidential" in answers[figures]
    assert "※" in answers[page]
    assert str(secrets.HIDDEN_BEFORE) in client.get("/parks/").content.decode()
    assert {"growth of the park"} == set(secrets.met(f"+{(secrets.HIDDEN / secrets.HIDDEN_BEFORE - 1) * 100:,.1f}"))


def test_primary_and_secondary_cells_look_the_same(client, planted, world):
    rows = client.get("/api/v1/figures/?year=2018&indicator=revenue").json()["items"]
    hidden = [row for row in rows if row["mark"] == "confidential"]

    assert len(hidden) == 2
    ours = {"scope", "scope_name", "cursor"}
    first, second = ({name: row[name] for name in row if name not in ours} for row in hidden)
    assert first == second


@pytest.mark.parametrize(
    ("path", "words"),
    [("/statistics/revenue/", "遵循国际通行做法"), ("/en/statistics/revenue/", "common international practice")],
)
def test_the_mark_is_explained_where_it_stands(client, planted, path, words):
    assert words in client.get(path).content.decode()
    for ending in ("xlsx", "json"):
        assert words in secrets.text_of(client.get(f"{path}data.{ending}").content)


def test_a_search_for_a_secret_answers_like_a_search_for_nothing(client, planted):
    for secret in (secrets.WORD, str(secrets.RARE), str(secrets.HIDDEN), str(secrets.HIDDEN_TOTAL)):
        for path in ("/search/", "/en/search/", "/enterprises/", "/api/v1/enterprises/"):
            found = client.get(path, {"q": secret}).content.decode()
            nothing = client.get(path, {"q": "qqqqqq"}).content.decode()
            assert found.count("<li") == nothing.count("<li")
            assert found.count('"number"') == nothing.count('"number"')


def test_a_figure_withheld_by_its_only_later_version_still_has_a_page(client, world):
    """What was public before stays readable among the versions; the newest is the mark."""
    definition = factories.DefinitionFactory(indicator__code="single")
    factories.FigureFactory(definition=definition, year=2019, vintage=1, value=Decimal("12.5"), release=world.release)
    secrets.withheld(definition, world.release, secrets.HIDDEN, "primary", year=2019, vintage=3)

    for path in ("/statistics/single/", "/en/statistics/single/", "/statistics/single/embed/"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "※" in answer.content.decode()
        assert secrets.met(answer.content.decode()) == []


@pytest.mark.only_on("sqlite")
def test_the_site_as_files_holds_nothing_of_it(planted, tmp_path):
    publish(
        Folder(tmp_path), root="https://www.example.gov.cn", at=timezone.now(), processes=1, keep=1, whole=False,
        tell=lambda done, known: None,
    )  # fmt: skip
    site = (tmp_path / "current").resolve()
    files = [path for path in site.rglob("*") if path.is_file() and path.suffix not in {".gz", ".js"}]

    assert len(files) > 100
    assert [path.name for path in files if secrets.met(secrets.text_of(path.read_bytes()))] == []
