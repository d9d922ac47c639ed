"""The catalogue is what its own tools take for a valid one, and its addresses lead to the data that it describes."""

import json
import warnings

import pytest
from frictionless import Package, validate
from rdflib import Graph
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF

from tests import factories

HOST = "http://testserver"
# What DCAT-AP 3 requires of each class.
MANDATORY = {
    DCAT.Catalog: (DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.dataset),
    DCAT.Dataset: (DCTERMS.title, DCTERMS.description),
    DCAT.Distribution: (DCAT.accessURL,),
    DCAT.DataService: (DCTERMS.title, DCAT.endpointURL),
    FOAF.Agent: (FOAF.name,),
}


def on_disk(client, folder, prefix: str = "") -> dict:
    """The package with its files beside it, as somebody has it who downloaded everything."""
    package = client.get(f"{prefix}/statistics/data/datapackage.json").json()
    for place, resource in enumerate(package["resources"]):
        answer = client.get(resource["path"].removeprefix(HOST))
        assert answer.status_code == 200, resource["path"]
        resource["path"] = f"file-{place}.csv"
        (folder / resource["path"]).write_bytes(answer.content)
    return package


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_data_package_is_valid_together_with_all_its_data(client, small_world, tmp_path, prefix):
    package = on_disk(client, tmp_path, prefix)
    (tmp_path / "datapackage.json").write_text(json.dumps(package), "utf-8")
    report = validate(str(tmp_path / "datapackage.json"))
    assert report.flatten(["type", "message"]) == []
    assert report.stats["tasks"] == len(package["resources"]) >= 7


def test_data_package_notices_a_value_that_its_schema_forbids(client, small_world, tmp_path):
    """The schemas say something: a word in the column of values is found."""
    package = on_disk(client, tmp_path)
    file = tmp_path / package["resources"][0]["path"]
    file.write_text(file.read_text("utf-8-sig").replace(",-12.25,", ",much,"), "utf-8-sig")
    (tmp_path / "datapackage.json").write_text(json.dumps(package), "utf-8")
    assert not validate(str(tmp_path / "datapackage.json")).valid


def test_catalogue_for_programs_calls_invented_data_so(client, small_world):
    said = "What is marked as sample data is invented for demonstration."
    type(small_world.release).objects.update(is_sample=True)
    type(small_world.enterprise).objects.update(is_sample=True)
    package = client.get("/en/statistics/data/datapackage.json").json()
    told = {resource["name"] for resource in package["resources"] if said in resource["description"]}
    assert {"indicator-revenue", "goals", "enterprises"} <= told
    assert "parks" not in told
    datasets = client.get("/en/statistics/data/catalog.jsonld").json()["dcat:dataset"]
    assert told == {each["dct:identifier"] for each in datasets if said in each["dct:description"]["@value"]}


def test_data_package_states_licence_publisher_and_absolute_addresses(client, small_world):
    package = client.get("/en/statistics/data/datapackage.json").json()
    assert Package.from_descriptor(package).resource_names[0] == "indicator-revenue"
    assert package["licenses"] == [
        {"title": "Open data licence", "path": "https://licence.example/1", "name": "terms-of-the-publisher"}
    ]
    assert package["contributors"][0]["title"] == "Model High-tech Zone"
    assert all(resource["path"].startswith(f"{HOST}/en/") for resource in package["resources"])


def graph_of(client, prefix: str = "") -> Graph:
    answer = client.get(f"{prefix}/statistics/data/catalog.jsonld")
    assert answer["Content-Type"] == "application/ld+json"
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):  # of rdflib's own parser
        return Graph().parse(data=answer.content, format="json-ld")


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_linked_data_has_what_dcat_ap_requires(client, small_world, prefix):
    graph = graph_of(client, prefix)
    for kind, properties in MANDATORY.items():
        nodes = set(graph.subjects(RDF.type, kind))
        assert nodes, kind
        missing = [(node, name) for node in nodes for name in properties if (node, name, None) not in graph]
        assert missing == []


def test_linked_data_says_publisher_licence_language_years_and_files(client, small_world):
    found = graph_of(client).query(
        """
        PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX dct: <http://purl.org/dc/terms/>
        SELECT ?start ?end ?licence ?media WHERE {
            ?catalogue a dcat:Catalog ; dct:language ?language ; dcat:dataset ?dataset .
            ?dataset dct:identifier "indicator-revenue" ; dct:publisher/<http://xmlns.com/foaf/0.1/name> ?name ;
                dct:issued ?issued ; dct:modified ?modified ; dct:temporal ?years ; dcat:distribution ?file .
            ?years dcat:startDate ?start ; dcat:endDate ?end .
            ?file dct:license ?licence ; dcat:downloadURL ?address ; dcat:mediaType ?media .
        }
        """
    )
    rows = [tuple(str(value) for value in row) for row in found]
    assert {row[:3] for row in rows} == {("2015-01-01", "2017-12-31", "https://licence.example/1")}
    assert len({row[3] for row in rows}) == 3


def test_every_file_of_the_linked_data_can_be_had(client, small_world):
    graph = graph_of(client)
    addresses = {str(address) for address in graph.objects(None, DCAT.downloadURL)}
    assert len(addresses) >= 20
    assert {client.get(address.removeprefix(HOST)).status_code for address in addresses} == {200}


def test_terms_that_are_not_stated_are_left_out_and_said_on_the_page(client, db):
    factories.ZoneFactory(published=True)
    factories.ParkFactory(published=True)
    assert "licenses" not in client.get("/statistics/data/datapackage.json").json()
    assert (None, DCTERMS.license, None) not in graph_of(client)
    assert "高新区尚未说明使用条件" in client.get("/statistics/data/").content.decode()


def test_catalogue_of_an_empty_portal_is_a_page_and_no_fault(client, db):
    assert client.get("/statistics/data/").status_code == 200
    assert client.get("/statistics/data/datapackage.json").json()["resources"] == []
    assert (None, RDF.type, DCAT.Catalog) in graph_of(client)


def test_page_leads_to_every_file(client, small_world):
    content = client.get("/statistics/data/").content.decode()
    package = client.get("/statistics/data/datapackage.json").json()
    assert [each["path"] for each in package["resources"] if f'href="{each["path"]}"' not in content] == []


def test_catalogue_needs_few_queries_whatever_it_holds(client, small_world, django_assert_num_queries):
    client.get("/statistics/data/")  # fills the cache of content types
    # The zone, parks, goals, the directory (2); scopes (2), figures, definitions, indicators, releases.
    expected = 11
    with django_assert_num_queries(expected):
        client.get("/statistics/data/datapackage.json")
    for _each in range(3):
        factories.FigureFactory(park=factories.ParkFactory(published=True), release=small_world.release)
        factories.FigureFactory(release=factories.ReleaseFactory(released=True))
    with django_assert_num_queries(expected):
        client.get("/statistics/data/datapackage.json")
    with django_assert_num_queries(expected + 1):  # the frame reads the zone itself
        client.get("/statistics/data/")
