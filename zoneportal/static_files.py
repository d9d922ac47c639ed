"""What becomes a static file besides the folder static/, and under which name."""

from collections.abc import Iterator
from pathlib import Path

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

LIBRARY = Path(__file__).resolve().parent.parent / "node_modules" / "echarts"
# Of a package of 50 MB one file is served, with the licence that goes where it goes.
LIBRARY_FILES = ("dist/echarts.common.min.js", "LICENSE", "NOTICE")
PREFIX = "echarts"


class ChartLibraryFinder(BaseFinder):
    """ECharts where npm has brought it. Without it there is nothing to find, and the tables stand alone."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.storage = FileSystemStorage(location=LIBRARY)
        self.storage.prefix = PREFIX

    def find(self, path: str, find_all: bool = False, **kwargs) -> str | list[str]:
        prefix, _slash, name = path.replace("\\", "/").partition("/")
        found = [self.storage.path(name)] if prefix == PREFIX and name in LIBRARY_FILES else []
        there = [each for each in found if Path(each).exists()]
        return there if find_all else next(iter(there), "")

    def list(self, ignore_patterns) -> Iterator[tuple[str, FileSystemStorage]]:
        yield from ((name, self.storage) for name in LIBRARY_FILES if self.storage.exists(name))


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Names that never go stale, also where one of our own modules imports another.

    Django can do the same for all scripts, but the office's editor imports by names of its own.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("site/charts/*.js", CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]),
    )
