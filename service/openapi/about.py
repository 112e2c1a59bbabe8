"""What the OpenAPI description says of /about, of the whole as tables, and of /help."""

from __future__ import annotations

from service.http.negotiation import HTML, XLSX, ZIP, MediaType
from service.openapi.operations import (
    CONDITIONS,
    Document,
    answer,
    errors,
    language_parameter,
    operation,
    reading,
)


def about_paths() -> Document:
    """The page about the data, the tables to take away, and the guide."""
    asked = [language_parameter(), *CONDITIONS]
    guide = {"200": answer((HTML,), "Vary"), **errors(414, 431, 500)}
    return {
        "/about": {"get": operation("about", "What the data are, and what they leave out.", reading((HTML,)), asked)},
        "/about/tables.zip": {"get": operation("csv_tables", "The whole as CSV, a file a class.", _file(ZIP), asked)},
        "/about/tables.xlsx": {"get": operation("workbook", "The whole, a sheet a class.", _file(XLSX), asked)},
        "/help": {"get": operation("guide", "How to use the pages.", guide, [language_parameter()])},
    }


def _file(kind: MediaType) -> Document:
    """A file to keep; 403 where the graph is too large for one."""
    return {**reading((kind,)), **errors(403)}
