"""Every door through which a figure could leave before its time. Nothing here may ever fail."""

import io
import zipfile
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from stats.models import Figure
from stats.queries import indicator_figures
from tests import factories, world

pytestmark = pytest.mark.django_db

SECRET_VALUE = "417.77"
SECRET_WORDS = (SECRET_VALUE, "41777", "秘密发布", "Secret release", "secret-release")
ENDINGS = ("csv", "xlsx", "json")
# What a reader can open without knowing a name.
DOORS = (
    *("/", "/statistics/", "/statistics/releases/", "/goals/", "/sitemap/", "/sitemap-pages.xml", "/industries/"),
    *("/enterprises/", "/parks/"),
)


def text_of(response) -> str:
    """Everything a reader can get out of an answer, headers included; of xlsx the sheets inside."""
    content = response.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"".join(archive.read(name) for name in archive.namelist())
    return f"{response.headers}{content.decode()}"


@pytest.fixture
def small_world():
    return world.build()


@pytest.fixture
def scopes(small_world):
    """The secret figure as the zone's, as the park's, of a goal's indicator and of a headline indicator."""
    indicator = small_world.figure.indicator
    indicator.is_headline = True
    indicator.save()
    factories.GoalFactory(indicator=indicator, published=True)
    definition = small_world.figure.definition
    factories.FigureFactory(
        definition=definition, year=2018, park=small_world.park, value=Decimal(SECRET_VALUE), note_zh="41777"
    )
    return small_world


def doors_of(small_world) -> list[str]:
    paths = [
        *DOORS,
        small_world.park.get_absolute_url(),
        "/statistics/revenue/",
        "/statistics/revenue/embed/",
        *(f"/statistics/revenue/data.{ending}" for ending in ENDINGS),
        *(f"/statistics/revenue/data.{ending}?vintage=annual" for ending in ENDINGS),
        f"/statistics/releases/{small_world.release.slug}/",
    ]
    return [*paths, *(f"/en{path}" for path in paths if ".xml" not in path)]


def seen(client, small_world, *words: str) -> list[str]:
    """Where one of the words stands."""
    texts = {path: text_of(client.get(path, follow=True)) for path in doors_of(small_world)}
    return [f"{word} on {path}" for path, text in texts.items() for word in words if word in text]


def put_into(release) -> None:
    Figure.objects.filter(release=None).update(release=release)


def test_figure_without_a_release_stands_nowhere(client, scopes):
    assert seen(client, scopes, *SECRET_WORDS) == []


def test_figure_of_a_draft_release_stands_nowhere(client, scopes):
    put_into(factories.ReleaseFactory(title_zh="秘密发布", title_en="Secret release", slug="secret-release"))
    assert seen(client, scopes, *SECRET_WORDS) == []


def test_figure_of_an_embargoed_release_stands_nowhere(client, scopes):
    release = factories.ReleaseFactory(
        released=True,
        released_at=timezone.now() + timedelta(minutes=5),
        title_zh="秘密发布",
        title_en="Secret release",
        slug="secret-release",
    )
    put_into(release)
    assert seen(client, scopes, *SECRET_WORDS) == []
    assert client.get("/statistics/releases/secret-release/").status_code == 404


def test_released_figure_stands_behind_every_door_that_shows_it(client, scopes):
    """The doors above are real: what is released passes them."""
    put_into(factories.ReleaseFactory(released=True, slug="secret-release"))
    shown = {
        path
        for path in ("/", "/goals/", "/statistics/", scopes.park.get_absolute_url(), "/statistics/revenue/")
        if SECRET_VALUE in text_of(client.get(path))
    }
    assert shown == {"/", "/goals/", "/statistics/", scopes.park.get_absolute_url(), "/statistics/revenue/"}
    assert all(SECRET_VALUE in text_of(client.get(f"/statistics/revenue/data.{ending}")) for ending in ENDINGS)
    assert SECRET_VALUE in text_of(client.get("/statistics/releases/secret-release/"))


@pytest.mark.parametrize("path", ["", *(f"data.{ending}" for ending in ENDINGS)])
def test_indicator_without_any_released_figure_does_not_exist(client, path):
    factories.FigureFactory(definition__indicator__code="secret", definition__indicator__name_zh="秘密指标")
    answer, unknown = client.get(f"/statistics/secret/{path}"), client.get(f"/statistics/absent/{path}")

    assert answer.status_code == unknown.status_code == 404
    assert text_of(answer).replace("/secret/", "/absent/") == text_of(unknown)


def test_indicator_that_is_not_released_takes_no_longer_to_deny(client, django_assert_num_queries):
    factories.FigureFactory(definition__indicator__code="secret")
    for code in ("secret", "absent"):
        with django_assert_num_queries(1):
            assert indicator_figures(code, timezone.now()) is None


def test_indicator_without_any_released_figure_is_named_nowhere(client, small_world):
    factories.FigureFactory(definition__indicator__code="secret", definition__indicator__name_zh="秘密指标")
    assert seen(client, small_world, "秘密指标", "/secret/") == []


def test_figure_of_a_park_that_is_not_public_names_neither_park_nor_value(client, small_world):
    hidden = factories.ParkFactory(name_zh="未公开园区", code="hidden")
    factories.FigureFactory(
        definition=small_world.figure.definition, park=hidden, value=Decimal(SECRET_VALUE), release=small_world.release
    )
    assert seen(client, small_world, SECRET_VALUE, "未公开园区", "park:hidden") == []


def test_indicator_whose_only_figures_are_of_a_hidden_park_does_not_exist(client, small_world):
    hidden = factories.ParkFactory(name_zh="未公开园区", code="hidden")
    factories.FigureFactory(definition__indicator__code="secret", park=hidden, release=small_world.release)
    assert client.get("/statistics/secret/").status_code == 404
    assert "/statistics/secret/" not in text_of(client.get("/statistics/"))
    assert "/statistics/secret/" not in text_of(client.get("/sitemap-pages.xml"))


def test_definition_that_no_released_figure_uses_is_not_shown(client, small_world):
    factories.DefinitionFactory(
        indicator=small_world.figure.indicator, valid_from_year=2018, definition_zh="尚未采用的口径", unit="wan_yuan"
    )
    assert seen(client, small_world, "尚未采用的口径") == []
