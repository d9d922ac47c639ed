"""The figures of sample years and sample releases from before figures were marked, and the versions typed beside."""

from django.db import migrations
from django.db.models import Exists, OuterRef, Q


def mark(apps, schema_editor):
    figures = apps.get_model("stats", "Figure").objects
    invented = figures.filter(Q(compiled__compilation__survey__is_sample=True) | Q(release__is_sample=True))
    same = {name: OuterRef(name) for name in ("indicator", "year", "scope_key")}
    found = figures.filter(Exists(invented.filter(**same)))
    keys = list(found.filter(Q(pk__in=invented.values("pk")) | ~Q(revision=0)).values_list("pk", flat=True))
    for start in range(0, len(keys), 500):
        figures.filter(pk__in=keys[start : start + 500]).update(is_sample=True)


class Migration(migrations.Migration):
    dependencies = [("stats", "0009_figures_of_sample_returns")]

    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
