"""What machines read beside a table: metadata of CSV on the web (W3C), and a data package (frictionless)."""

from typing import Any

from services.cases.open_data.domain.dcat import LICENCE
from services.cases.open_data.domain.sets import Catalogue, Column, DataSet

#: What types are called in a data package.
_PACKAGED = {"decimal": "number", "anyURI": "string"}


def csvw(catalogue: Catalogue, one: DataSet) -> dict[str, Any]:
    """The metadata of the CSV file beside which it lies; a cell without a number is empty."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "sq"}],
        "url": f"{one.name}.csv",
        "dc:title": [{"@value": one.title.sq, "@language": "sq"}, {"@value": one.title.en, "@language": "en"}],
        "dc:description": [{"@value": one.text.sq, "@language": "sq"}, {"@value": one.text.en, "@language": "en"}],
        "dc:license": {"@id": LICENCE},
        "dc:publisher": {"@id": f"{catalogue.root}/#office"},
        "dc:modified": {"@value": one.known.isoformat(), "@type": "xsd:date"},
        "dialect": {"header": True, "encoding": "utf-8", "lineTerminators": ["\r\n"]},
        "tableSchema": {"columns": [_csvw_column(column) for column in one.columns]},
    }


def _csvw_column(column: Column) -> dict[str, Any]:
    return {
        "name": column.name,
        # The head of the file is the name; what it means in words stands beside.
        "titles": {"und": column.name},
        "dc:description": [
            {"@value": column.title.sq, "@language": "sq"},
            {"@value": column.title.en, "@language": "en"},
        ],
        "datatype": column.type,
        "null": "",
    }


def package(catalogue: Catalogue) -> dict[str, Any]:
    """Every set, each as CSV and as JSON."""
    return {
        "profile": "data-package",
        "name": "besa-open-data",
        "title": catalogue.title.en,
        "description": catalogue.text.en,
        "homepage": catalogue.page,
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "path": "https://creativecommons.org/licenses/by/4.0/",
                "title": "Creative Commons Attribution 4.0",
            }
        ],
        "contributors": [{"title": catalogue.publisher.en, "role": "publisher"}],
        "resources": [_resource(one, form) for one in catalogue.sets for form in ("csv", "json")],
    }


def _resource(one: DataSet, form: str) -> dict[str, Any]:
    return {
        "name": f"{one.name}-{form}".replace("_", "-"),
        "type": "table",
        "profile": "tabular-data-resource",
        "path": f"{one.name}.{form}",
        "title": one.title.en,
        "description": one.text.en,
        "format": form,
        "mediatype": "text/csv" if form == "csv" else "application/json",
        "encoding": "utf-8",
        "schema": {
            "fields": [
                {
                    "name": column.name,
                    "type": _PACKAGED.get(column.type, column.type),
                    "title": column.title.en,
                    "description": column.title.sq,
                }
                for column in one.columns
            ],
            "missingValues": [""],
        },
    }
