"""Takes the sample data away without a trace. Not by `delete()`, which would write a history of what never was."""

from collections import Counter
from dataclasses import dataclass

from django.db import models
from django.db.models import Q

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
    ReturnStatus,
    ReturnValue,
    SurveyYear,
    WithheldValue,
)
from zoneportal.sample.survey import HOLDING, PREFIX


@dataclass(frozen=True)
class RealReturns:
    """What real enterprises have answered in sample years: a removal would take it."""

    enterprises: int
    years: tuple[int, ...]


@dataclass(frozen=True)
class Removed:
    counts: dict[type[models.Model], int]
    kept: tuple[str, ...]  # keys of releases that held figures of the sample beside others


def real_returns() -> RealReturns | None:
    """None where no real enterprise has a return there that somebody has touched. One query."""
    of_real = EnterpriseReturn.objects.filter(entry__survey__is_sample=True, entry__enterprise__is_sample=False)
    touched = of_real.filter(~Q(status=ReturnStatus.NOT_YET) | Q(values__isnull=False) | ~Q(note=""))
    found = set(touched.values_list("entry__enterprise", "entry__survey__year"))
    enterprises, years = {each for each, _year in found}, {year for _each, year in found}
    return RealReturns(len(enterprises), tuple(sorted(years))) if found else None


def remove_sample() -> Removed:
    """Removes sample enterprises, returns and figures with all that hangs on them and their history.

    A release that also holds figures of the zone's own stays, with these. Real returns in sample years go with the
    years: who calls has looked at `real_returns`.
    """
    counts, kept = _remove_surveys()
    enterprises = Enterprise.objects.filter(is_sample=True)
    for relation in Enterprise._meta.related_objects:
        model = relation.related_model
        counts[model] += erase(model, Q(**{f"{relation.field.name}__in": enterprises.values("pk")}))
    counts[Enterprise] = erase(Enterprise, Q(is_sample=True))
    return Removed({model: count for model, count in counts.items() if count}, kept)


def _remove_surveys() -> tuple[Counter[type[models.Model]], tuple[str, ...]]:
    """The sample years, what sample enterprises have in any year, and all that was made of it."""
    surveys = SurveyYear.objects.filter(is_sample=True).values("pk")
    indicators = Indicator.objects.filter(code__startswith=PREFIX).values("pk")
    entries = EnterpriseYear.objects.filter(Q(survey__in=surveys) | Q(enterprise__is_sample=True)).values("pk")
    of_sample = Q(indicator__in=indicators)
    of_year = Q(compiled__compilation__survey__in=surveys)
    # What a real year made with a sample return in it stays marked until that year is compiled again.
    figures = Figure.objects.filter(of_sample | of_year | Q(is_sample=True, compiled=None)).values("pk")
    lines = FormLine.objects.filter(of_sample | Q(survey__in=surveys)).values("pk")
    of_return = Q(enterprise_return__entry__in=entries) | Q(line__in=lines)
    made = list(figures.values_list("pk", flat=True))  # a list, because the way to them goes with CompiledFigure
    emptied, kept = _releases_of(made)
    counts: Counter[type[models.Model]] = Counter()
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
        counts[model] = erase(model, where)
    counts[Release] = _erase_releases(emptied)
    for relation in Indicator._meta.related_objects:
        pointing = relation.related_model
        counts[pointing] += erase(pointing, Q(**{f"{relation.field.name}__in": indicators}))
    counts[Indicator] = erase(Indicator, Q(code__startswith=PREFIX))
    return counts, kept


def _releases_of(made: list[int]) -> tuple[list[int], tuple[str, ...]]:
    """Keys of the releases that hold nothing but figures of the sample, and slugs of those that hold others as well."""
    others = Figure.objects.exclude(pk__in=made).filter(release__isnull=False).values("release")
    touched = Release.objects.filter(Q(figures__in=made) | Q(is_sample=True)).distinct().order_by("slug")
    emptied = list(touched.exclude(pk__in=others).values_list("pk", flat=True))
    return emptied, tuple(touched.filter(pk__in=others).values_list("slug", flat=True))


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
