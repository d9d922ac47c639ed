"""Takes the sample data away without a trace. Not by `delete()`, which would write a history of what never was."""

from django.db import models
from django.db.models import Q, QuerySet

from enterprises.models import Enterprise
from stats.models import (
    Compilation,
    CompilationInput,
    CompiledFigure,
    EnterpriseReturn,
    EnterpriseYear,
    Figure,
    FormLine,
    Holding,
    HoldingMember,
    Indicator,
    Release,
    ReturnFinding,
    ReturnValue,
    SurveyYear,
    WithheldValue,
)
from zoneportal.sample.survey import HOLDING, PREFIX


def remove_sample() -> dict[str, int]:
    """Removes sample enterprises, returns and figures with all that hangs on them and their history.

    Returns the counts.
    """
    counts = _remove_surveys()
    releases = Release.objects.filter(is_sample=True)
    enterprises = Enterprise.objects.filter(is_sample=True)
    counts["Figure"] += erase(Figure, Q(release__in=releases.values("pk")))
    counts["Release"] += erase(Release, Q(is_sample=True))
    for relation in Enterprise._meta.related_objects:
        model = relation.related_model
        found = erase(model, Q(**{f"{relation.field.name}__in": enterprises.values("pk")}))
        counts[model.__name__] = counts.get(model.__name__, 0) + found
    counts["Enterprise"] = erase(Enterprise, Q(is_sample=True))
    return {name: count for name, count in counts.items() if count}


def _remove_surveys() -> dict[str, int]:
    """The sample years, what sample enterprises have in any year, and all that was made of it."""
    surveys = SurveyYear.objects.filter(is_sample=True).values("pk")
    indicators = Indicator.objects.filter(code__startswith=PREFIX).values("pk")
    entries = EnterpriseYear.objects.filter(Q(survey__in=surveys) | Q(enterprise__is_sample=True)).values("pk")
    of_sample = Q(indicator__in=indicators)
    figures = Figure.objects.filter(of_sample | Q(compiled__compilation__survey__in=surveys)).values("pk")
    lines = FormLine.objects.filter(of_sample | Q(survey__in=surveys)).values("pk")
    of_return = Q(enterprise_return__entry__in=entries) | Q(line__in=lines)
    made = list(figures.values_list("pk", flat=True))  # a list, because the way to them goes with CompiledFigure
    practised = list(_practised(made))
    counts = {}
    for model, where in (
        (CompilationInput, Q(entry__in=entries) | Q(compilation__survey__in=surveys)),
        (WithheldValue, Q(figure__in=made)),
        (CompiledFigure, Q(figure__in=made)),
        (Figure, Q(pk__in=made)),
        (Compilation, Q(survey__in=surveys)),
        (ReturnFinding, of_return),
        (ReturnValue, of_return),
        (EnterpriseReturn, Q(entry__in=entries)),
        (EnterpriseYear, Q(pk__in=entries)),
        (FormLine, Q(pk__in=lines)),
        (HoldingMember, Q(holding__name_zh=HOLDING)),
        (Holding, Q(name_zh=HOLDING)),
        (SurveyYear, Q(is_sample=True)),
    ):
        counts[model.__name__] = erase(model, where)
    counts["Release"] = _erase_releases(practised)
    for relation in Indicator._meta.related_objects:
        pointing = relation.related_model
        found = erase(pointing, Q(**{f"{relation.field.name}__in": indicators}))
        counts[pointing.__name__] = counts.get(pointing.__name__, 0) + found
    counts["Indicator"] = erase(Indicator, Q(code__startswith=PREFIX))
    return counts


def _practised(made: list[int]) -> QuerySet:
    """The keys of releases that hold nothing but figures of the sample: somebody practised with them."""
    others = Figure.objects.exclude(pk__in=made).filter(release__isnull=False)
    return (
        Release.objects.filter(figures__in=made).exclude(pk__in=others.values("release")).values_list("pk", flat=True)
    )


def _erase_releases(keys: list[int]) -> int:
    for relation in Release._meta.related_objects:
        erase(relation.related_model, Q(**{f"{relation.field.name}__in": keys}))
    return erase(Release, Q(pk__in=keys))


def erase(model: type[models.Model], which: Q) -> int:
    keys = model._base_manager.filter(which).values("pk")
    if hasattr(model, "history"):
        model.history.filter(**{f"{model._meta.pk.name}__in": keys})._raw_delete("default")
    return model._base_manager.filter(pk__in=keys)._raw_delete("default") or 0


def has_sample() -> bool:
    return Release.objects.filter(is_sample=True).exists() or Enterprise.objects.filter(is_sample=True).exists()
