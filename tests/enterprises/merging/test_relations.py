"""Everything that belongs to an enterprise moves along."""

from enterprises.merging.comparing import VALUES
from enterprises.merging.relations import FOLLOWING, MOVED, NOT_MOVED, TAGS
from enterprises.models import Enterprise


def test_every_model_with_a_foreign_key_to_enterprise_moves_along():
    pointing = {
        relation.name or relation.related_model.__name__
        for relation in Enterprise._meta.get_fields(include_hidden=True)
        if relation.auto_created
        and not relation.concrete
        and (relation.one_to_many or relation.one_to_one)
        and not relation.related_model.__name__.startswith("Historical")
        and relation.related_model.__name__ not in NOT_MOVED
    }
    assert pointing == {each.name for each in (*MOVED, *FOLLOWING, TAGS)}


def test_every_value_that_a_form_shows_can_be_chosen():
    shown = {field.name for field in Enterprise._meta.concrete_fields if field.editable and not field.primary_key}
    assert shown == {name for names in VALUES for name in names}
