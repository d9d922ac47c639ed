"""What holds for every model of the project."""

import pytest
from django.apps import apps

from tests import factories
from tests.repository.files import APPS

OURS = (*APPS, "inspection", "publishing", "spreadsheets", "accounts")
# Trails of their own, a counter, copies that the database writes, accounts (whose changes the admin's log keeps), and
# what a run of the program wrote once and nobody changes.
WITHOUT_HISTORY = {"Change", "Publication", "ImportJob", "NumberSeries", "RegisterLine", "User"} | {
    "Compilation", "CompilationInput", "CompiledFigure", "Protection", "WithheldValue",
}  # fmt: skip
MODELS = [
    model
    for label in OURS
    for model in apps.get_app_config(label).get_models()
    if not model.__name__.startswith("Historical")
]
EDITED = [
    (factories.ZoneFactory, "name_zh"),
    (factories.ProfileSectionFactory, "title_zh"),
    (factories.MilestoneFactory, "title_zh"),
    (factories.ParkFactory, "name_zh"),
    (factories.AnnouncementFactory, "title_zh"),
    (factories.IndustryClassFactory, "name_zh"),
    (factories.IndustryTagFactory, "name_zh"),
    (factories.EnterpriseFactory, "name_zh"),
    (factories.RegistrationFactory, "start_on"),
    (factories.StatusEventFactory, "effective_on"),
    (factories.QualificationKindFactory, "name_zh"),
    (factories.QualificationFactory, "valid_from"),
    (factories.IndicatorFactory, "name_zh"),
    (factories.DefinitionFactory, "source_zh"),
    (factories.ReleaseFactory, "title_zh"),
    (factories.FigureFactory, "note_zh"),
    (factories.GoalFactory, "title_zh"),
]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_model_keeps_its_history(model):
    assert hasattr(model, "history") or model.__name__ in WITHOUT_HISTORY


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_list_is_ordered(model):
    assert model._meta.ordering or model.__name__ == "NumberSeries"


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_constraint_has_a_sentence_for_clerks(model):
    without = [
        constraint.name
        for constraint in model._meta.constraints
        if constraint.violation_error_message == constraint.default_violation_error_message
    ]
    assert without == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_constraint_names_a_field_of_its_model(model):
    names = {field.name for field in model._meta.get_fields()}
    assert {getattr(each, "field", "") for each in model._meta.constraints} <= names | {""}


@pytest.mark.parametrize(("make", "name"), EDITED, ids=lambda value: getattr(value, "__name__", value))
@pytest.mark.django_db
def test_every_change_is_in_the_history(make, name):
    record = make()
    before = getattr(record, name)
    setattr(record, name, before.replace(year=2019) if hasattr(before, "year") else "改后")
    record.save()
    latest, first = record.history.all()[:2]
    assert (getattr(latest, name), getattr(first, name)) == (getattr(record, name), before)
    assert (latest.history_type, first.history_type) == ("~", "+")


@pytest.mark.django_db
def test_history_outlives_the_record():
    record = factories.ProfileSectionFactory()
    history = record.history.model.objects.filter(id=record.pk)
    record.delete()
    assert list(history.values_list("history_type", flat=True)) == ["-", "+"]
