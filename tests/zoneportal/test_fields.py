import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models

from zoneportal.fields import PlainNumber


def amounts():
    """Every amount that a form of the office takes, of a record or of a row beneath one."""
    for model_admin in admin.site._registry.values():
        for each in (model_admin, *(inline(model_admin.model, admin.site) for inline in model_admin.inlines)):
            for field in each.model._meta.get_fields():
                if isinstance(field, models.DecimalField) and field.editable:
                    yield each, field


@pytest.mark.parametrize("typed", ["3.8万", "3.8亿", "38千元", "(38)", "1,234.5", "38%", "NaN"])
def test_a_number_with_anything_beside_it_is_refused(typed):
    with pytest.raises(ValidationError):
        PlainNumber(max_digits=15, decimal_places=4).clean(typed)


def test_no_form_of_the_office_lets_the_browser_shorten_an_amount():
    found = list(amounts())
    assert {str(field) for _admin, field in found} >= {
        "stats.Figure.value",
        "stats.Goal.target_value",
        "stats.ReportedTotal.value",
        "stats.CheckThreshold.number",
        "stats.AboveScaleThreshold.minimum",
        "enterprises.Enterprise.capital_wan",
    }
    for model_admin, field in found:
        made = model_admin.formfield_for_dbfield(field, request=None)
        assert isinstance(made, PlainNumber), field
        assert made.widget.input_type == "text", field
