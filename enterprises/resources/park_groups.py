"""Parks as groups of enterprises, with which a template may be filled."""

from typing import Any

from django.db.models import QuerySet

from enterprises.models import Enterprise, Registration
from parks.models import Park


def park_groups(user: Any) -> list[tuple[str, str]]:
    """(code, Chinese name) of the parks that the user may edit."""
    return list(Park.objects.editable_by(user).values_list("code", "name_zh"))


def in_park_of(code: str) -> QuerySet:
    """The enterprises that are registered in the park now."""
    return Enterprise.objects.filter(pk__in=Registration.objects.open().filter(park__code=code).values("enterprise"))
