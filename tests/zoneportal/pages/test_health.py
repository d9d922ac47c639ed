import pytest
from django.db import OperationalError, connection

pytestmark = pytest.mark.django_db


def test_answers_when_the_database_answers(client, django_assert_num_queries):
    # SELECT 1.
    with django_assert_num_queries(1):
        response = client.get("/health/")

    assert (response.status_code, response.content) == (200, b"ok")
    assert response["Cache-Control"] == "no-store"


def test_says_that_it_is_unavailable_and_nothing_more(client, monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError("could not connect to server at 10.0.0.7, user portal")

    monkeypatch.setattr(connection, "cursor", fail)

    response = client.get("/health/")

    assert (response.status_code, response.content) == (503, b"unavailable")
