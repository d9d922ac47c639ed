"""The public directory as tests read it."""


def page(client, path: str = "/enterprises/", status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def numbers_on(text: str) -> list[str]:
    """The enterprises of a list, by the addresses of their entries."""
    return [part.partition("/")[0] for part in text.split('<a href="E')[1:]]


def listed(client, query: str = "") -> list[str]:
    return [f"E{number}" for number in numbers_on(page(client, f"/enterprises/{query}"))]
