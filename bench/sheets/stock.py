"""The same enterprises by django-import-export's own ModelResource: its preview (dry run), then its import.

Less than ours: the enterprise alone, without park and day of entry, from a workbook whose headers are the names of the
fields. `python -m bench.sheets.stock FILE as_it_comes|in_bulk`: with the validation of the model and its history, or
with `use_bulk`, which has neither.
"""

import sys
from itertools import count
from pathlib import Path

import django


def resource(kind: str) -> object:
    from import_export.fields import Field
    from import_export.resources import ModelResource
    from import_export.widgets import ForeignKeyWidget

    from bench.sheets.invented import PLAIN_HEADERS
    from enterprises.models import Enterprise, IndustryClass

    industry = ForeignKeyWidget(IndustryClass, "code")

    class AsItComes(ModelResource):
        industry_class = Field(attribute="industry_class", column_name="industry_class", widget=industry)

        class Meta:
            model = Enterprise
            fields = PLAIN_HEADERS
            import_id_fields = ("credit_code",)
            clean_model_instances = True

    class InBulk(AsItComes):
        numbers = count(500_000)  # beyond those of the content

        class Meta(AsItComes.Meta):
            clean_model_instances = False
            use_bulk = True

        def before_save_instance(self, instance, row, **kwargs):
            instance.number = f"E{next(self.numbers):06d}"  # `save`, which draws it, is not called in bulk

    return {"as_it_comes": AsItComes, "in_bulk": InBulk}[kind]()


def main(path: str, kind: str) -> None:
    from import_export.formats.base_formats import XLSX

    from bench.sheets.measuring import Work, tell
    from enterprises.models import Enterprise
    from zoneportal.accounts.models import User

    content, user = Path(path).read_bytes(), User.objects.get(username="bench")
    before = Enterprise.objects.count()
    with Work() as work:
        for is_dry in (True, False):
            rows = XLSX().create_dataset(content)
            result = resource(kind).import_data(rows, dry_run=is_dry, user=user, file_name="bench.xlsx")
    new = Enterprise.objects.count() - before
    if result.has_errors() or result.has_validation_errors() or new != len(rows):
        sys.exit(f"imported {new} of {len(rows)}: {result.totals} {result.row_errors()[:1]} {result.invalid_rows[:1]}")
    tell(rows=len(rows), **work.told())


if __name__ == "__main__":
    django.setup()
    main(*sys.argv[1:])
