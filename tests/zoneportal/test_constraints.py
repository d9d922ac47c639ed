import pytest
from django.db import IntegrityError, connection, models
from django.db.migrations.writer import MigrationWriter

from enterprises.models import Registration
from tests.factories import EnterpriseFactory, ParkFactory, RegistrationFactory
from tests.rules import told_by_database, told_by_database_on
from zoneportal.constraints import Check, sentence_for


@pytest.mark.django_db
class TestSentenceFor:
    def test_check_is_told_by_its_own_sentence(self):
        assert told_by_database(EnterpriseFactory(), name_zh="") == "An enterprise needs its name."

    def test_unique_constraint_is_told_by_its_own_sentence(self):
        stay = RegistrationFactory()
        again = Registration(enterprise=stay.enterprise, park=stay.park, start_on=stay.start_on)
        again.end_on, again.end_reason = stay.start_on, "corrected"
        assert "on record already" in told_by_database_on(lambda: Registration.objects.bulk_create([again]))

    def test_unique_column_is_told_by_name(self):
        first, second = ParkFactory.create_batch(2)
        assert told_by_database(second, code=first.code) == "Park with this Code already exists."

    def test_rule_that_only_the_database_holds_is_named_by_its_model(self):
        stay = RegistrationFactory()
        other = Registration(enterprise=stay.enterprise, park=ParkFactory(), start_on=stay.start_on)
        other.end_on, other.end_reason = stay.start_on.replace(year=2024), "moved_out"
        sentence = told_by_database_on(lambda: Registration.objects.bulk_create([other]))
        assert sentence.startswith("This registration overlaps")

    def test_missing_value_has_no_sentence(self):
        enterprise = EnterpriseFactory()
        assert told_by_database(enterprise, is_sample=None) is None

    def test_missing_relation_has_no_sentence(self):
        stay = RegistrationFactory()

        def write():
            Registration.objects.filter(pk=stay.pk).update(park=0)
            connection.check_constraints()

        assert told_by_database_on(write) is None


@pytest.mark.parametrize(
    "text", ["", "something else", "FOREIGN KEY constraint failed", "NOT NULL constraint failed: a.b"]
)
def test_other_errors_have_no_sentence(text):
    assert sentence_for(IntegrityError(text)) is None


def test_index_of_sqlite_is_found_by_its_name():
    error = IntegrityError("UNIQUE constraint failed: index 'registration_one_open'")
    assert sentence_for(error) == str(Registration._meta.constraints[0].violation_error_message)


def test_migrations_know_the_plain_constraint():
    constraint = Check(condition=models.Q(pk=1), name="one", field="name", violation_error_message="One.")
    assert MigrationWriter.serialize(constraint)[0].startswith("models.CheckConstraint(")


def test_copy_of_a_constraint_keeps_its_field():
    assert Check(condition=models.Q(pk=1), name="one", field="name").clone().field == "name"


@pytest.mark.django_db
def test_field_that_the_form_does_not_show_gets_no_error():
    enterprise = EnterpriseFactory.build(capital_wan=1, capital_currency="")
    enterprise.validate_constraints(exclude={"capital_currency"})  # raises nothing
