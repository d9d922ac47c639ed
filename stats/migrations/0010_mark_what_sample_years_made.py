"""Figures that were compiled from a sample year before they were marked, and the versions of them typed beside."""

from django.db import migrations
from django.db.models import Exists, OuterRef


def mark(apps, schema_editor):
    figures = apps.get_model("stats", "Figure").objects
    compiled = figures.filter(compiled__compilation__survey__is_sample=True)
    same = {name: OuterRef(name) for name in ("indicator", "year", "scope_key")}
    keys = list(figures.filter(Exists(compiled.filter(**same))).values_list("pk", flat=True))
    for start in range(0, len(keys), 500):
        figures.filter(pk__in=keys[start : start + 500]).update(is_sample=True)


class Migration(migrations.Migration):
    dependencies = [("stats", "0009_figures_of_sample_returns")]

    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
