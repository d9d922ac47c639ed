from types import SimpleNamespace

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import timezone, translation

from zoneportal.publishing.preview import Reader

VERSIONS = {"parks.zone": "1", "parks.park": "1"}


def text(template: Template, reader: Reader, **values) -> str:
    return template.render(Context({"frame": SimpleNamespace(reader=reader)} | values))


def reader(**versions: str) -> Reader:
    return Reader(timezone.now(), versions=VERSIONS | {f"parks.{name}": version for name, version in versions.items()})


def template(words: str) -> Template:
    return Template(f"{{% load memory %}}{{% remembered {words} %}}{{{{ word }}}}{{% endremembered %}}")


def test_part_is_made_once_for_a_version():
    part = template('"parks.zone"')
    assert [text(part, reader(), word="&"), text(part, reader(), word="second")] == ["&amp;", "&amp;"]


def test_part_is_made_again_when_one_of_its_topics_has_changed():
    part = template('"parks.zone" "parks.park"')
    assert [text(part, reader(park=version), word=version) for version in "1123"] == ["1", "1", "2", "3"]


def test_part_is_made_for_whatever_it_depends_on_and_for_every_language():
    part = template('"parks.zone" by section')
    assert [text(part, reader(), word=section, section=section) for section in "ab"] == ["a", "b"]
    with translation.override("en"):
        assert text(part, reader(), word="english", section="a") == "english"
    assert text(part, reader(), word="late", section="a") == "a"


def test_two_parts_with_the_same_topics_are_two():
    parts = [template('"parks.zone"') for _turn in range(2)]
    assert [text(part, reader(), word=number) for number, part in enumerate(parts)] == ["0", "1"]


@pytest.mark.parametrize(
    "forgetful",
    [Reader(timezone.now(), frozenset({("parks.park", 1)}), VERSIONS), Reader(timezone.now()),
     Reader(timezone.now(), versions={"parks.park": "1"})],
    ids=["preview", "no versions", "another page"],
)  # fmt: skip
def test_reader_without_the_versions_of_a_part_gets_it_made(forgetful):
    part = template('"parks.zone"')
    assert text(part, reader(), word="public") == "public"
    assert text(part, forgetful, word="draft") == "draft"
    assert text(part, reader(), word="late") == "public"


@pytest.mark.parametrize("words", ["", "zone", "by section", '"parks.zone" zone'])
def test_part_that_does_not_say_what_it_shows_is_an_error(words):
    with pytest.raises(TemplateSyntaxError, match="Say what the part shows"):
        template(words)
