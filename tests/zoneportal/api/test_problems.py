"""Every wrong question gets a plain answer in the language of its address."""

import pytest
from django.test import Client

from tests import factories

BAD = (
    *("figures/?unknown=1", "figures/?page_size=0", "figures/?page_size=501", "figures/?page_size=1e3"),
    *("figures/?page_size=", "figures/?year=2017&year=2018"),
    *("figures/?year=0", "figures/?year=99999999999999999999", "figures/?year=二〇一七"),
    *("figures/?vintage=nonsense", "figures/?versions=1", "figures/?scope=%00", "figures/?indicator=a%20b"),
    *("figures/?after=x", "figures/?after=a~b~c~d~e", "figures/?after=a~b~1~2~99999999999", "figures/?after=~~٣~1~1"),
    *("indicators/?theme=nothing", "indicators/?after=absent", "parks/?after=%00", "indicators/revenue/?year=2017"),
    *("enterprises/?industry=0", "enterprises/?status=gone", "enterprises/?q=", f"enterprises/?q={'x' * 10_000}"),
    *("openapi.json?x=1", "?x=1", "figures/?callback=alert(1)", "enterprises/?park[]=a"),
)  # fmt: skip


def problem(answer, status: int) -> dict:
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == status
    assert set(body) == {"type", "title", "status", "detail", "instance"}
    return body


@pytest.mark.parametrize("address", BAD)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_bad_question_is_a_problem_in_the_language_of_the_address(client, db, prefix, address):
    body = problem(client.get(f"{prefix}/api/v1/{address}"), 400)
    chinese = any("\u4e00" <= letter <= "\u9fff" for letter in body["title"])
    assert chinese == (prefix == "")
    assert body["instance"].startswith(f"{prefix}/api/v1/")


@pytest.mark.parametrize("text", ["%00", "%27%20OR%201=1", "%F0%9F%98%80", "%", "_", "%5C", "%ff", "\u202e"])
def test_odd_text_is_searched_for_or_refused_and_never_a_fault(client, small_world, text):
    assert client.get(f"/api/v1/enterprises/?q={text}").status_code in {200, 400}


@pytest.mark.parametrize("text", ["%20", "%00", "%E3%80%80", "%E2%80%8B"])
def test_search_without_a_word_does_not_find_everything(client, small_world, text):
    problem(client.get(f"/api/v1/enterprises/?q={text}"), 400)


@pytest.mark.parametrize(
    "path", ["indicators/absent/", "parks/absent/", "enterprises/E999999/", "absent/", "figures/1/"]
)
def test_what_is_not_there_is_a_problem(client, db, path):
    problem(client.get(f"/api/v1/{path}"), 404)


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_writing_is_refused_as_a_problem(client, db, method):
    answer = getattr(client, method)("/api/v1/figures/")
    problem(answer, 405)
    assert answer["Allow"] == "GET, HEAD"


def test_writing_without_a_token_is_refused_like_any_other(db):
    problem(Client(enforce_csrf_checks=True).post("/api/v1/parks/", {"name": "x"}), 405)


@pytest.mark.parametrize("accept", ["text/csv", "image/png", "application/xml;q=0.9", "nonsense"])
def test_answer_that_cannot_be_given_is_refused(client, db, accept):
    problem(client.get("/api/v1/parks/", headers={"accept": accept}), 406)


def test_answer_that_is_kept_is_refused_to_who_cannot_take_it(client, db, kept):
    assert client.get("/api/v1/parks/").status_code == 200
    problem(client.get("/api/v1/parks/", headers={"accept": "text/csv"}), 406)


@pytest.mark.parametrize("accept", ["*/*", "application/*", "application/json", "text/html, */*;q=0.1", ""])
def test_answer_that_can_be_given_is_given(client, db, accept):
    assert client.get("/api/v1/parks/", headers={"accept": accept}).status_code == 200


def test_address_without_its_last_stroke_is_led_on(client, db):
    answer = client.get("/api/v1/figures?year=2017")
    assert (answer.status_code, answer["Location"]) == (301, "/api/v1/figures/?year=2017")
    problem(client.get("/api/v1/absent"), 404)


def test_problem_is_never_kept(client, db):
    assert client.get("/api/v1/parks/?x=1")["Cache-Control"] == "no-store"


def test_problem_names_a_place_of_the_manual(client, db):
    factories.ZoneFactory(published=True)
    kind = client.get("/api/v1/parks/?x=1").json()["type"]
    address, _hash, anchor = kind.partition("#")
    assert f'id="{anchor}"' in client.get(address.removeprefix("http://testserver")).content.decode()


@pytest.mark.parametrize("name", ["indicator=absent", "scope=park:absent", "scope=absent", "release=absent"])
def test_name_that_no_figure_can_have_is_refused(client, small_world, name):
    assert "“" + name.partition("=")[0] in problem(client.get(f"/api/v1/figures/?{name}"), 400)["detail"]


@pytest.mark.parametrize("name", ["park=absent", "industry=Q", "tag=absent", "qualification=absent"])
def test_name_that_the_directory_does_not_know_is_refused(client, small_world, name):
    problem(client.get(f"/api/v1/enterprises/?{name}"), 400)


@pytest.mark.parametrize("query", ["figures/?indicator=", "figures/?scope=park:", "enterprises/?park="])
def test_name_that_is_not_public_yet_is_refused_like_one_that_never_was(client, small_world, query):
    factories.IndicatorFactory(code="waiting")
    factories.ParkFactory(code="waiting")
    waiting, absent = (problem(client.get(f"/api/v1/{query}{code}"), 400) for code in ("waiting", "absent"))
    assert waiting == absent


def test_sentences_of_a_problem_are_joined_by_the_language(client, small_world):
    assert "使用。没有" in client.get("/api/v1/figures/?indicator=absent").json()["detail"]
    assert "used. The" in client.get("/en/api/v1/figures/?indicator=absent").json()["detail"]
