from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

from zoneportal import static_files
from zoneportal.static_files import ChartLibraryFinder, HashedStaticFilesStorage

LIBRARY = "echarts/dist/echarts.common.min.js"


def library(folder, monkeypatch) -> ChartLibraryFinder:
    monkeypatch.setattr(static_files, "LIBRARY", folder)
    return ChartLibraryFinder()


def test_library_goes_out_with_its_licence_and_nothing_else_of_its_package(tmp_path, monkeypatch):
    (tmp_path / "dist").mkdir()
    for name in ("dist/echarts.common.min.js", "dist/echarts.js", "LICENSE", "NOTICE", "package.json"):
        (tmp_path / name).write_text("x")
    finder = library(tmp_path, monkeypatch)
    assert [name for name, _storage in finder.list([])] == ["dist/echarts.common.min.js", "LICENSE", "NOTICE"]
    assert finder.find(LIBRARY) == str(tmp_path / "dist/echarts.common.min.js")
    assert finder.find("echarts/package.json") == ""
    assert finder.find("echarts/../settings.py", find_all=True) == []


def test_nothing_is_found_where_npm_brought_nothing(tmp_path, monkeypatch):
    finder = library(tmp_path / "nowhere", monkeypatch)
    assert list(finder.list([])) == []
    assert finder.find(LIBRARY) == ""


def test_portal_asks_the_finder_of_the_library():
    assert any(isinstance(finder, ChartLibraryFinder) for finder in finders.get_finders())


def test_modules_of_charts_import_each_other_by_names_that_never_go_stale(tmp_path):
    source = FileSystemStorage(location=tmp_path / "source")
    target = HashedStaticFilesStorage(location=tmp_path / "target")
    modules = {
        "site/charts/main.js": b'import { draw } from "./drawing.js";\ndraw();\n',
        "site/charts/drawing.js": b"export function draw() {}\n",
    }
    for name, text in modules.items():
        source.save(name, ContentFile(text))
        target.save(name, ContentFile(text))
    list(target.post_process({name: (source, name) for name in modules}))
    drawing = target.stored_name("site/charts/drawing.js").rpartition("/")[2]
    assert drawing != "drawing.js"
    main = tmp_path / "target" / target.stored_name("site/charts/main.js")
    assert f'from "./{drawing}"' in main.read_text("utf-8")
