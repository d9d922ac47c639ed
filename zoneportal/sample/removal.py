"""Takes the sample data away without a trace. Not by `delete()`, which would write a history of what never was."""

from django.db import models

from enterprises.models import Enterprise
from stats.models import Figure, Release


def remove_sample() -> dict[str, int]:
    """Removes sample enterprises and figures with all that hangs on them and their history. Returns the counts."""
    releases = Release.objects.filter(is_sample=True)
    enterprises = Enterprise.objects.filter(is_sample=True)
    counts = {"Figure": erase(Figure, release__in=releases.values("pk"))}
    counts["Release"] = erase(Release, is_sample=True)
    for relation in Enterprise._meta.related_objects:
        model = relation.related_model
        counts[model.__name__] = erase(model, **{f"{relation.field.name}__in": enterprises.values("pk")})
    counts["Enterprise"] = erase(Enterprise, is_sample=True)
    return {name: count for name, count in counts.items() if count}


def erase(model: type[models.Model], **which) -> int:
    if hasattr(model, "history"):
        rows = model.objects.filter(**which).values("pk")
        model.history.filter(**{f"{model._meta.pk.name}__in": rows})._raw_delete("default")
    return model.objects.filter(**which)._raw_delete("default")


def has_sample() -> bool:
    return Release.objects.filter(is_sample=True).exists() or Enterprise.objects.filter(is_sample=True).exists()
